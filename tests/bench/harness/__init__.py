# SPDX-License-Identifier: Apache-2.0
"""The bench: servers side by side on loopback, measured in rounds. tests/bench/README.md says what the figures mean."""

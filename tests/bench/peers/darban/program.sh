# SPDX-License-Identifier: Apache-2.0
# Where darban is: DARBAN_BIN, else the release preset of this checkout.
: "${DARBAN_BIN:=$(cd "$(dirname "$0")/../../../.." && pwd)/build/release/bin/darban}"
DARBAN="$DARBAN_BIN"

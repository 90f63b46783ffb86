// SPDX-License-Identifier: Apache-2.0
// The tables of state.db, as steps from one version to the next. A step that was released never changes: what is to be different
// is a new step.
#pragma once
#include <span>

namespace darban {

std::span<const char* const> state_migrations();

}  // namespace darban

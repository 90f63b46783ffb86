// SPDX-License-Identifier: Apache-2.0
// Gives memory that is free inside this process back to the system. Worth a call after something large was built and thrown away
// (a settings file's tree, the last policy); slow, so never near a question. Any thread. Does nothing where the C library can not.
#pragma once

namespace darban {
void return_free_memory();
}  // namespace darban

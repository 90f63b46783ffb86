// SPDX-License-Identifier: Apache-2.0
// The key that children's requests are sealed with: a file of its own beside state.db (the same name with -request-key behind
// it), 0600, made when the first child asks. It protects a copy of state.db without it: a backup, a support bundle, somebody who
// may read the one file only. It does not protect a whole stolen card, for both lie on it: that is why a request is gone after a
// day.
#pragma once
#include <string>

#include "base/crypto.h"
#include "base/result.h"

namespace darban {

std::string request_key_path(const std::string& state);
// Reads it, or makes it. A file that is no key is replaced: what was sealed with another can not be read any more.
Result<crypto::Secret> request_key(const std::string& state);

}  // namespace darban

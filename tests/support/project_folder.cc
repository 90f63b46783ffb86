// SPDX-License-Identifier: Apache-2.0
#include "tests/support/project_folder.h"

namespace darban::test {

std::filesystem::path project_folder() { return DARBAN_PROJECT_FOLDER; }

}  // namespace darban::test

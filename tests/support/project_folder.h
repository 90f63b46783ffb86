// SPDX-License-Identifier: Apache-2.0
// Where this project lies, for tests that read its own files: told by the build, so that compilers may write relative paths.
#pragma once
#include <filesystem>

namespace darban::test {

std::filesystem::path project_folder();

}  // namespace darban::test

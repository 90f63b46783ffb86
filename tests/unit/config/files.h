// SPDX-License-Identifier: Apache-2.0
// The project's own files for tests, wherever the build folder is.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/project_folder.h"

inline std::string project_file(const std::string& name) {
  return (darban::test::project_folder() / name).lexically_normal().string();
}

inline std::string text_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

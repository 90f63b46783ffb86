// SPDX-License-Identifier: Apache-2.0
// The project's own files for tests, wherever the build folder is.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

inline std::string project_file(const std::string& name) {
  return (std::filesystem::path(__FILE__).parent_path().parent_path().parent_path().parent_path() / name)
      .lexically_normal()
      .string();
}

inline std::string text_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

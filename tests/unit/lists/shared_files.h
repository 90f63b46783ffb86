// SPDX-License-Identifier: Apache-2.0
// The real lists that may lie beside the checkout (../shared/data). They are read into memory and never copied; where there are
// none, the tests that want them say so and prove nothing.
#pragma once
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/project_folder.h"

namespace darban {

inline std::filesystem::path shared_data() { return test::project_folder() / "../shared/data"; }

// The content, unpacked if it ends in .xz; empty, with a message, where there is no such file.
inline std::string shared_file(const std::string& path) {
  const auto whole = shared_data() / path;
  if (!std::filesystem::exists(whole)) {
    std::printf("skipped: the shared data has no %s\n", path.c_str());
    return {};
  }
  std::string content;
  std::FILE* const pipe = ::popen(("xz -dcf '" + whole.string() + "'").c_str(), "r");
  if (pipe == nullptr) return content;
  std::array<char, 65536> part;
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) content.append(part.data(), count);
  ::pclose(pipe);
  return content;
}

// Every file there is, in one order.
inline std::vector<std::string> shared_files() {
  std::vector<std::string> paths;
  if (!std::filesystem::exists(shared_data())) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_data())) {
    if (entry.is_regular_file()) paths.push_back(std::filesystem::relative(entry.path(), shared_data()).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace darban

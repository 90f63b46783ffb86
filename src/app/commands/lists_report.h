// SPDX-License-Identifier: Apache-2.0
// What `lists build` tells the maintainer: for people, and as JSON. Paths are the maintainer's own; no name from a list is ever
// shown.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lists/category.h"
#include "lists/compiler.h"

namespace darban {

struct BuildReport {
  CompileReport compiled;
  std::vector<Category> categories;
  std::vector<std::string> refused_files;  // one sentence each
  std::string image_path;
  std::uint64_t image_octets = 0;
  std::uint64_t list_octets = 0;
};

std::string report_text(const BuildReport& report);
std::string report_json(const BuildReport& report);

// "2,146,306".
std::string with_commas(std::uint64_t number);
// "16.1 MB", "980 kB", "12 octets".
std::string shown_size(std::uint64_t octets);
// `text` cut or filled to `width` columns.
std::string left_column(std::string_view text, std::size_t width);
std::string right_column(std::string_view text, std::size_t width);
std::string_view key_of(const std::vector<Category>& categories, CategoryId id);

}  // namespace darban

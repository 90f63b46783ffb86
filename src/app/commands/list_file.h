// SPDX-License-Identifier: Apache-2.0
// A list file in memory, with the syntax it is read in: what `lists build` compiles and `lists explain` reads again.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/format.h"

namespace darban {

// How to read a file. As text, in an image's table of sources: "hosts", "domains,exact", "adblock,tld", "hosts,subtree".
struct ListReadingStyle {
  std::string format;  // the key of a ListFormat; empty: look at the file
  bool exact = false;
  bool tld = false;
  bool subtree = false;
};
std::string text_from(const ListReadingStyle& style);
ListReadingStyle style_from(std::string_view text);

struct ListText {
  std::string text;
  const ListFormat* format = nullptr;
  ParseOptions options;
  std::int64_t changed = 0;  // the file's modification time, Unix seconds
};

inline constexpr std::size_t kLargestListFile = std::size_t{512} << 20;  // octets

// The error is "FILE: sentence" or "FILE:LINE: sentence": missing, unreadable, too large, packed, an unknown format, or no list
// at all.
Result<ListText, std::string> read_list_file(const std::string& path, const ListReadingStyle& style);

// The modification time of a file, or -1.
std::int64_t time_of_change(const std::string& path);

// "FILE:LINE: sentence", the file's name without control characters.
std::string complaint(std::string_view path, std::uint32_t line, Errc code);
std::string shown_path(std::string_view path);
// An image that Image::open() refused: "FILE: octet N: sentence".
std::string refused_image(std::string_view path, const Error& error);

}  // namespace darban

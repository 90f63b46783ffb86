// SPDX-License-Identifier: Apache-2.0
// The text of a settings file, and what keeps a text from being one. Any thread.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/household.h"

namespace darban {

inline constexpr std::size_t kLargestFile = std::size_t{1} << 20;  // octets

// Refuses what is missing, not permitted, not a plain file, or larger than kLargestFile.
Result<std::string, ConfigError> read_text_file(const std::string& path);

// Refuses what no YAML reader should be shown: too large, not UTF-8, control characters, tabs before the first word of a line.
// A byte order mark is not part of the text (see without_mark).
Result<void, ConfigError> check_text(std::string_view text, const std::string& file_name);
inline constexpr std::size_t kLargestForeignFile = std::size_t{16} << 20;  // octets
// The same for a file of another program: larger, and with tabs where it likes.
Result<void, ConfigError> check_foreign_text(std::string_view text, const std::string& file_name);
std::string_view without_mark(std::string_view text);

// `path` as seen from the folder of `file_name`; absolute paths stay. "./" and "x/../" are folded away.
std::string path_beside(const std::string& file_name, const std::string& path);

}  // namespace darban

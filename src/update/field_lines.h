// SPDX-License-Identifier: Apache-2.0
// Whole values as tab_lines.h: tables of fields, and a file around them that can not be cut without being noticed. What the steps
// of an update write to each other is made of these. Pure; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "update/tab_lines.h"

namespace darban {

// One key of a file: how a value is written and read. The two stand side by side so that they stay each other's inverse. What is
// read and does not make sense is refused.
template <typename Whole>
struct LineField {
  std::string_view key;
  void (*write)(const Whole&, std::string_view key, TabWriter&);
  bool (*read)(Whole&, std::string_view value);
};

template <typename Whole>
void write_fields(const Whole& whole, std::span<const LineField<Whole>> fields, TabWriter& out) {
  for (const LineField<Whole>& field : fields) field.write(whole, field.key, out);
}

// False for a key that is not in the table, and for a value that its field refuses.
template <typename Whole>
bool read_field(Whole& whole, std::span<const LineField<Whole>> fields, const TabLines::Line& line) {
  for (const LineField<Whole>& field : fields) {
    if (field.key == line.key) return field.read(whole, line.value);
  }
  return false;
}

// How values are read: false when they are not one, or out of their bounds.
inline constexpr std::size_t kLongestPath = 4096;
inline constexpr std::size_t kLongestWord = 2048;
template <typename Number>
bool take_number(Number& into, std::string_view digits, std::uint64_t lowest, std::uint64_t highest) {
  const auto number = read_whole_number(digits);
  if (!number || *number < lowest || *number > highest) return false;
  into = static_cast<Number>(*number);
  return true;
}
template <typename Value>
bool take_value(Value& into, const std::optional<Value>& value) {
  if (value) into = *value;
  return value.has_value();
}
bool take_duration(Milliseconds& into, std::string_view digits);  // milliseconds, 1 to a week
bool take_text(std::string& into, std::string_view value, std::size_t longest = kLongestWord);
bool take_flag(bool& into, std::string_view value);  // yes, no

// How they are written, where TabWriter::line does not do: an empty text and "no" have no line.
std::uint64_t milliseconds(Milliseconds duration);
void write_text(TabWriter& out, std::string_view key, std::string_view value);
void write_flag(TabWriter& out, std::string_view key, bool value);

// Relative, below a folder, in letters that need no thought: [a-z0-9._-], no part beginning with a dot.
bool is_inner_path(std::string_view path);

// A file: its name and version, some lines, and "end" with the number of sources, so that a cut file is no file.
inline constexpr std::string_view kFileVersion = "1";
class FileReader {
 public:
  FileReader(std::string_view text, std::string_view name);
  // The next line; nothing at the end or after something went wrong.
  std::optional<TabLines::Line> next();
  void expect(bool fine);  // of the last line
  std::optional<std::uint64_t> sources() const { return sources_; }
  Error error() const { return error_; }  // error.at is the line

 private:
  void fail(Errc code, std::uint32_t line);
  void at_end(const std::optional<TabLines::Line>& line);
  TabLines lines_;
  std::uint32_t last_ = 1;
  std::optional<std::uint64_t> sources_;
  Error error_;
};

}  // namespace darban

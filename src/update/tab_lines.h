// SPDX-License-Identifier: Apache-2.0
// The form in which the steps of an update write to each other: lines of "key<TAB>value". Values hold no control characters, so a
// line is a line. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace darban {

class TabLines {
 public:
  struct Line {
    std::string_view key;
    std::string_view value;
    std::uint32_t number = 0;  // from 1
  };
  // `text` must outlive this and what comes out of it.
  explicit TabLines(std::string_view text) : left_(text) {}
  // The next line; nothing at the end, or when a line is not one (then ok() is false). A last line without its line end is not
  // one: the file was cut.
  std::optional<Line> next();
  bool ok() const { return error_.code == Errc::ok; }
  Error error() const { return error_; }  // error.at is the line

 private:
  std::string_view left_;
  std::uint32_t number_ = 0;
  Error error_;
};

// Whether a value can stand in a line: no octet below a blank, nor DEL.
bool fits_a_line(std::string_view value);

// Lines being written. A value that does not fit a line makes the whole fail, at the end and once.
class TabWriter {
 public:
  void line(std::string_view key, std::string_view value);
  void line(std::string_view key, std::uint64_t number) { line(key, std::to_string(number)); }
  Result<std::string> take();  // error.at is the line

 private:
  std::string text_;
  std::uint32_t lines_ = 0;
  Error error_;
};

// A whole decimal number, or nothing.
std::optional<std::uint64_t> read_whole_number(std::string_view digits);

}  // namespace darban

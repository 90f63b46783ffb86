// SPDX-License-Identifier: Apache-2.0
// A table that people read: in columns on a terminal, or as Markdown for a pull request. Pure; any thread.
#pragma once
#include <string>
#include <vector>

namespace darban {

struct BenchTable {
  struct Column {
    std::string title;
    enum class Holds { words, numbers } holds = Holds::words;  // numbers stand at the right
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // as many cells as columns
};

std::string text_of(const BenchTable& table);
std::string markdown_of(const BenchTable& table);

// For a cell of a Markdown table, or a line of Markdown text: what would be read as a mark stands for itself.
std::string markdown_cell(const std::string& text);

// "12.3 %" of a whole that is not 0.
std::string share_of(std::uint64_t part, std::uint64_t whole);

}  // namespace darban

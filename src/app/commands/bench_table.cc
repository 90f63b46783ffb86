// SPDX-License-Identifier: Apache-2.0
#include "app/commands/bench_table.h"

#include <algorithm>

namespace darban {
namespace {

using Holds = BenchTable::Column::Holds;

std::string row_of(const std::vector<std::string>& cells, const BenchTable& table, const std::vector<std::size_t>& widths) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string gap(widths[i] - std::min(widths[i], cells[i].size()), ' ');
    if (i > 0) row += "  ";
    row += table.columns[i].holds == Holds::numbers ? gap + cells[i] : cells[i] + gap;
  }
  row.erase(row.find_last_not_of(' ') + 1);
  return row + "\n";
}

}  // namespace

std::string text_of(const BenchTable& table) {
  std::vector<std::size_t> widths;
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    titles.push_back(table.columns[i].title);
    widths.push_back(titles.back().size());
    for (const auto& row : table.rows) widths.back() = std::max(widths.back(), row[i].size());
  }
  std::string text = row_of(titles, table, widths);
  for (const auto& row : table.rows) text += row_of(row, table, widths);
  return text;
}

std::string markdown_of(const BenchTable& table) {
  std::string head = "|";
  std::string rule = "|";
  for (const BenchTable::Column& column : table.columns) {
    head += " " + markdown_cell(column.title) + " |";
    rule += column.holds == Holds::numbers ? "---:|" : "---|";
  }
  std::string text = head + "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    text += "|";
    for (const std::string& cell : row) text += " " + markdown_cell(cell) + " |";
    text += "\n";
  }
  return text;
}

std::string markdown_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '`' || c == '<' || c == '*' || c == '_' || c == '[') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace darban

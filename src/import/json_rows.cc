// SPDX-License-Identifier: Apache-2.0
// The only file that knows nlohmann-json. Its events become rows; a tree of the file is never made, so that depth costs nothing.
#include <nlohmann/json.hpp>

#include "import/table_rows.h"

namespace darban {
namespace {

using Json = nlohmann::json;

class Rows final : public nlohmann::json_sax<Json> {
 public:
  std::vector<TableRow> take() { return std::move(rows_); }
  const std::string& problem() const { return problem_; }

  bool null() override { return at_top("null"); }
  bool boolean(bool value) override { return put(value ? "1" : "0"); }
  bool number_integer(number_integer_t value) override { return put(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return put(text); }
  bool string(string_t& text) override { return put(text); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    if (depth_ == 0) return refuse("a list of rows belongs here, not one object");
    if (depth_ == 1) {
      if (rows_.size() == kMostRows) return refuse("more than 200,000 rows are in it");
      rows_.emplace_back();
    }
    return deeper();
  }
  bool key(string_t& text) override {
    if (depth_ == 2) key_ = text;
    return true;
  }
  bool end_object() override { return --depth_, true; }
  bool start_array(std::size_t) override { return deeper(); }
  bool end_array() override { return --depth_, true; }
  bool parse_error(std::size_t at, const std::string&, const Json::exception&) override {
    return refuse("no JSON at octet " + std::to_string(at));
  }

 private:
  bool deeper() {
    if (++depth_ > 20) return refuse("more than 20 levels of lists and objects");
    return true;
  }
  bool refuse(std::string why) {
    if (problem_.empty()) problem_ = std::move(why);
    return false;
  }
  bool at_top(const char*) { return depth_ > 0 || refuse("a list of rows belongs here"); }
  bool put(const std::string& value) {
    if (depth_ == 2 && !rows_.empty()) rows_.back()[key_] = value;
    return at_top("a value");
  }

  std::vector<TableRow> rows_;
  std::string key_;
  std::string problem_;
  int depth_ = 0;
};

}  // namespace

std::string_view column(const TableRow& row, std::string_view name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::vector<TableRow>, std::string> rows_of_json(std::string_view json) {
  Rows rows;
  if (!Json::sax_parse(json, &rows)) return rows.problem().empty() ? std::string("no JSON") : rows.problem();
  return rows.take();
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// curated/*.tsv line by line.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>

#include "config/curated.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::size_t kFields = 5;
struct TsvField {
  std::string_view text;
  int column = 1;
};
using TsvLine = std::array<TsvField, kFields>;

class CuratedReader {
 public:
  explicit CuratedReader(const std::string& file) {
    list_.file = file;
    list_.category = std::filesystem::path(file).stem().string();
  }

  Result<CuratedList, ConfigError> all(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const auto end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() || line.starts_with('#')) continue;
      if (const auto fields = split(line)) read(*fields);
      if (error_) return std::move(*error_);
    }
    return std::move(list_);
  }

 private:
  void refuse(int column, std::string what) {
    if (!error_) error_ = ConfigError{list_.file, {line_, column}, std::move(what)};
  }

  std::optional<TsvLine> split(std::string_view line) {
    const auto tabs = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t'));
    if (tabs != kFields - 1) {
      refuse(1, std::to_string(tabs) +
                    " tabs in the line; write domain, category, added, review_by and reason with one tab between each");
      return std::nullopt;
    }
    TsvLine fields;
    int column = 1;
    for (TsvField& field : fields) {
      field = {line.substr(0, line.find('\t')), column};
      column += static_cast<int>(field.text.size()) + 1;
      line.remove_prefix(std::min(field.text.size() + 1, line.size()));
    }
    return fields;
  }

  void read(const TsvLine& fields) {
    const auto& [domain, category, added, review_by, reason] = fields;
    check(domain, read_domain(domain.text));
    if (domain.text.find('.') == std::string_view::npos)
      refuse(domain.column, quote(domain.text) + " is a whole top-level domain; write the names that are meant");
    if (category.text != list_.category)
      refuse(category.column, quote(category.text) + " is not this file's category; write " + quote(list_.category) +
                                  ", or put the line into its own file");
    check(added, read_date(added.text));
    check(review_by, read_date(review_by.text));
    if (review_by.text < added.text)
      refuse(review_by.column,
             "the review of " + quote(review_by.text) + " is before the day it was added, " + quote(added.text));
    if (reason.text.find_first_not_of(' ') == std::string_view::npos)
      refuse(reason.column, "a reason belongs here: one sentence with a public source");
    const auto [first, is_new] = seen_.emplace(std::string(domain.text), line_);
    if (!is_new) refuse(domain.column, quote(domain.text) + " stands already in line " + std::to_string(first->second));
    list_.entries.push_back({std::string(domain.text),
                             std::string(category.text),
                             std::string(added.text),
                             std::string(review_by.text),
                             std::string(reason.text),
                             {line_, 1}});
  }

  void check(const TsvField& field, const Read<std::string>& read) {
    if (!read) refuse(field.column, read.error().sentence);
  }

  CuratedList list_;
  std::map<std::string, int> seen_;
  std::optional<ConfigError> error_;
  int line_ = 0;
};

}  // namespace

Result<CuratedList, ConfigError> load_curated(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_curated(*text, path);
}

Result<CuratedList, ConfigError> parse_curated(std::string_view text, const std::string& file_name) {
  if (const auto fit = check_text(text, file_name); !fit) return fit.error();
  return CuratedReader(file_name).all(without_mark(text));
}

}  // namespace darban

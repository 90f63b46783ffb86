// SPDX-License-Identifier: Apache-2.0
#include "update/must_open.h"

#include <algorithm>
#include <filesystem>

#include "config/scalars.h"
#include "config/text_file.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

std::string_view take_until(std::string_view& text, char end) {
  const std::string_view field = text.substr(0, text.find(end));
  text.remove_prefix(std::min(field.size() + 1, text.size()));
  return field;
}

}  // namespace

Result<std::vector<MustOpenSite>, ConfigError> parse_must_open(std::string_view text, const std::string& file_name) {
  if (const auto fit = check_text(text, file_name); !fit) return fit.error();
  text = without_mark(text);
  std::vector<MustOpenSite> sites;
  for (int line = 1; !text.empty(); ++line) {
    std::string_view row = take_until(text, '\n');
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty() || row.starts_with('#')) continue;
    const auto refuse = [&](std::string what) { return ConfigError{file_name, {line, 1}, std::move(what)}; };
    if (std::count(row.begin(), row.end(), '\t') != 2) return refuse("write domain, why and source with one tab between each");
    const auto name = read_domain(take_until(row, '\t'));
    if (!name) return refuse(name.error().sentence);
    const std::string_view why = take_until(row, '\t');
    if (why.empty() || row.empty()) return refuse("a reason and a source belong here");
    sites.push_back({*name, std::string(why), std::string(row), file_name, {line, 1}});
  }
  return sites;
}

Result<std::vector<MustOpenSite>, ConfigError> load_must_open(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code problem;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    if (entry->path().extension() == ".tsv") paths.push_back(entry->path().string());
  }
  if (problem || paths.empty()) return ConfigError{folder, {}, "no *.tsv file with sites that must stay open is here"};
  std::sort(paths.begin(), paths.end());
  std::vector<MustOpenSite> all;
  for (const std::string& path : paths) {
    const auto text = read_text_file(path);
    if (!text) return text.error();
    const auto sites = parse_must_open(*text, path);
    if (!sites) return sites.error();
    all.insert(all.end(), sites->begin(), sites->end());
  }
  return all;
}

}  // namespace darban

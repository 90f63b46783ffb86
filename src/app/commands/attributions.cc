// SPDX-License-Identifier: Apache-2.0
#include "app/commands/attributions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "app/commands/list_file.h"
#include "config/catalogue.h"
#include "config/curated.h"
#include "lists/bundle_text.h"

namespace darban {
namespace {

constexpr std::string_view kOwnId = "darban";

}  // namespace

Result<std::vector<Attribution>, Sentence> read_attributions(const std::string& path) {
  const auto file = open_file(path);
  if (!file) return file.error();
  std::vector<Attribution> sources;
  std::string_view text = text_in(*file);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string_view, 5> fields;
    std::string_view rest = line;
    std::size_t count = 0;
    for (bool more = true; more && count < fields.size(); ++count) {
      const std::size_t tab = rest.find('\t');
      fields[count] = rest.substr(0, tab);
      more = tab != std::string_view::npos;
      rest.remove_prefix(more ? tab + 1 : rest.size());
    }
    Attribution source{std::string(fields[0]), std::string(fields[1]), std::string(fields[2]), std::string(fields[3]), 0};
    const auto [end, problem] = std::from_chars(fields[4].data(), fields[4].data() + fields[4].size(), source.entries);
    if (count != fields.size() || !rest.empty() || problem != std::errc() || end != fields[4].data() + fields[4].size())
      return shown_path(path) + ":" + std::to_string(number) +
             ": a line is: id, title, licence, URL, number of entries, with tabs between";
    sources.push_back(std::move(source));
  }
  std::sort(sources.begin(), sources.end(), [](const Attribution& a, const Attribution& b) { return a.id < b.id; });
  if (sources.empty()) return shown_path(path) + ": it names no source";
  return sources;
}

Result<std::vector<Attribution>, Sentence> attributions_of(const Image& image, const std::string& catalogue) {
  const auto known = load_catalogue(catalogue);
  if (!known) return std::string(text_of(known.error()).view());
  std::vector<Attribution> attributions;
  Attribution own{std::string(kOwnId), "darban's own lists", "Apache-2.0", "", 0};
  for (const ListSource& source : image.sources()) {
    if (is_own_format(source.format)) {
      own.entries += source.accepted;
      continue;
    }
    const auto found = std::find_if(known->sources.begin(), known->sources.end(),
                                    [&](const CatalogueSource& each) { return each.id == source.path; });
    if (found == known->sources.end())
      return shown_path(source.path) + " is in the image and " + shown_path(catalogue) +
             " does not know it; say whose it is with --sources";
    if (!found->redistribute)
      return source.path + " may not be handed on (licence " + found->licence +
             "): make the image with `lists update --shareable`";
    attributions.push_back({found->id, found->title, found->licence, found->home, source.accepted});
  }
  if (own.entries > 0) attributions.push_back(own);
  std::sort(attributions.begin(), attributions.end(), [](const Attribution& a, const Attribution& b) { return a.id < b.id; });
  return attributions;
}

}  // namespace darban

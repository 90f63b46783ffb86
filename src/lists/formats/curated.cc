// SPDX-License-Identifier: Apache-2.0
// Our own hand-written lists, blocklists/curated/*.tsv: domain, category, added, review_by and reason with one tab between each.
// A domain is the name and all below it. config/curated.h holds such a file to its rules, with columns; here only the names
// count.
#include <algorithm>

#include "lists/formats/formats.h"

namespace darban {
namespace {

constexpr auto kTabs = 4;

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && text.find_first_not_of("0123456789-") == std::string_view::npos;
}

std::string_view take_field(std::string_view& line) {
  const std::string_view field = line.substr(0, line.find('\t'));
  line.remove_prefix(std::min(field.size() + 1, line.size()));
  return field;
}

}  // namespace

bool curated_speaks(std::string_view line) {
  const std::string_view name = take_field(line);
  const std::string_view category = take_field(line);
  const std::string_view added = take_field(line);
  return is_name_word(name) && !category.empty() && is_date(added) && is_date(take_field(line)) && !line.empty();
}

void parse_curated_lines(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    if (trim_front(line).empty() || line.starts_with('#')) {
      in.ignore(Ignored::comment);
    } else if (std::count(line.begin(), line.end(), '\t') != kTabs) {
      in.refuse(Errc::bad_character);
    } else if (in.take_name(take_field(line))) {
      in.say(in.plain(), EntryKind::block, Ignored::single_label);
    }
  }
}

}  // namespace darban

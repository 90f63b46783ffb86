// SPDX-License-Identifier: Apache-2.0
// The text form of v2fly's domain lists: x and domain:x subtree, full:x exact, regexp: see plain_regex.h, "@tag" and "&list"
// after it. One file is read at a time, so include:y is counted and not followed; keyword: matches anywhere in a name and is
// refused. A name of one label is a company's own top-level domain and is meant as such. Tags are dropped, but @ads entries can
// be left out.
#include <array>

#include "lists/formats/formats.h"
#include "lists/formats/plain_regex.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::array<std::string_view, 5> kTypes{"domain:", "full:", "include:", "regexp:", "keyword:"};

bool has_tag(std::string_view attributes, std::string_view tag) {
  while (!attributes.empty()) {
    if (take_word(attributes) == tag) return true;
  }
  return false;
}

void say_name(ListReading& in, std::string_view word, Scope scope) {
  if (word == "*" || word == ".") return in.ignore(Ignored::too_wide);
  if (!in.take_name(word)) return;
  if (in.name().label_count() > 1 || in.options().tld) {
    in.say(scope, EntryKind::block);
  } else if (scope == Scope::subtree) {
    in.warn();
    in.say_unguarded(scope, EntryKind::block);
  } else {
    in.ignore(Ignored::single_label);
  }
}

void parse_line(ListReading& in, std::string_view line) {
  std::string_view attributes = line;
  const std::string_view rule = take_word(attributes);
  if (!attributes.empty() && attributes.front() != '@' && attributes.front() != '&') return in.refuse(Errc::bad_character);
  if (in.options().leave_out_ads && has_tag(attributes, "@ads")) return in.ignore(Ignored::not_a_block);
  const std::size_t colon = rule.find(':');
  if (colon == kNone) return say_name(in, rule, Scope::subtree);
  const std::string_view type = rule.substr(0, colon + 1);
  const std::string_view value = rule.substr(colon + 1);
  if (type == "domain:")
    say_name(in, value, Scope::subtree);
  else if (type == "full:")
    say_name(in, value, Scope::exact);
  else if (type == "include:")
    in.ignore(Ignored::include);
  else if (type == "regexp:")
    say_regex(in, value, EntryKind::block);
  else if (type == "keyword:")
    in.ignore(Ignored::pattern);
  else
    in.explain(rule, Errc::bad_character);
}

}  // namespace

bool v2fly_speaks(std::string_view line) {
  std::string_view attributes = line;
  const std::string_view rule = take_word(attributes);
  for (const std::string_view type : kTypes) {
    if (rule.starts_with(type) && rule.size() > type.size()) return true;
  }
  return (attributes.starts_with('@') || attributes.starts_with('&')) && domains_speaks(rule);
}

void parse_v2fly(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    if (line.empty() || line.starts_with('#') || line.starts_with('!') || line.starts_with(';') || line.starts_with("//")) {
      in.ignore(Ignored::comment);
    } else {
      parse_line(in, without_comment(line));
    }
  }
}

}  // namespace darban

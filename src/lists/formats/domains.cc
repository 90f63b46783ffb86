// SPDX-License-Identifier: Apache-2.0
// One name a line. "x.example" means the name and all below it, or itself only if the options or a "Match: exact" header say so;
// ".x.example" and "*.x.example" mean all below, with the name itself unless the options say otherwise. What follows a blank is a
// comment; without a '#' it is taken as one, with a warning.
#include "lists/formats/formats.h"
#include "lists/formats/plain_regex.h"

namespace darban {
namespace {

bool is_comment(std::string_view line) {
  return line.empty() || line.starts_with('#') || line.starts_with('!') || line.starts_with(';') || line.starts_with("//") ||
         (line.starts_with('[') && line.ends_with(']') && !is_address(line));
}

// "! Match: exact": the author derived the list from hosts files.
bool says_match_exact(std::string_view comment) {
  comment.remove_prefix(1);
  const std::string_view key = take_word(comment);
  return equals_ignoring_case(key, "match:") && equals_ignoring_case(comment, "exact");
}

void parse_strange(ListReading& in, std::string_view word) {
  if (looks_like_regex(word))
    say_regex(in, word, EntryKind::block);
  else
    in.explain(word, Errc::bad_character);
}

void parse_line(ListReading& in, std::string_view line) {
  const std::string_view word = take_word(line);
  const bool odd_end = !line.empty() && !line.starts_with('#');
  const bool star = word.starts_with("*.");
  if (star || (word.size() > 1 && word.front() == '.')) {
    const std::string_view name = word.substr(star ? 2 : 1);
    if (name.empty() || name == "*" || name == ".") return in.ignore(Ignored::too_wide);
    if (!in.take_name(name)) return;
    in.say(star && in.options().wildcard_is_below ? Scope::below : Scope::subtree, EntryKind::block);
  } else if (word == "*") {
    return in.ignore(Ignored::too_wide);
  } else {
    const auto taken = in.take_word_as_name(word);
    if (taken == ListReading::Word::strange) return parse_strange(in, word);
    if (taken == ListReading::Word::accounted_for) return;
    in.say(in.plain(), EntryKind::block, Ignored::single_label);
  }
  if (odd_end) in.warn();
}

}  // namespace

bool domains_speaks(std::string_view line) {
  const std::string_view word = take_word(line);
  if (!line.empty() && !line.starts_with('#')) return false;
  const std::size_t dot = word.find('.');
  return is_address(word) || (dot != std::string_view::npos && dot > 0 && dot + 1 < word.size() && is_name_word(word));
}

bool wildcard_speaks(std::string_view line) {
  std::string_view word = take_word(line);
  if (!line.empty() && !line.starts_with('#')) return false;
  if (word.starts_with('*')) word.remove_prefix(1);
  return word.size() > 1 && word.front() == '.' && word[1] != '.' && is_name_word(word);
}

void parse_domains(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    if (!is_comment(line)) {
      parse_line(in, line);
      continue;
    }
    in.ignore(Ignored::comment);
    if ((line.starts_with('!') || line.starts_with('#')) && says_match_exact(line)) in.set_plain(Scope::exact);
  }
}

}  // namespace darban

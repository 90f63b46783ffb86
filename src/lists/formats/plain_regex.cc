// SPDX-License-Identifier: Apache-2.0
#include "lists/formats/plain_regex.h"

#include <array>
#include <optional>
#include <string>

namespace darban {
namespace {

struct Start {
  std::string_view text;
  Scope scope;
};

// Longest first where one begins another. A start without `^` may be preceded by anything, as `\.` in "a.x.example" is.
constexpr std::array<Start, 16> kStarts{{{"^(?:[^.]+\\.)*", Scope::subtree},
                                         {"^(?:.+\\.)?", Scope::subtree},
                                         {"^(?:.*\\.)?", Scope::subtree},
                                         {"^([^.]+\\.)*", Scope::subtree},
                                         {"^(.+\\.)?", Scope::subtree},
                                         {"^(.*\\.)?", Scope::subtree},
                                         {"(?:^|\\.)", Scope::subtree},
                                         {"(?:\\.|^)", Scope::subtree},
                                         {"(^|\\.)", Scope::subtree},
                                         {"(\\.|^)", Scope::subtree},
                                         {"^(.+\\.)", Scope::below},
                                         {"^.+\\.", Scope::below},
                                         {"^.*\\.", Scope::below},
                                         {".+\\.", Scope::below},
                                         {"^", Scope::exact},
                                         {"\\.", Scope::below}}};

bool is_literal(char octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9') || octet == '-' ||
         octet == '_';
}

// The name between the start and the `$`, or nothing.
std::optional<std::string> literal_name(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '.' || text[at + 1] == '-'))
      name += text[++at];
    else if (is_literal(text[at]))
      name += text[at];
    else
      return std::nullopt;
  }
  if (name.empty() || name.front() == '.' || name.back() == '.') return std::nullopt;
  return name;
}

// Takes the name it stands for, and says with which scope.
std::optional<Scope> take_plain(ListReading& in, std::string_view word) {
  if (word.size() > 1 && word.front() == '/' && word.back() == '/') word = word.substr(1, word.size() - 2);
  if (word.ends_with('$')) {
    word.remove_suffix(1);
    for (const Start& start : kStarts) {
      if (!word.starts_with(start.text)) continue;
      const auto name = literal_name(word.substr(start.text.size()));
      if (!name || is_address(*name)) break;
      if (in.take_name(*name)) return start.scope;
      return std::nullopt;
    }
  }
  in.ignore(Ignored::regex);
  return std::nullopt;
}

}  // namespace

bool looks_like_regex(std::string_view word) {
  if (word.size() > 1 && word.front() == '/' && word.back() == '/') return true;
  return word.find_first_of("\\([{+$") != std::string_view::npos && word.find('/') == std::string_view::npos && !is_address(word);
}

void say_regex(ListReading& in, std::string_view word, EntryKind kind) {
  if (const auto scope = take_plain(in, word)) in.say(*scope, kind);
}

void unsay_regex(ListReading& in, std::string_view word, EntryKind kind) {
  if (const auto scope = take_plain(in, word)) in.unsay(*scope, kind);
}

}  // namespace darban

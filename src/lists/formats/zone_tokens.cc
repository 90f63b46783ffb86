// SPDX-License-Identifier: Apache-2.0
#include "lists/formats/zone_tokens.h"

#include <algorithm>

namespace darban {

void ZoneTokens::cut(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    const char octet = line[at];
    if (octet == ';') return;
    if (is_blank(octet)) {
      ++at;
    } else if (octet == '(' || octet == ')') {
      depth_ = std::max(0, depth_ + (octet == '(' ? 1 : -1));
      ++at;
    } else {
      std::size_t end = at + 1;
      if (octet == '"') {
        end = std::min(line.find('"', at + 1), line.size() - 1) + 1;
      } else {
        while (end < line.size() && !is_blank(line[end]) && line[end] != ';' && line[end] != '(' && line[end] != ')') ++end;
      }
      if (count_ < kMostWords) words_[count_++] = line.substr(at, end - at);
      at = end;
    }
  }
}

bool ZoneTokens::next(ZoneEntry& entry) {
  std::string_view line;
  count_ = 0;
  while (in_.next(line)) {
    if (line.empty() || line.front() == '#' || line.front() == '!') {  // no owner begins so: a comment from another syntax
      in_.ignore(Ignored::comment);
      continue;
    }
    entry.owner_repeats = is_blank(line.front());
    cut(line);
    int lines = 1;
    while (depth_ > 0 && lines < kMostEntryLines && in_.next(line)) {
      cut(line);
      ++lines;
    }
    if (depth_ > 0) {
      depth_ = 0;
      count_ = 0;
      in_.refuse(Errc::truncated);
    } else if (count_ > 0) {
      entry.words = std::span(words_).first(count_);
      return true;
    } else {
      in_.ignore(Ignored::comment);
    }
  }
  return false;
}

}  // namespace darban

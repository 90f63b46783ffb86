// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace darban {
namespace {

constexpr std::size_t kWidth = 120;  // a line that would be longer is broken where that is possible

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// What YAML 1.1 or 1.2 takes for true, false or nothing.
bool is_word_of_yaml(std::string_view word) {
  static constexpr std::array<std::string_view, 11> kWords{"null", "~", "true", "false", "yes", "no",
                                                           "on",   "y", "n",    "off",   "<<"};
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// A number, a date, a time, or digits with colons between (YAML 1.1 counts in sixties); "10-12" and 192.0.2.1 are none.
bool may_be_a_number(std::string_view word) {
  const bool colons = word.find(':') != std::string_view::npos;
  if (colons && std::all_of(word.begin(), word.end(), [](char c) { return is_hex(c) || c == ':' || c == '-'; })) return true;
  if (word.size() >= 8 && std::all_of(word.begin(), word.begin() + 4, is_digit) && word[4] == '-') return true;
  if (!is_digit(word.front()) && word.front() != '+' && word.front() != '.') return false;
  if (word.size() > 1 && word[0] == '0' && (word[1] == 'x' || word[1] == 'o' || word[1] == 'b')) return true;
  return std::count(word.begin(), word.end(), '.') <= 1 && std::all_of(word.begin(), word.end(), [](char c) {
           return is_digit(c) || c == '.' || c == '_' || c == '+' || c == 'e' || c == 'E';
         });
}

bool can_stand_bare(std::string_view word) {
  if (word.empty() || word.front() == ' ' || word.back() == ' ' || word.back() == ':') return false;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`=").find(word.front()) != std::string_view::npos) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto octet = static_cast<unsigned char>(word[i]);
    if (octet < 0x20 || octet == 0x7f) return false;
    if (std::string_view(",[]{}\"\\#").find(word[i]) != std::string_view::npos) return false;
    if (word[i] == ':' && word[i + 1] == ' ') return false;  // the last one is no colon
  }
  // Line and paragraph separators, the next line, a byte order mark: some readers break lines there.
  for (const std::string_view odd : {"\xe2\x80\xa8", "\xe2\x80\xa9", "\xc2\x85", "\xef\xbb\xbf"}) {
    if (word.find(odd) != std::string_view::npos) return false;
  }
  return !is_word_of_yaml(word) && !may_be_a_number(word);
}

std::string one_line(const YamlValue& value) {
  std::string text;
  switch (value.kind) {
    case YamlValue::Kind::nothing:
      return {};
    case YamlValue::Kind::bare:
      return value.text;
    case YamlValue::Kind::word:
      return yaml_quoted(value.text);
    case YamlValue::Kind::list:
      for (const YamlValue& item : value.items) text += (text.empty() ? "" : ", ") + one_line(item);
      return "[" + text + "]";
    case YamlValue::Kind::map:
      for (const YamlMember& member : value.members)
        text += (text.empty() ? "" : ", ") + member.key + ": " + one_line(member.value);
      return "{" + text + "}";
  }
  return {};
}

bool is_single(const YamlValue& value) { return value.kind == YamlValue::Kind::bare || value.kind == YamlValue::Kind::word; }

// Writes lines. `indent` is where a value's lines begin; a member's key stands there already when its value is asked for.
class Page {
 public:
  std::string take() { return std::move(text_); }

  // `lead` is what stands before the first key: the spaces, or "- " of a list.
  void members(const YamlValue& map, std::size_t indent, std::string lead, bool top) {
    for (const YamlMember& member : map.members) {
      if (top && !is_single(member.value)) blank_line(member.value);
      text_ += lead + member.key + ":";
      behind_key(member.value, indent, member.key.size(), top);
      lead = std::string(indent, ' ');
    }
  }

 private:
  // Sections stand apart; two lists on one line each do not.
  void blank_line(const YamlValue& value) {
    const bool short_list = value.kind == YamlValue::Kind::list && fits(value, 20);
    if (!text_.empty() && !(short_list && after_short_)) text_ += "\n";
    after_short_ = short_list;
  }

  static bool fits(const YamlValue& value, std::size_t before) {
    const bool of_words = value.kind != YamlValue::Kind::list || std::all_of(value.items.begin(), value.items.end(), is_single);
    return of_words && before + one_line(value).size() <= kWidth;
  }

  void behind_key(const YamlValue& value, std::size_t indent, std::size_t key, bool top) {
    if (is_single(value) || (fits(value, indent + key + 2) && !(top && value.kind == YamlValue::Kind::map))) {
      text_ += " " + one_line(value) + "\n";
      return;
    }
    text_ += "\n";
    if (value.kind == YamlValue::Kind::map)
      members(value, indent + 2, std::string(indent + 2, ' '), false);
    else
      list(value, indent + 2, top);
  }

  void list(const YamlValue& value, std::size_t indent, bool top) {
    bool first = true;
    for (const YamlValue& item : value.items) {
      const bool block = item.kind == YamlValue::Kind::map && (top || !fits(item, indent + 2));
      if (block && !first && top) text_ += "\n";
      first = false;
      const std::string lead = std::string(indent, ' ') + "- ";
      if (block)
        members(item, indent + 2, lead, false);
      else
        text_ += lead + one_line(item) + "\n";
    }
  }

  std::string text_;
  bool after_short_ = false;
};

}  // namespace

YamlValue yaml_nothing() { return {}; }
YamlValue yaml_bare(std::string text) { return {YamlValue::Kind::bare, std::move(text), {}, {}}; }
YamlValue yaml_word(std::string text) { return {YamlValue::Kind::word, std::move(text), {}, {}}; }

YamlValue yaml_list(std::vector<YamlValue> items) {
  if (items.empty()) return {};
  return {YamlValue::Kind::list, {}, std::move(items), {}};
}

YamlValue yaml_words(const std::vector<std::string>& words) {
  std::vector<YamlValue> items;
  for (const std::string& word : words) items.push_back(yaml_word(word));
  return yaml_list(std::move(items));
}

YamlValue yaml_map(std::vector<YamlMember> members) {
  std::erase_if(members, [](const YamlMember& member) { return member.value.kind == YamlValue::Kind::nothing; });
  if (members.empty()) return {};
  return {YamlValue::Kind::map, {}, {}, std::move(members)};
}

std::string yaml_quoted(std::string_view word) {
  if (can_stand_bare(word)) return std::string(word);
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string yaml_line(const YamlValue& value) { return one_line(value); }

std::string yaml_text(const YamlValue& map) {
  Page page;
  page.members(map, 0, {}, true);
  return page.take();
}

}  // namespace darban

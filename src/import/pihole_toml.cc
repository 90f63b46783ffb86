// SPDX-License-Identifier: Apache-2.0
// Of TOML what Pi-hole writes: tables by name, and keys whose value is a word, a string, or a list of strings over any number of
// lines. A value of another kind is passed over; what is not closed is refused. Debian 12's TOML library (toml++ 3.3.0) takes for
// granted what a damaged file breaks, as fuzzing showed in a second, so it is not used for a file that somebody else made.
#include "import/pihole_toml.h"

#include <algorithm>
#include <map>

namespace darban {
namespace {

constexpr std::size_t kMostLines = 100000;

struct Value {
  std::vector<PiholeSettings::Line> items;  // of a list; of a single value the one
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Values by their full name: "dns.upstreams".
  Result<std::map<std::string, Value, std::less<>>, std::string> values() {
    for (skip_to_word(); !done() && problem_.empty(); skip_to_word()) {
      if (text_[at_] == '[')
        table();
      else
        member();
      if (static_cast<std::size_t>(line_) > kMostLines) fail("more than 100,000 lines");
    }
    if (!problem_.empty()) return problem_;
    return std::move(values_);
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  void fail(const char* what) {
    if (problem_.empty()) problem_ = "line " + std::to_string(line_) + ": " + what;
    at_ = text_.size();
  }
  void step() { line_ += text_[at_++] == '\n' ? 1 : 0; }
  void skip_line() {
    while (!done() && text_[at_] != '\n') ++at_;
  }
  // Over blanks, line ends and comments.
  void skip_to_word() {
    while (!done()) {
      if (text_[at_] == '#')
        skip_line();
      else if (is_space(text_[at_]) || text_[at_] == '\n')
        step();
      else
        return;
    }
  }

  // Letters, digits, '_', '-' and dots; quotes around a part are left out.
  std::string name() {
    std::string name;
    while (!done()) {
      const char c = text_[at_];
      const bool plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
      if (!plain && c != '"' && c != '\'' && !(is_space(c) && c != '\r')) break;
      if (plain) name += c;
      ++at_;
    }
    return name;
  }

  void table() {
    while (!done() && text_[at_] == '[') ++at_;
    table_ = name();
    if (done() || text_[at_] != ']') return fail("no TOML: a table's name is not closed with ]");
    skip_line();
  }

  void member() {
    const std::string key = name();
    if (key.empty() || done() || text_[at_] != '=') return fail("no TOML: a key, '=' and a value belong here");
    ++at_;
    while (!done() && is_space(text_[at_])) ++at_;
    if (done()) return fail("no TOML: a value is missing");
    Value value;
    if (text_[at_] == '[')
      list(value);
    else
      single(value);
    if (problem_.empty()) values_.insert_or_assign(table_.empty() ? key : table_ + "." + key, std::move(value));
  }

  void single(Value& value) {
    if (text_[at_] == '"' || text_[at_] == '\'') {
      value.items.push_back(quoted());
      return skip_line();
    }
    const std::size_t begin = at_;
    while (!done() && text_[at_] != '\n' && text_[at_] != '#') ++at_;
    std::string_view word = text_.substr(begin, at_ - begin);
    while (!word.empty() && is_space(word.back())) word.remove_suffix(1);
    value.items.push_back({std::string(word), line_});
  }

  // Strings with commas between. Tables and lists inside are passed over as they are closed.
  void list(Value& value) {
    int depth = 0;
    const int begin = line_;
    do {
      if (done()) {
        line_ = begin;
        return fail("no TOML: a list is not closed with ]");
      }
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        auto item = quoted();
        if (depth == 1) value.items.push_back(std::move(item));
      } else if (c == '#') {
        skip_line();
      } else {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        step();
      }
    } while (depth > 0);
    skip_line();
  }

  // One line, or three quotes around several.
  PiholeSettings::Line quoted() {
    const char quote = text_[at_];
    PiholeSettings::Line item{{}, line_};
    const std::string three(3, quote);
    const bool several = text_.substr(at_).starts_with(three);
    at_ += several ? 3 : 1;
    while (!done()) {
      if (several ? text_.substr(at_).starts_with(three) : text_[at_] == quote) {
        at_ += several ? 3 : 1;
        return item;
      }
      if (text_[at_] == '\n' && !several) break;
      if (text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
      item.value += text_[at_];
      step();
    }
    line_ = item.line;
    fail("no TOML: a quote is not closed");
    return item;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::string table_;
  std::map<std::string, Value, std::less<>> values_;
  std::string problem_;
};

}  // namespace

Result<PiholeSettings, std::string> read_pihole_toml(std::string_view text) {
  auto values = Reader(text).values();
  if (!values) return values.error();
  const auto items = [&](std::string_view key) {
    const auto found = values->find(key);
    return found == values->end() ? std::vector<PiholeSettings::Line>() : found->second.items;
  };
  const auto first = [&](std::string_view key) {
    const auto all = items(key);
    return all.empty() ? PiholeSettings::Line() : all.front();
  };
  PiholeSettings settings;
  settings.upstreams = items("dns.upstreams");
  settings.hosts = items("dns.hosts");
  settings.cnames = items("dns.cnameRecords");
  settings.dhcp_hosts = items("dhcp.hosts");
  settings.reverse_servers = items("dns.revServers");
  settings.blocking_mode = first("dns.blocking.mode");
  settings.dhcp_active = first("dhcp.active").value == "true";
  settings.dhcp_line = first("dhcp.active").line;
  return settings;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Reads Prometheus' text format 0.0.4 as strictly as it can be read: HELP, then TYPE, then samples, for each metric once; names
// and labels by the format's grammar; no sample twice. What breaks a rule is an error with its line, so that a test says where.
#pragma once
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace darban::test {

struct Exposition {
  std::string error{};                          // empty: it is well-formed
  std::map<std::string, std::string> kinds{};   // metric -> "counter" or "gauge"
  std::map<std::string, std::string> values{};  // a sample as it is written before its value -> the value
};

class ExpositionReader {
 public:
  static Exposition read(std::string_view text) {
    ExpositionReader reader;
    if (!text.ends_with('\n')) reader.fail("the last line has no end");
    while (!text.empty() && reader.read_.error.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      ++reader.line_;
      reader.line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.read_;
  }

 private:
  void fail(const std::string& what) {
    if (read_.error.empty()) read_.error = "line " + std::to_string(line_) + ": " + what;
  }
  static bool is_name(std::string_view name) {
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return false;
    for (const char c : name) {
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
    }
    return true;
  }
  static std::string_view word(std::string_view& rest) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto first = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return first;
  }
  void line(std::string_view rest) {
    if (rest.starts_with("# HELP ")) {
      rest.remove_prefix(7);
      helped_ = word(rest);
      if (!is_name(helped_)) fail("no name");
      if (read_.kinds.contains(helped_)) fail("a metric twice");
      if (rest.empty()) fail("no help");
      for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == '\\' && (++i == rest.size() || (rest[i] != '\\' && rest[i] != 'n'))) fail("a stray backslash");
      }
      return;
    }
    if (rest.starts_with("# TYPE ")) {
      rest.remove_prefix(7);
      current_ = word(rest);
      if (current_ != helped_) fail("TYPE without its HELP before it");
      if (rest != "counter" && rest != "gauge") fail("an unknown type");
      if ((rest == "counter") != current_.ends_with("_total")) fail("a counter ends in _total, and nothing else does");
      if (!read_.kinds.emplace(current_, rest).second) fail("a metric twice");
      return;
    }
    sample(rest);
  }
  void sample(std::string_view all) {
    auto rest = all;
    const auto end = std::min(rest.find_first_of("{ "), rest.size());
    if (rest.substr(0, end) != current_) return fail("a sample of another metric");
    rest.remove_prefix(end);
    if (rest.starts_with('{')) {
      const auto equals = rest.find("=\"");
      if (equals == std::string_view::npos || !is_name(rest.substr(1, equals - 1))) return fail("no label");
      std::size_t at = equals + 2;
      while (at < rest.size() && rest[at] != '"') {
        if (rest[at] == '\\' && (++at == rest.size() || std::string_view("\\\"n").find(rest[at]) == std::string_view::npos))
          return fail("a stray backslash");
        ++at;
      }
      if (rest.substr(std::min(at, rest.size())).substr(0, 2) != "\"}") return fail("no end of the label");
      rest.remove_prefix(at + 2);
    }
    const std::string key(all.substr(0, all.size() - rest.size()));
    if (!rest.starts_with(' ')) return fail("no value");
    rest.remove_prefix(1);
    const auto digits = rest.starts_with('-') ? rest.substr(1) : rest;
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return fail("no whole number");
    if (read_.kinds[current_] == "counter" && rest.starts_with('-')) return fail("a counter below nothing");
    if (!read_.values.emplace(key, rest).second) fail("a sample twice");
  }

  Exposition read_;
  std::string helped_;
  std::string current_;
  int line_ = 0;
};

}  // namespace darban::test

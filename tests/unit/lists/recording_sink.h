// SPDX-License-Identifier: Apache-2.0
// What a list said, in a form a test can compare: "S x.example", "E allow x.example", "cancel B x.example" ..., and the rest as
// counts.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lists/format.h"
#include "lists/public_suffix.h"
#include "tests/support/reveal.h"

namespace darban {

using Said = std::vector<std::string>;

inline std::string spell(const Entry& entry) {
  static constexpr std::array<std::string_view, 3> kScopes{"E ", "S ", "B "};
  static constexpr std::array<std::string_view, 5> kKinds{"", "allow ", "important ", "important allow ", "hole "};
  return std::string(kScopes[static_cast<std::size_t>(entry.scope)]) + std::string(kKinds[static_cast<std::size_t>(entry.kind)]) +
         reveal(entry.name);
}

class RecordingSink final : public EntrySink {
 public:
  void entry(const Entry& entry, std::uint32_t line) override { add(spell(entry), line); }
  void cancel(const Entry& entry, std::uint32_t line) override { add("cancel " + spell(entry), line); }
  void ignored(Ignored reason, std::uint32_t line) override {
    ++ignored_[static_cast<std::size_t>(reason)];
    last_line = line;
  }
  void warned(std::uint32_t line) override {
    ++warnings;
    last_line = line;
  }
  void refused(Errc code, std::uint32_t line) override {
    refusals.push_back(code);
    last_line = line;
  }
  int count(Ignored reason) const { return ignored_[static_cast<std::size_t>(reason)]; }

  Said said;
  std::vector<std::uint32_t> lines;  // of what was said
  std::vector<Errc> refusals;
  int warnings = 0;
  std::uint32_t last_line = 0;
  Result<void> outcome;

 private:
  void add(std::string text, std::uint32_t line) {
    said.push_back(std::move(text));
    lines.push_back(line);
    last_line = line;
  }
  std::array<int, static_cast<std::size_t>(Ignored::count_)> ignored_{};
};

// A small public suffix list, so that tests do not depend on the machine's.
inline const PublicSuffixes& test_suffixes() {
  static const PublicSuffixes suffixes = *PublicSuffixes::from_text("com\nuk\nco.uk\ngithub.io\nblogspot.com\n*.ck\n!www.ck\n");
  return suffixes;
}

inline RecordingSink read_list(std::string_view format, std::string_view text, ParseOptions options = {}) {
  RecordingSink sink;
  if (options.suffixes == nullptr) options.suffixes = &test_suffixes();
  sink.outcome = parse_list(*format_named(format), options, text, sink);
  return sink;
}

// For lines that mean exactly one thing and nothing else.
inline Said said_by(std::string_view format, std::string_view text, ParseOptions options = {}) {
  return read_list(format, text, options).said;
}

inline bool ignores(std::string_view format, std::string_view line, Ignored reason, ParseOptions options = {}) {
  const auto sink = read_list(format, line, options);
  return sink.said.empty() && sink.count(reason) == 1 && sink.refusals.empty();
}

inline bool refuses(std::string_view format, std::string_view line, Errc code) {
  const auto sink = read_list(format, line);
  return sink.said.empty() && sink.refusals == std::vector{code};
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "import/rule_line.h"

#include <algorithm>
#include <optional>

#include "base/errc.h"
#include "lists/format.h"
#include "lists/idn.h"

namespace darban {
namespace {

// What the reader of lists says of one line. A Name has no text, so the words of the line are asked which of them it is.
class Listener final : public EntrySink {
 public:
  explicit Listener(std::string_view line) {
    std::string plain(line);
    std::erase(plain, '\\');  // of a regular expression
    std::string word;
    for (const char c : plain + " ") {
      const bool in_name = c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
      if (in_name) {
        word += c;
        continue;
      }
      while (word.starts_with('.')) word.erase(0, 1);
      if (!word.empty()) words_.push_back(word);
      word.clear();
    }
  }

  RuleLine take() { return std::move(line_); }

  void entry(const Entry& entry, std::uint32_t) override {
    const auto name = text_of(entry.name);
    if (!name || entry.kind == EntryKind::hole) return refuse("it has parts that are not carried over by themselves");
    const auto scope = entry.scope == Scope::exact     ? RuleName::Scope::exact
                       : entry.scope == Scope::subtree ? RuleName::Scope::subtree
                                                       : RuleName::Scope::below;
    const bool allow = entry.kind == EntryKind::allow || entry.kind == EntryKind::important_allow;
    const bool important = entry.kind == EntryKind::important_allow || entry.kind == EntryKind::important_block;
    line_.names.push_back({scope, allow, important, *name});
  }
  void cancel(const Entry&, std::uint32_t) override { refuse("it takes back another rule ($badfilter)"); }
  void ignored(Ignored reason, std::uint32_t) override {
    if (reason == Ignored::comment || reason == Ignored::local_name)
      line_.comment = true;
    else
      refuse(std::string(darban::text_of(reason).view()));
  }
  void warned(std::uint32_t) override {}
  void refused(Errc code, std::uint32_t) override { refuse(std::string(darban::text_of(code).view())); }

 private:
  std::optional<std::string> text_of(const Name& wanted) const {
    for (const std::string& word : words_) {
      const auto name = name_from_text_idn(word);
      if (!name || !(*name == wanted)) continue;
      auto text = a_labels_of(word);
      if (text) return std::move(*text);
    }
    return std::nullopt;
  }
  void refuse(std::string why) {
    if (line_.why.empty()) line_.why = std::move(why);
  }

  std::vector<std::string> words_;
  RuleLine line_;
};

}  // namespace

RuleLine read_rule_line(std::string_view line) {
  Listener listener(line);
  ParseOptions options;
  options.tld = true;  // it is the family's own rule: as wide as they wrote it
  const auto parsed = parse_list(*format_named("adblock"), options, line, listener);
  RuleLine read = listener.take();
  if (read.names.empty() && read.why.empty() && !read.comment) {
    read.comment = line.find_first_not_of(" \t\r") == std::string_view::npos;
    if (!read.comment) read.why = parsed ? "it says no name" : std::string(text_of(parsed.error().code).view());
  }
  if (!read.why.empty()) read.names.clear();  // half a rule is another rule
  return read;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "lists/public_suffix.h"

#include <libpsl.h>

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/mapped_file.h"
#include "lists/idn.h"

namespace darban {
namespace {

constexpr HashSeed kSeed{0x7065726d697373};  // a chance collision only narrows an entry to its exact name
constexpr std::size_t kFewestSlots = 1024;

// libpsl asks for text; a Name has none on purpose, so it is spelled here and nowhere else. A '.' inside a label can not match
// any rule.
struct Spelled {
  explicit Spelled(const Name& name) {
    std::array<std::uint8_t, Name::kMostOctets + 1> wire;
    ByteWriter out(wire);
    name.append_to(out);
    const Octets octets = out.written();
    for (std::size_t at = 0; octets[at] != 0; at += 1U + octets[at]) {
      if (at != 0) text[size++] = '.';
      for (const std::uint8_t octet : octets.subspan(at + 1, octets[at])) text[size++] = static_cast<char>(octet);
    }
    text[size] = '\0';
  }
  std::array<char, Name::kMostOctets + 1> text{};
  std::size_t size = 0;
};

}  // namespace

const PublicSuffixes& PublicSuffixes::installed() {
  static const PublicSuffixes suffixes = [] {
    for (const char* path :
         {psl_builtin_filename(), psl_dist_filename()}) {  // the text that libpsl was built from, if it is here
      if (path == nullptr || *path == '\0') continue;
      const auto file = MappedFile::open(path);
      if (!file) continue;
      const Octets octets = file->octets();
      auto parsed = from_text({reinterpret_cast<const char*>(octets.data()), octets.size()});
      if (parsed && parsed->used_ > 0) return std::move(parsed).value();
    }
    return built_in();
  }();
  return suffixes;
}

PublicSuffixes PublicSuffixes::built_in() {
  PublicSuffixes suffixes;
  suffixes.ask_library_ = true;
  return suffixes;
}

Result<PublicSuffixes> PublicSuffixes::from_text(std::string_view text) {
  PublicSuffixes suffixes;
  suffixes.table_.resize(kFewestSlots);
  std::uint32_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view rule = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    rule = rule.substr(0, rule.find_first_of(" \t\r"));  // publicsuffix.org: a rule ends at the first white space
    if (rule.empty() || rule.starts_with("//")) continue;
    Rule kind = Rule::plain;
    if (rule.starts_with('!')) {
      kind = Rule::exception;
      rule.remove_prefix(1);
    } else if (rule.starts_with("*.")) {
      kind = Rule::wildcard;
      rule.remove_prefix(2);
    }
    const auto name = name_from_text_idn(rule);
    if (!name) return Error{name.error().code, line_number};
    SuffixHashes hashes;
    name->hash_suffixes(kSeed, hashes);
    suffixes.add(hashes.whole(), kind);
    if (kind == Rule::wildcard) suffixes.add(hashes.whole(), Rule::plain);  // what strangers register below is no one's to close
    suffixes.most_labels_ = std::max(suffixes.most_labels_, hashes.labels() + (kind == Rule::wildcard ? 1 : 0));
  }
  return suffixes;
}

bool PublicSuffixes::has(const Name& name) const {
  const int labels = name.label_count();
  if (labels <= 1) return labels == 1;
  if (ask_library_)
    return psl_is_public_suffix2(psl_builtin(), Spelled(name).text.data(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
  if (labels > most_labels_) return false;
  SuffixHashes hashes;
  name.hash_suffixes(kSeed, hashes);
  if (holds(hashes.whole(), Rule::plain)) return true;
  return holds(hashes.at(labels - 1), Rule::wildcard) && !holds(hashes.whole(), Rule::exception);
}

namespace {
// The kind is mixed in, so that one table serves all three; the lowest bit keeps a key from being the free slot's 0.
std::uint64_t key_of(std::uint64_t hash, unsigned kind) { return (hash + kind * 0x9e3779b97f4a7c15) | 1; }
}  // namespace

void PublicSuffixes::add(std::uint64_t hash, Rule rule) {
  if (used_ > 0 && holds(hash, rule)) return;
  if (2 * (used_ + 1) > table_.size()) grow();
  const std::uint64_t key = key_of(hash, static_cast<unsigned>(rule));
  std::size_t slot = (key >> 1) & (table_.size() - 1);
  while (table_[slot] != 0) slot = (slot + 1) & (table_.size() - 1);
  table_[slot] = key;
  ++used_;
  filter_[key >> 9 & (kFilterBits - 1)] = true;
}

bool PublicSuffixes::holds(std::uint64_t hash, Rule rule) const {
  const std::uint64_t key = key_of(hash, static_cast<unsigned>(rule));
  if (!filter_[key >> 9 & (kFilterBits - 1)]) return false;  // 13 names of 14, without leaving the first-level cache
  for (std::size_t slot = (key >> 1) & (table_.size() - 1); table_[slot] != 0; slot = (slot + 1) & (table_.size() - 1)) {
    if (table_[slot] == key) return true;
  }
  return false;
}

void PublicSuffixes::grow() {
  std::vector<std::uint64_t> bigger(table_.size() * 2);
  for (const std::uint64_t key : table_) {
    if (key == 0) continue;
    std::size_t slot = (key >> 1) & (bigger.size() - 1);
    while (bigger[slot] != 0) slot = (slot + 1) & (bigger.size() - 1);
    bigger[slot] = key;
  }
  table_ = std::move(bigger);
}

}  // namespace darban

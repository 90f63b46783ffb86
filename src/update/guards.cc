// SPDX-License-Identifier: Apache-2.0
#include "update/guards.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <unordered_set>

#include "lists/detect.h"
#include "lists/public_suffix.h"
#include "update/without_sink.h"

namespace darban {
namespace {

struct Words {
  Text key;
  Text sentence;
};
// In the order of Refusal.
constexpr std::array<Words, static_cast<std::size_t>(kLastRefusal) + 1> kWords{{
    {"fine", "this list is fine"},
    {"web-page", "a web page came instead of a list"},
    {"error-message", "the server sent an error message instead of a list"},
    {"octets", "a packed or binary file came instead of a list"},
    {"empty", "this list is empty"},
    {"other-syntax", "this list is written in another way than it was"},
    {"too-few", "this list has far fewer names than it should"},
    {"too-many", "this list has far more names than it should"},
    {"shrunk", "this list lost more than half of its names since last time"},
    {"grown", "this list is more than three times as long as last time"},
    {"bad-lines", "too many lines of this list make no sense"},
    {"public-suffixes", "this list would close whole countries or hosting companies"},
    {"canary-missing", "a name that is always in this list is missing"},
    {"forbidden-name", "this list would close something that must stay open"},
    {"closes-vital-names", "this list would close things every device needs"},
    {"closes-top-sites", "this list would close too many well-known sites"},
    {"unreadable", "the file of this list can not be read"},
}};

// The lower-case name as text without its last dot. It is hashed and forgotten.
crypto::Digest digest_of(const Name& name) {
  std::array<std::uint8_t, Name::kMostOctets> wire;
  ByteWriter writer(wire);
  name.append_to(writer);
  const std::size_t size = name.wire_size();
  for (std::size_t at = 0; wire[at] != 0;) {
    const std::size_t next = at + 1 + wire[at];
    wire[at] = '.';
    at = next;
  }
  return crypto::sha256(Octets(wire).subspan(1, size < 2 ? 0 : size - 2));
}

Refusal foreign(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return Refusal::empty;
  if (text[begin] == '<') return Refusal::web_page;
  const auto printable = [](char octet) {
    return static_cast<unsigned char>(octet) >= ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  };
  const std::string_view head = text.substr(0, 512);
  if (!std::all_of(head.begin(), head.end(), printable)) return Refusal::octets;
  if (text[begin] == '{' || text[begin] == '[') return Refusal::error_message;
  return Refusal::empty;
}

// Bare names stand in many syntaxes, and a wildcard list may hold nothing else: those are read alike. Otherwise a list that
// changed its syntax is not what the catalogue promised.
bool may_be_read_as(std::string_view whole_file, const ListFormat& format) {
  const auto detected = detect_format(whole_file);
  if (!detected || *detected == &format) return true;
  const auto is_bare = [](std::string_view key) { return key == "domains" || key == "wildcard" || key == "v2fly"; };
  return is_bare((*detected)->key.view()) && (is_bare(format.key.view()) || format.key.view() == "adblock");
}

class Judge final : public EntrySink {
 public:
  Judge(const Expectations& expected, const Measures& measures, bool tld)
      : expected_(expected),
        measures_(measures),
        whole_suffixes_(tld),
        found_(expected.contains.size() + expected.contains_hashed.size()) {
    for (std::uint32_t i = 0; i < expected.contains.size(); ++i) contains_.add(expected.contains[i], Scope::exact, i);
    for (std::uint32_t i = 0; i < expected.never_contains.size(); ++i)
      forbidden_.add(expected.never_contains[i], Scope::exact, i);
  }

  void entry(const Entry& entry, std::uint32_t line) override {
    ++seen_.entries;
    if (entry.kind != EntryKind::block && entry.kind != EntryKind::important_block) return;
    for (const std::uint32_t canary : contains_.reached_by(entry.name, entry.scope)) found_[canary] = true;
    for (const std::uint32_t canary : forbidden_.reached_by(entry.name, entry.scope)) forbid(canary, line);
    for (const std::uint32_t name : measures_.vital.reached_by(entry.name, entry.scope)) vital_.insert(name);
    if (!measures_.top_sites.empty()) {
      for (const std::uint32_t name : measures_.top_sites.reached_by(entry.name, entry.scope)) top_sites_.insert(name);
    }
    if (entry.name.label_count() <= kMostLabelsOfASuffix && suffixes_.has(entry.name)) ++seen_.public_suffixes;
    if (!expected_.contains_hashed.empty() || !expected_.never_contains_hashed.empty()) look_for_hashed(entry.name, line);
  }
  void cancel(const Entry&, std::uint32_t) override {}
  void ignored(Ignored reason, std::uint32_t) override {
    if (reason == Ignored::too_wide) ++seen_.public_suffixes;
  }
  void warned(std::uint32_t) override {}
  void refused(Errc, std::uint32_t) override { ++seen_.bad_lines; }

  Judgement judged() {
    seen_.vital_names = vital_.size();
    seen_.top_sites = top_sites_.size();
    seen_.refusal = first_objection();
    return seen_;
  }

 private:
  static constexpr int kMostLabelsOfASuffix = 6;

  void forbid(std::uint32_t canary, std::uint32_t line) {
    if (forbidden_at_) return;
    forbidden_at_ = line;
    forbidden_canary_ = canary;
  }
  void look_for_hashed(const Name& name, std::uint32_t line) {
    const crypto::Digest digest = digest_of(name);
    for (std::size_t i = 0; i < expected_.contains_hashed.size(); ++i) {
      if (expected_.contains_hashed[i] == digest) found_[expected_.contains.size() + i] = true;
    }
    for (std::size_t i = 0; i < expected_.never_contains_hashed.size(); ++i) {
      if (expected_.never_contains_hashed[i] == digest)
        forbid(static_cast<std::uint32_t>(expected_.never_contains.size() + i), line);
    }
  }

  // Size before content: a list that is a tenth of itself should be told so, not that a canary is missing.
  Refusal first_objection() {
    const Judgement& seen = seen_;
    if (seen.entries == 0) return Refusal::empty;
    if (seen.bad_lines * 20 > seen.entries + seen.bad_lines) return Refusal::bad_lines;
    if (seen.public_suffixes > kMostPublicSuffixes && seen.public_suffixes * 1000 > seen.entries * kPublicSuffixesPerThousand &&
        !whole_suffixes_)
      return Refusal::public_suffixes;
    if (expected_.last_entries != 0 && seen.entries * 100 < expected_.last_entries * kShrunkPercent) return Refusal::shrunk;
    if (expected_.last_entries != 0 && seen.entries * 100 > expected_.last_entries * kGrownPercent) return Refusal::grown;
    if (seen.entries < expected_.least_entries) return Refusal::too_few;
    if (seen.entries > expected_.most_entries) return Refusal::too_many;
    if (forbidden_at_) {
      seen_.canary = forbidden_canary_;
      seen_.line = *forbidden_at_;
      return Refusal::forbidden_name;
    }
    if (seen.vital_names > kMostVitalNames) return Refusal::closes_vital_names;
    if (seen.top_sites > expected_.most_top_sites) return Refusal::closes_top_sites;
    const auto missing = std::find(found_.begin(), found_.end(), false);
    if (missing == found_.end()) return Refusal::none;
    seen_.canary = static_cast<std::uint32_t>(missing - found_.begin());
    return Refusal::canary_missing;
  }

  const Expectations& expected_;
  const Measures& measures_;
  bool whole_suffixes_;  // the list is about those, and the catalogue says so
  const PublicSuffixes& suffixes_ = PublicSuffixes::installed();
  NameIndex contains_;
  NameIndex forbidden_;
  std::vector<bool> found_;
  std::unordered_set<std::uint32_t> vital_;
  std::unordered_set<std::uint32_t> top_sites_;
  std::optional<std::uint32_t> forbidden_at_;
  std::uint32_t forbidden_canary_ = 0;
  Judgement seen_;
};

}  // namespace

Text text_of(Refusal refusal) { return kWords[static_cast<std::size_t>(refusal)].sentence; }
Text key_of(Refusal refusal) { return kWords[static_cast<std::size_t>(refusal)].key; }
std::optional<Refusal> refusal_of_key(std::string_view key) {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i].key.view() == key) return static_cast<Refusal>(i);
  }
  return std::nullopt;
}

Judgement judge_list(std::string_view whole_file, const ListFormat& format, const ParseOptions& options,
                     const Expectations& expected, const NameIndex& without, const Measures& measures) {
  Judgement judgement;
  if (const auto may_be = check_it_may_be_a_list(whole_file); !may_be) {
    judgement.refusal = foreign(whole_file);
    return judgement;
  }
  if (!may_be_read_as(whole_file, format)) {
    judgement.refusal = Refusal::other_syntax;
    return judgement;
  }
  Judge judge(expected, measures, options.tld);
  WithoutSink sink(judge, without);
  const auto parsed = parse_list(format, options, whole_file, sink);
  judgement = judge.judged();
  if (!parsed && judgement.refusal == Refusal::none) judgement.refusal = Refusal::empty;
  return judgement;
}

}  // namespace darban

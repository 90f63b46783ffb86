// SPDX-License-Identifier: Apache-2.0
#include "update/catalogue_guards.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/mapped_file.h"

namespace darban {
namespace {

constexpr std::uint32_t kTopSites = 1000;

void split_canaries(const std::vector<std::string>& canaries, std::vector<Name>& names, std::vector<crypto::Digest>& digests) {
  for (const std::string& canary : canaries) {
    if (!is_hashed_canary(canary)) {
      if (const auto name = Name::from_text(canary)) names.push_back(*name);
    } else if (const auto octets = crypto::from_hex(std::string_view(canary).substr(canary.find(':') + 1))) {
      crypto::Digest& digest = digests.emplace_back();
      std::copy_n(octets->begin(), digest.size(), digest.begin());
    }
  }
}

}  // namespace

NameIndex index_of_top_sites(const std::string& path) {
  NameIndex sites;
  const auto file = path.empty() ? Error{Errc::not_found} : MappedFile::open(path);
  if (!file) return sites;
  std::string_view text(reinterpret_cast<const char*>(file->octets().data()), file->octets().size());
  for (std::uint32_t rank = 1; rank <= kTopSites && !text.empty(); ++rank) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find(',') != std::string_view::npos) line.remove_prefix(line.find(',') + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (const auto name = Name::from_text(line)) sites.add(*name, Scope::exact, rank);
  }
  return sites;
}

Expectations expectations_of(const CatalogueSource& source, const SourceState& state, bool anyway) {
  Expectations expected;
  expected.least_entries = source.least_entries;
  if (source.most_entries != 0) expected.most_entries = source.most_entries;
  expected.last_entries = anyway ? 0 : state.entries;
  split_canaries(source.contains, expected.contains, expected.contains_hashed);
  split_canaries(source.never_contains, expected.never_contains, expected.never_contains_hashed);
  expected.most_top_sites = source.most_top_sites;
  return expected;
}

// What the objection is about, when that may be said: canaries are the maintainers' words, but hashed ones are hashed for a
// reason.
std::string detail_of(const Judgement& judgement, const Expectations& expected, const CatalogueSource& source) {
  const bool forbidden = judgement.refusal == Refusal::forbidden_name;
  if (!forbidden && judgement.refusal != Refusal::canary_missing) return {};
  const std::vector<std::string>& canaries = forbidden ? source.never_contains : source.contains;
  std::size_t plain = (forbidden ? expected.never_contains : expected.contains).size();
  if (judgement.canary >= plain) return {};
  plain = judgement.canary;
  for (const std::string& canary : canaries) {
    if (!is_hashed_canary(canary) && plain-- == 0) return canary;
  }
  return {};
}

}  // namespace darban

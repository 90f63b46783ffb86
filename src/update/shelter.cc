// SPDX-License-Identifier: Apache-2.0
#include "update/shelter.h"

#include <algorithm>

#include "config/curated.h"

namespace darban {
namespace {

Scope scope_of(WrittenScope scope) { return scope == WrittenScope::subtree ? Scope::subtree : Scope::exact; }

void add(std::vector<ShelteredName>& names, const std::string& text, WrittenScope scope, std::string_view purpose, bool vital) {
  if (const auto name = Name::from_text(text)) names.push_back({text, *name, scope_of(scope), std::string(purpose), vital});
}

}  // namespace

std::vector<ShelteredName> sheltered_names(const NeverBlockFile& file) {
  std::vector<ShelteredName> names;
  for (const NeverBlockName& each : file.names)
    add(names, each.name, each.scope, text_of(each.purpose).view(), each.purpose != OpenPurpose::shared);
  for (const Helpline& helpline : file.helplines) {
    for (const HelplineHost& host : helpline.hosts) add(names, host.name, host.scope, "helpline", true);
  }
  return names;
}

void shelter_all(const std::vector<ShelteredName>& names, ListCompiler& compiler) {
  for (std::uint32_t i = 0; i < names.size(); ++i) compiler.shelter(names[i].name, names[i].scope, i);
}

NameIndex vital_index(const std::vector<ShelteredName>& names) {
  NameIndex index;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i].vital) index.add(names[i].name, names[i].scope, i);
  }
  return index;
}

std::vector<ShelterHit> shelter_hits(const std::vector<ShelteredName>& names, const CompileReport& report) {
  std::vector<ShelterHit> hits;
  std::uint32_t last = ~std::uint32_t{0};
  for (const Hit& hit : report.hits) {  // sorted by number, then by source
    if (!hit.sheltered || hit.number >= names.size() || is_own_format(report.sources[hit.source].source.format)) continue;
    if (hit.number != last) hits.push_back({names[hit.number].text, names[hit.number].purpose, {}});
    last = hit.number;
    const std::string& source = report.sources[hit.source].source.path;
    std::vector<std::string>& sources = hits.back().sources;
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
  }
  return hits;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Names that stay open, and the helplines, as blocklists/never-block.yaml says them. Plain values; policy/vital_table.inc is made
// of them. Text is the maintainer's own and public. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"
#include "config/written_scope.h"

namespace darban {

enum class OpenPurpose : std::uint8_t {
  connectivity,
  time,
  certificates,
  update,
  push,
  safe_search,
  shared,  // what half the web stands on: no list may close it; time, pauses and the family's own rules may
};
Text text_of(OpenPurpose purpose);  // "safe-search"

struct NeverBlockName {
  std::string name;
  WrittenScope scope = WrittenScope::exact;
  OpenPurpose purpose = OpenPurpose::connectivity;
  std::string why;
  std::string source;
  std::string last_verified;  // YYYY-MM-DD
  char confidence = 'C';      // A: the vendor's own text; B: two independent tools agree; C: one source
  Place place;
};

struct HelplineHost {
  std::string name;
  WrittenScope scope = WrittenScope::subtree;
  Place place;
};

// How well a helpline is known (product.md 5.6).
enum class Verified : std::uint8_t {
  v1,  // the operator's or a government's page
  v2,  // press or a secondary source
  u    // not shown and not opened until somebody called
};
Text text_of(Verified level);  // "V1"

struct Helpline {
  std::string country;  // "PK", "PK-PB", "EU" or "any"
  std::string name;
  std::string phone;  // empty: none
  std::vector<HelplineHost> hosts;
  std::string purpose;
  std::vector<std::string> helps{};  // what with, as the page says it: "child", "abuse", ...; the most important first
  std::string source;
  Verified level = Verified::u;
  std::string last_verified;  // YYYY-MM-DD
  Place place;
};

struct NeverBlockFile {
  std::string file;
  std::vector<NeverBlockName> names;
  std::vector<Helpline> helplines;
};

// A name stands once in the file, as a name or as a helpline's host; several helplines may share a host.
Result<NeverBlockFile, ConfigError> load_never_block(const std::string& path);
Result<NeverBlockFile, ConfigError> parse_never_block(std::string_view text, const std::string& file_name);

}  // namespace darban

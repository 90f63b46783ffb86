// SPDX-License-Identifier: Apache-2.0
// What another filter's settings became: a household, and an honest account of what it is not. Text is out of the operator's own
// file; passwords, keys and hashes are never taken out of it. Plain values; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/showable.h"
#include "config/catalogue.h"
#include "config/household.h"

namespace darban {

enum class Carried : std::uint8_t {
  nearly,      // carried over, and means something a little different here
  not_at_all,  // not carried over
  advice,      // carried over by hand: a line for darban.yaml, or nothing to do
};
Text text_of(Carried carried);

struct ImportFinding {
  Carried carried = Carried::not_at_all;
  std::string where;    // "AdGuardHome.yaml:120", "gravity.db, domainlist 12"
  std::string what;     // the thing, in that system's words
  std::string why;      // a sentence
  std::string instead;  // what to do; may be empty
};

// None of these systems knows how old somebody is.
struct BandGuess {
  std::string who;
  Band band = Band::adult;
  std::string why;  // a sentence
};

struct FoundList {
  std::string where;
  std::string url;
  bool allows = false;  // a list of names to open
  bool enabled = true;
  std::string id;        // in the catalogue; empty: not there
  std::string category;  // of that one
  SourceUse use = SourceUse::optional;
};

// Lines for darban.yaml.
struct SettingsAdvice {
  std::vector<std::string> listen;
  std::vector<std::string> upstreams;
};

struct Imported {
  std::string system;  // "AdGuard Home, settings of version 29"
  Household household;
  std::vector<BandGuess> guesses;
  std::vector<ImportFinding> findings;
  std::vector<FoundList> lists;
  SettingsAdvice advice;
};

// What the importers may know of this machine.
struct ImportTerms {
  std::string file;                      // as the operator wrote it; for places
  const Catalogue* catalogue = nullptr;  // null: lists are only named
  std::string machine_zone;              // for a system that says "local"; empty: not known
};

// Each takes a whole file. The error says why it is no such export, or which bound it is beyond.
Result<Imported, ConfigError> import_adguard_home(std::string_view yaml, const ImportTerms& terms);
Result<Imported, ConfigError> import_blocky(std::string_view yaml, const ImportTerms& terms);
Result<Imported, ConfigError> import_pihole(std::string_view archive, const ImportTerms& terms);

inline constexpr std::size_t kLargestExport = std::size_t{64} << 20;  // octets, as a file and unpacked

}  // namespace darban

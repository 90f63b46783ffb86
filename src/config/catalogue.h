// SPDX-License-Identifier: Apache-2.0
// The list sources darban knows, as blocklists/catalogue.yaml says them: where a list comes from, whose it is, how it is read,
// and what must be true of it before it is believed. Plain values; nothing is fetched here. Text is the maintainer's own and
// public, but for canaries of adult lists, which stand as hashes. Any thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

// A name that stands in the list wrongly: taken out when the list is compiled, and the report says so.
struct Without {
  std::string name;
  std::string why;
  Place place;
};

enum class SourceUse : std::uint8_t {
  standard,  // "default": on unless somebody switches it off
  optional,  // off unless somebody switches it on
  off        // known and not to be used: a bad or abandoned list, with the reason in `note`
};
Text text_of(SourceUse use);

struct CatalogueSource {
  std::string id;        // lower-case letters, digits and hyphens, at most 64; unique; the name of its cache folder too
  std::string category;  // the key of a category or service
  std::string title;
  std::string home;  // the project's page
  std::string maintainer;
  std::vector<std::string> urls;       // http or https; the origin, then mirrors
  std::string format;                  // the key of a list format (lists/format.h)
  std::optional<bool> plain_is_exact;  // absent: as the format has it
  bool tld = false;                    // rules as wide as a public suffix are meant
  std::string licence;                 // an SPDX id where there is one
  bool redistribute = false;           // may stand in a bundle that somebody else publishes
  bool commercial = false;             // may be used by whoever earns money with it
  std::chrono::hours interval{24};     // 1 to 720
  std::uint64_t least_entries = 0;     // fewer or more names than these are refused
  std::uint64_t most_entries = 0;
  std::vector<std::string> contains;        // canaries that must be inside: a name, or sha256:HEX (is_hashed_canary)
  std::vector<std::string> never_contains;  // and such that must not be
  std::vector<Without> without;
  std::uint32_t most_top_sites = 0;  // of the 1,000 sites most visited, how many it may close
  SourceUse use = SourceUse::optional;
  std::vector<std::string> languages;  // "en", "ur"
  char quality = 'C';                  // A, B or C
  std::string reviewed;                // YYYY-MM-DD
  std::string note;
  Place place;
};

struct Catalogue {
  std::string file;
  std::vector<CatalogueSource> sources;  // in the order written
};

// `sha256:` and 64 lower-case hexadecimal digits: the SHA-256 of a lower-case name without its last dot.
bool is_hashed_canary(std::string_view canary);

// With a categories.yaml beside the file, a source of a category that is not in it is refused; parse_catalogue asks `categories`
// instead, and an empty one allows every key.
Result<Catalogue, ConfigError> load_catalogue(const std::string& path);
Result<Catalogue, ConfigError> parse_catalogue(std::string_view text, const std::string& file_name,
                                               const std::vector<std::string>& categories);

}  // namespace darban

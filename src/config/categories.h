// SPDX-License-Identifier: Apache-2.0
// The table of categories and services as blocklists/categories.yaml and services/*.yaml say it, and which list files feed which
// of them. Plain values: the list compiler turns them into an image's table, and policy/band_table.inc is made of them. Text is
// the maintainer's own and public.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/household.h"

namespace darban {

enum class CategoryKind : std::uint8_t { category, service };  // a topic; one app or company

// The risk groups of the OECD typology (2021), and the two that matter to a filter itself. Same words and order as
// lists/category.h.
enum class CategoryRisk : std::uint8_t { none, content, conduct, contact, consumer, security, bypass };
Text text_of(CategoryRisk risk);

// The group a closed name is counted in (decisions.md 9). Same words as policy/verdict.h, as far as a category can have them.
enum class CountGroup : std::uint8_t { age_doors, scams_and_malware, ads_and_trackers, ways_round, other };
Text text_of(CountGroup group);  // "age-doors"

// How often public lists of a topic close a good site (lists.md 5).
enum class WrongBlocks : std::uint8_t { low, mid, high };
Text text_of(WrongBlocks danger);

inline constexpr std::size_t kBandLetters = 11;  // one for each Band, in its order

struct WrittenCategory {
  std::uint8_t id = 0;  // 1 to 255, explicit, never reused; services start at 128
  CategoryKind kind = CategoryKind::category;
  std::string key;   // "gambling", "service:youtube"
  std::string name;  // English
  std::string name_urdu;
  std::string covers;      // one plain sentence
  std::string covers_urdu;  // the same; empty: nobody has translated it
  std::string also_stops;  // of a service: what else closing it stops; empty when nothing
  std::string also_stops_urdu;
  std::string never;       // what is never in it
  CategoryRisk risk = CategoryRisk::none;
  bool judged_in_targets = false;  // counts for CNAME and HTTPS targets too
  // What a band closes before anybody edits it: B closed, K closed, ask an adult, S open in free time only, L open, - open.
  std::string bands = std::string(kBandLetters, '-');
  bool focus = false;  // entertainment: closed in homework and school for every band
  CountGroup group = CountGroup::other;
  bool sensitive = false;  // never counted
  WrongBlocks wrong_blocks = WrongBlocks::low;
  std::uint32_t lapse_months = 24;  // an entry of ours must be looked at again by then; 1 to 120
  std::string topic;                // of a service: the key of the category it belongs to
  Place place;
};

// An age band as it is shown.
struct WrittenBand {
  Band band = Band::guest;
  std::string name;  // English
  std::string name_urdu;
  Place place;
};

// All words about what can be closed for whom.
struct CategoryWords {
  std::vector<WrittenBand> bands;  // in the order of the file
  std::vector<WrittenCategory> categories;
};

struct ListFile {
  std::string path;    // resolved against the manifest's folder
  std::string format;  // name of a list format, or "service" or "bypass" (curated.h); empty = detect
  bool tld = false;    // rules as wide as a public suffix are meant
  bool exact = false;  // plain names are the name alone, not everything below it
  Place place;
};

struct ListGroup {
  std::string key;  // of the category or service
  std::vector<ListFile> files;
  Place place;
};

struct ListManifest {
  std::string file;
  std::vector<ListGroup> groups;  // in the order written; a folder's are sorted
};

}  // namespace darban

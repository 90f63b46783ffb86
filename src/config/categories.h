// SPDX-License-Identifier: Apache-2.0
// The table of categories and services as blocklists/categories.yaml says it, and which list files feed which of them. Plain
// values: the list compiler turns them into an image's table. Text is the maintainer's own and public.
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

struct WrittenCategory {
  std::uint8_t id = 0;  // 1 to 255, explicit, never reused; services start at 128
  CategoryKind kind = CategoryKind::category;
  std::string key;   // "gambling", "service:youtube"
  std::string name;  // English
  std::string name_urdu;
  std::string covers;  // one plain sentence; for a service, what else closing it stops
  std::string never;   // what is never in it
  CategoryRisk risk = CategoryRisk::none;
  bool judged_in_targets = false;  // counts for CNAME and HTTPS targets too
  Place place;
};

struct ListFile {
  std::string path;    // resolved against the manifest's folder
  std::string format;  // name of a list format; empty = detect
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

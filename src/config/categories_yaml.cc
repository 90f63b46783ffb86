// SPDX-License-Identifier: Apache-2.0
// blocklists/categories.yaml and services/*.yaml: the truth about which categories and services there are.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "config/item_reader.h"
#include "config/node.h"
#include "config/service.h"
#include "config/spelling.h"
#include "config/text_file.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 3> kTopKeys{"bands", "categories", "services"};
constexpr std::array<std::string_view, 15> kKeys{"id",
                                                 "key",
                                                 "name",
                                                 "urdu",
                                                 "covers",
                                                 "covers-urdu",
                                                 "never",
                                                 "risk",
                                                 "bands",
                                                 "focus",
                                                 "group",
                                                 "sensitive",
                                                 "false-positives",
                                                 "lapse",
                                                 "judged-in-targets"};
constexpr std::array<std::string_view, 3> kBandKeys{"key", "name", "urdu"};
constexpr std::array kBands{Band::under_10, Band::age_10_12,     Band::age_13_15,       Band::age_16_17, Band::adult, Band::guest,
                            Band::things,   Band::pupil_primary, Band::pupil_secondary, Band::staff,     Band::exam};
constexpr std::array kRisks{CategoryRisk::none,     CategoryRisk::content,  CategoryRisk::conduct, CategoryRisk::contact,
                            CategoryRisk::consumer, CategoryRisk::security, CategoryRisk::bypass};
constexpr std::array kGroups{CountGroup::age_doors, CountGroup::scams_and_malware, CountGroup::ads_and_trackers,
                             CountGroup::ways_round, CountGroup::other};
constexpr std::array kDangers{WrongBlocks::low, WrongBlocks::mid, WrongBlocks::high};
constexpr std::uint64_t kFirstService = 128;
constexpr std::uint64_t kLastId = 255;
constexpr std::uint64_t kMostMonths = 120;
constexpr std::string_view kServicePrefix = "service:";

class CategoryReader {
 public:
  explicit CategoryReader(Objection& objection) : objection_(objection) {}

  CategoryWords all(const Node& root) {
    const Members members(root, "the categories file", kTopKeys, objection_);
    CategoryWords words;
    std::vector<WrittenCategory>& categories = words.categories;
    if (const Node* list = members.find("bands")) {
      for (const auto& item : items_of(*list, "an age band", objection_)) words.bands.push_back(band(item));
    }
    if (const Node* list = members.required("categories")) {
      for (const auto& item : items_of(*list, "a category", objection_)) categories.push_back(one(item, CategoryKind::category));
    }
    if (const Node* list = members.find("services")) {
      for (const auto& item : items_of(*list, "a service", objection_)) categories.push_back(one(item, CategoryKind::service));
    }
    return words;
  }

 private:
  WrittenBand band(const Node& node) {
    const ItemReader item(node, "an age band", kBandKeys, objection_);
    return {item.choice<Band>("key", kBands), item.text("name"), item.text("urdu"), item.place()};
  }

  WrittenCategory one(const Node& node, CategoryKind kind) {
    const bool service = kind == CategoryKind::service;
    const ItemReader item(node, service ? "a service" : "a category", kKeys, objection_);
    WrittenCategory category;
    category.kind = kind;
    category.place = item.place();
    // Ids are stored in images that outlive this file, so each has its place for good.
    category.id = static_cast<std::uint8_t>(item.count("id", service ? kFirstService : 1, service ? kLastId : kFirstService - 1));
    category.key = key(item, kind);
    category.name = item.text("name");
    category.name_urdu = item.text("urdu");
    category.covers = item.text("covers");
    category.covers_urdu = item.text_or_nothing("covers-urdu");
    category.never = item.text("never");
    category.risk = item.choice<CategoryRisk>("risk", kRisks);
    category.judged_in_targets = item.flag_or("judged-in-targets", false);
    category.bands = bands(item);
    category.focus = item.flag_or("focus", false);
    category.group = item.choice_or<CountGroup>("group", kGroups, CountGroup::other);
    category.sensitive = item.flag_or("sensitive", false);
    category.wrong_blocks = item.choice_or<WrongBlocks>("false-positives", kDangers, WrongBlocks::low);
    category.lapse_months = static_cast<std::uint32_t>(item.count_or("lapse", 1, kMostMonths, category.lapse_months));
    return category;
  }

  std::string key(const ItemReader& item, CategoryKind kind) {
    const Node* node = item.required("key");
    if (node == nullptr) return {};
    const std::string word = word_of(*node, "a key", objection_);
    std::string_view name = word;
    const bool marked = name.starts_with(kServicePrefix);
    if (marked) name.remove_prefix(kServicePrefix.size());
    const bool fits = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
    if (marked != (kind == CategoryKind::service) || !fits) {
      objection_.at(
          node->place,
          quote(word) + " is not a key here; write lower-case letters, digits and hyphens, for a service after 'service:'");
    }
    return word;
  }

  std::string bands(const ItemReader& item) {
    const Node* node = item.find("bands");
    if (node == nullptr) return std::string(kBandLetters, '-');
    const std::string word = word_of(*node, "the letters of the bands", objection_);
    if (word.size() != kBandLetters || word.find_first_not_of("BKSL-") != std::string::npos) {
      objection_.at(node->place, quote(word) + " is not one letter for each of the eleven bands; write each as B, K, S, L or -");
      return std::string(kBandLetters, '-');
    }
    return word;
  }

  Objection& objection_;
};

// Ids and keys over one or several files: the first that has one keeps it.
class UniqueCategories {
 public:
  std::optional<std::string> refusal_of(const WrittenCategory& category) {
    const auto [same_id, new_id] = ids_.emplace(category.id, category.key);
    if (!new_id) return "the id " + std::to_string(category.id) + " belongs to " + quote(same_id->second);
    const auto [same_key, new_key] = keys_.emplace(category.key, category.id);
    if (!new_key) return "the key " + quote(category.key) + " is taken by id " + std::to_string(same_key->second);
    return std::nullopt;
  }

 private:
  std::map<std::uint8_t, std::string> ids_;
  std::map<std::string, std::uint8_t> keys_;
};

WrittenCategory category_of(const WrittenService& service) {
  WrittenCategory category;
  category.id = service.id;
  category.kind = CategoryKind::service;
  category.key = category_key(service);
  category.name = service.name;
  category.name_urdu = service.name_urdu;
  category.covers = service.covers;
  category.covers_urdu = service.covers_urdu;
  category.also_stops = service.also_stops;
  category.also_stops_urdu = service.also_stops_urdu;
  category.never = service.never;
  category.risk = service.risk;
  category.topic = service.group;
  category.place = service.place;
  return category;
}

std::optional<std::string> unknown_group(const WrittenService& service, const std::vector<WrittenCategory>& categories) {
  std::vector<std::string_view> topics;
  for (const WrittenCategory& category : categories) {
    if (category.kind == CategoryKind::category) topics.push_back(category.key);
  }
  if (std::find(topics.begin(), topics.end(), service.group) != topics.end()) return std::nullopt;
  const auto meant = nearest(service.group, topics);
  return "the group " + quote(service.group) + " is no category" +
         (meant.empty() ? std::string("; categories.yaml says which there are") : ": did you mean " + quote(meant) + "?");
}

}  // namespace

Text text_of(CategoryRisk risk) {
  switch (risk) {
    case CategoryRisk::none:
      return "none";
    case CategoryRisk::content:
      return "content";
    case CategoryRisk::conduct:
      return "conduct";
    case CategoryRisk::contact:
      return "contact";
    case CategoryRisk::consumer:
      return "consumer";
    case CategoryRisk::security:
      return "security";
    case CategoryRisk::bypass:
      return "bypass";
  }
  return "none";
}

Text text_of(CountGroup group) {
  switch (group) {
    case CountGroup::age_doors:
      return "age-doors";
    case CountGroup::scams_and_malware:
      return "scams-and-malware";
    case CountGroup::ads_and_trackers:
      return "ads-and-trackers";
    case CountGroup::ways_round:
      return "ways-round";
    case CountGroup::other:
      return "other";
  }
  return "other";
}

Text text_of(WrongBlocks danger) {
  switch (danger) {
    case WrongBlocks::low:
      return "low";
    case WrongBlocks::mid:
      return "mid";
    case WrongBlocks::high:
      return "high";
  }
  return "high";
}

Result<CategoryWords, ConfigError> parse_category_words(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto words = CategoryReader(objection).all(*root);
  UniqueCategories unique;
  for (const WrittenCategory& category : words.categories) {
    if (auto refusal = unique.refusal_of(category)) objection.at(category.place, std::move(*refusal));
  }
  for (std::size_t i = 0; i < words.bands.size(); ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      if (words.bands[before].band == words.bands[i].band)
        objection.at(words.bands[i].place, "the band " + quote(text_of(words.bands[i].band).view()) + " stands here twice");
    }
  }
  if (!objection.none()) return objection.error();
  return words;
}

Result<std::vector<WrittenCategory>, ConfigError> parse_categories(std::string_view text, const std::string& file_name) {
  auto words = parse_category_words(text, file_name);
  if (!words) return words.error();
  return std::move(words->categories);
}

Result<CategoryWords, ConfigError> load_category_words(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  auto words = parse_category_words(*text, path);
  if (!words) return words;
  std::vector<WrittenCategory>& categories = words->categories;
  const auto services = load_services(path_beside(path, "services"));
  if (!services) return services.error();
  UniqueCategories unique;
  for (const WrittenCategory& category : categories) unique.refusal_of(category);
  for (const WrittenService& service : *services) {
    WrittenCategory category = category_of(service);
    if (auto refusal = unique.refusal_of(category)) return ConfigError{service.file, service.place, std::move(*refusal)};
    if (auto refusal = unknown_group(service, categories))
      return ConfigError{service.file, service.group_place, std::move(*refusal)};
    categories.push_back(std::move(category));
  }
  return words;
}

Result<std::vector<WrittenCategory>, ConfigError> load_categories(const std::string& path) {
  auto words = load_category_words(path);
  if (!words) return words.error();
  return std::move(words->categories);
}

}  // namespace darban

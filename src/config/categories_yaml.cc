// SPDX-License-Identifier: Apache-2.0
// blocklists/categories.yaml: the truth about which categories and services there are.
#include <algorithm>
#include <array>
#include <map>

#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 2> kTopKeys{"categories", "services"};
constexpr std::array<std::string_view, 8> kKeys{"id", "key", "name", "urdu", "covers", "never", "risk", "judged-in-targets"};
constexpr std::array kRisks{CategoryRisk::none,     CategoryRisk::content,  CategoryRisk::conduct, CategoryRisk::contact,
                            CategoryRisk::consumer, CategoryRisk::security, CategoryRisk::bypass};
constexpr std::uint64_t kFirstService = 128;
constexpr std::uint64_t kLastId = 255;
constexpr std::string_view kServicePrefix = "service:";

class CategoryReader {
 public:
  explicit CategoryReader(Objection& objection) : objection_(objection) {}

  std::vector<WrittenCategory> all(const Node& root) {
    const Members members(root, "the categories file", kTopKeys, objection_);
    std::vector<WrittenCategory> categories;
    if (const Node* list = members.required("categories")) {
      for (const auto& item : items_of(*list, "a category", objection_)) categories.push_back(one(item, CategoryKind::category));
    }
    if (const Node* list = members.find("services")) {
      for (const auto& item : items_of(*list, "a service", objection_)) categories.push_back(one(item, CategoryKind::service));
    }
    refuse_doubles(categories);
    return categories;
  }

 private:
  WrittenCategory one(const Node& node, CategoryKind kind) {
    const Members members(node, kind == CategoryKind::service ? "a service" : "a category", kKeys, objection_);
    WrittenCategory category;
    category.kind = kind;
    category.place = node.place;
    category.id = id(members, kind);
    category.key = key(members, kind);
    category.name = sentence(members, "name");
    category.name_urdu = sentence(members, "urdu");
    category.covers = sentence(members, "covers");
    category.never = sentence(members, "never");
    if (const Node* risk = members.required("risk")) category.risk = risk_of(*risk);
    if (const Node* judged = members.find("judged-in-targets")) {
      const auto flag = read_flag(word_of(*judged, "true or false", objection_));
      if (flag)
        category.judged_in_targets = *flag;
      else
        objection_.at(judged->place, flag.error().sentence);
    }
    return category;
  }

  // Ids are stored in images that outlive this file, so each has its place for good.
  std::uint8_t id(const Members& members, CategoryKind kind) {
    const Node* node = members.required("id");
    if (node == nullptr) return 0;
    const std::string word = word_of(*node, "a number", objection_);
    const bool service = kind == CategoryKind::service;
    const auto number = read_count(word, service ? kFirstService : 1, service ? kLastId : kFirstService - 1);
    if (number) return static_cast<std::uint8_t>(*number);
    objection_.at(node->place, number.error().sentence);
    return 0;
  }

  std::string key(const Members& members, CategoryKind kind) {
    const Node* node = members.required("key");
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

  std::string sentence(const Members& members, std::string_view name) {
    const Node* node = members.required(name);
    return node == nullptr ? std::string() : word_of(*node, "some text", objection_);
  }

  CategoryRisk risk_of(const Node& node) {
    const std::string word = word_of(node, "a risk", objection_);
    for (const auto risk : kRisks) {
      if (text_of(risk).view() == word) return risk;
    }
    objection_.at(node.place,
                  quote(word) + " is not a risk; write one of: none, content, conduct, contact, consumer, security, bypass");
    return CategoryRisk::none;
  }

  void refuse_doubles(const std::vector<WrittenCategory>& categories) {
    std::map<std::uint8_t, const WrittenCategory*> ids;
    std::map<std::string_view, const WrittenCategory*> keys;
    for (const auto& category : categories) {
      const auto [same_id, new_id] = ids.emplace(category.id, &category);
      if (!new_id)
        objection_.at(category.place, "the id " + std::to_string(category.id) + " belongs to " + quote(same_id->second->key));
      const auto [same_key, new_key] = keys.emplace(category.key, &category);
      if (!new_key)
        objection_.at(category.place,
                      "the key " + quote(category.key) + " is taken by id " + std::to_string(same_key->second->id));
    }
  }

  Objection& objection_;
};

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

Result<std::vector<WrittenCategory>, ConfigError> parse_categories(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto categories = CategoryReader(objection).all(*root);
  if (!objection.none()) return objection.error();
  return categories;
}

}  // namespace darban

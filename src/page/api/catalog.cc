// SPDX-License-Identifier: Apache-2.0
// GET /catalog: what can be closed, in words for people and by OECD risk, and for which age bands it is closed before anybody
// edits anything. The words are those of blocklists/categories.yaml and services/; what the lists have beyond them is shown by
// its key.
#include <algorithm>
#include <array>
#include <optional>

#include "base/json_writer.h"
#include "page/api/routes.h"
#include "page/family_text.h"
#include "policy/bands.h"
#include "policy/category_keys.h"

namespace darban::page {
namespace {

constexpr std::array kBands{Band::under_10, Band::age_10_12,     Band::age_13_15,       Band::age_16_17, Band::adult, Band::guest,
                            Band::things,   Band::pupil_primary, Band::pupil_secondary, Band::staff,     Band::exam};

void write_words(JsonWriter& json, Text key, const std::string& english, const std::string& urdu) {
  json.open_object(key);
  json.field("en", family_text(english));
  if (urdu.empty())
    json.null_field("ur");
  else
    json.field("ur", family_text(urdu));
  json.close_object();
}

CategoryRisk risk_of(Risk risk) { return static_cast<CategoryRisk>(risk); }  // same words, same order (config/categories.h)

// What the file says, and behind it what only the lists know.
std::vector<WrittenCategory> everything(const CategoryWords& words, const Image& lists) {
  std::vector<WrittenCategory> all = words.categories;
  for (const Category& category : lists.categories()) {
    const bool told = std::any_of(all.begin(), all.end(), [&](const WrittenCategory& each) { return each.key == category.key; });
    if (told) continue;
    WrittenCategory unknown;
    unknown.id = static_cast<std::uint8_t>(category.id);
    unknown.kind = category.key.starts_with("service:") ? CategoryKind::service : CategoryKind::category;
    unknown.key = unknown.name = category.key;
    unknown.risk = risk_of(category.risk);
    all.push_back(std::move(unknown));
  }
  return all;
}

class Catalog {
 public:
  Catalog(const CategoryWords& words, const Image& lists) : words_(words), all_(everything(words, lists)) {
    std::vector<Category> table;
    for (const WrittenCategory& each : all_) table.push_back({static_cast<CategoryId>(each.id), each.key, Risk::none, false});
    const CategoryKeys keys(table);
    for (std::size_t i = 0; i < kBands.size(); ++i)
      closed_[i] = defaults_of(kBands[i], bypass_of(kBands[i]), keys).closed[static_cast<std::size_t>(Mode::free)];
  }

  std::string json() const {
    JsonWriter json;
    json.open_object();
    json.open_list("bands");
    for (const Band band : kBands) write(json, band);
    json.close_list();
    json.open_list("categories");
    for (const WrittenCategory& each : all_) {
      if (each.kind == CategoryKind::category) write_category(json, each);
    }
    json.close_list();
    json.open_list("services");
    for (const WrittenCategory& each : all_) {
      if (each.kind == CategoryKind::service) write_service(json, each);
    }
    json.close_list();
    json.close_object();
    return json.take();
  }

 private:
  void write(JsonWriter& json, Band band) const {
    const auto words =
        std::find_if(words_.bands.begin(), words_.bands.end(), [&](const WrittenBand& each) { return each.band == band; });
    json.open_object();
    json.field("key", band);
    if (words == words_.bands.end())
      write_words(json, "title", std::string(text_of(band).view()), {});
    else
      write_words(json, "title", words->name, words->name_urdu);
    json.close_object();
  }
  void write_category(JsonWriter& json, const WrittenCategory& category) const {
    json.open_object();
    json.field("key", family_text(category.key));
    json.field("group", category.group);
    json.field("risk", category.risk);
    write_words(json, "title", category.name, category.name_urdu);
    write_words(json, "about", category.covers, category.covers_urdu);
    json.open_list("closed_for");
    for (std::size_t i = 0; i < kBands.size(); ++i) {
      if (closed_[i].has(static_cast<CategoryId>(category.id))) json.item(kBands[i]);
    }
    json.close_list();
    json.close_object();
  }
  static void write_service(JsonWriter& json, const WrittenCategory& service) {
    json.open_object();
    json.field("key", family_text(service.key));
    write_words(json, "title", service.name, service.name_urdu);
    if (service.topic.empty())
      json.null_field("category");
    else
      json.field("category", family_text(service.topic));
    write_words(json, "also", service.also_stops, service.also_stops_urdu);
    json.close_object();
  }

  const CategoryWords& words_;
  std::vector<WrittenCategory> all_;
  std::array<CategorySet, kBands.size()> closed_;
};

web::Response catalog(House& house) {
  const auto words = house.category_words();
  const auto policy = house.policy();
  return json_answer(Catalog(*words, policy->image()).json());
}

}  // namespace

std::vector<web::Route> catalog_routes(const Api& api) {
  return {{web::Method::get, "/api/v1/catalog", kCatalog,
           [api](const web::Request&) { return answer_by_house(api.control, catalog); }}};
}

}  // namespace darban::page

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

std::string entry(const std::string& id, const std::string& key, const std::string& risk = "content") {
  return "  - {id: " + id + ", key: \"" + key + "\", name: N, urdu: U, covers: C., never: D., risk: " + risk + "}\n";
}
std::string categories_said(const std::string& text) { return said(parse_categories(text, "f.yaml")); }
std::string manifest_said(const std::string& text) { return said(parse_list_manifest(text, "f.yaml")); }

}  // namespace

TEST_CASE("categories and services are read with their kind") {
  const auto categories = parse_categories(
      "categories:\n  - {id: 7, key: ads, name: Advertising, urdu: U, covers: C., never: D., risk: consumer, judged-in-targets: "
      "true}\nservices:\n" +
          entry("128", "service:youtube"),
      "f.yaml");
  REQUIRE_MESSAGE(categories.has_value(), said(categories));
  REQUIRE(categories->size() == 2);
  const auto& ads = categories->front();
  CHECK(ads.id == 7);
  CHECK(ads.kind == CategoryKind::category);
  CHECK(ads.key == "ads");
  CHECK(ads.name == "Advertising");
  CHECK(ads.name_urdu == "U");
  CHECK(ads.covers == "C.");
  CHECK(ads.never == "D.");
  CHECK(ads.risk == CategoryRisk::consumer);
  CHECK(ads.judged_in_targets);
  CHECK(ads.place.line == 2);
  CHECK(categories->back().kind == CategoryKind::service);
  CHECK_FALSE(categories->back().judged_in_targets);
}

TEST_CASE("age bands have words, each once, and a category may say in Urdu what it covers") {
  const std::string bands = "bands:\n  - {key: 10-12, name: 10 to 12, urdu: U}\n";
  const std::string category =
      "categories:\n  - {id: 7, key: ads, name: N, urdu: U, covers: C., covers-urdu: V., never: D., risk: consumer}\n";
  const auto words = parse_category_words(bands + category, "f.yaml");
  REQUIRE_MESSAGE(words.has_value(), said(words));
  REQUIRE(words->bands.size() == 1);
  CHECK(words->bands.front().band == Band::age_10_12);
  CHECK(words->bands.front().name == "10 to 12");
  CHECK(words->bands.front().name_urdu == "U");
  CHECK(words->categories.front().covers_urdu == "V.");
  CHECK(contains(said(parse_category_words(bands + "  - {key: 10-12, name: N, urdu: U}\n" + category, "f.yaml")), "twice"));
  CHECK(contains(said(parse_category_words("bands:\n  - {key: eleven, name: N, urdu: U}\n" + category, "f.yaml")), "2:"));
  CHECK(contains(said(parse_category_words("bands:\n  - {key: adult, name: N}\n" + category, "f.yaml")), "'urdu'"));
}

TEST_CASE("a category says what bands close, how it is counted and how far its lists are trusted") {
  const auto categories = parse_categories(
      "categories:\n  - {id: 7, key: dating, name: N, urdu: U, covers: C., never: D., risk: contact, bands: BKSL-BKSL-B, focus: "
      "yes, "
      "group: age-doors, sensitive: true, false-positives: mid, lapse: 6}\n",
      "f.yaml");
  REQUIRE_MESSAGE(categories.has_value(), said(categories));
  const auto& dating = categories->front();
  CHECK(dating.bands == "BKSL-BKSL-B");
  CHECK(dating.focus);
  CHECK(dating.group == CountGroup::age_doors);
  CHECK(dating.sensitive);
  CHECK(dating.wrong_blocks == WrongBlocks::mid);
  CHECK(dating.lapse_months == 6);
}

TEST_CASE("a category that says nothing about bands is closed by none, counted as other, and looked at every two years") {
  const auto categories = parse_categories("categories:\n" + entry("7", "ads"), "f.yaml");
  REQUIRE(categories);
  const auto& ads = categories->front();
  CHECK(ads.bands == "-----------");
  CHECK_FALSE(ads.focus);
  CHECK(ads.group == CountGroup::other);
  CHECK_FALSE(ads.sensitive);
  CHECK(ads.wrong_blocks == WrongBlocks::low);
  CHECK(ads.lapse_months == 24);
}

TEST_CASE("letters that are none, and other words than there are, are refused where they stand") {
  const auto with = [](const std::string& more) {
    return categories_said(
        "categories:\n  - id: 7\n    key: ads\n    name: N\n    urdu: U\n    covers: C.\n    never: D.\n    risk: none\n    " +
        more + "\n");
  };
  CHECK(with("bands: BBBB") ==
        "f.yaml:9:12: 'BBBB' is not one letter for each of the eleven bands; write each as B, K, S, L or -");
  CHECK(contains(with("bands: \"bbbb-bbbbbb\""), "f.yaml:9:12: 'bbbb-bbbbbb' is not one letter"));
  CHECK(contains(with("group: doors"), "f.yaml:9:12: 'doors' can not stand here; write age-doors, scams-and-malware,"));
  CHECK(contains(with("false-positives: none"), "'none' can not stand here; write low, mid or high"));
  CHECK(contains(with("lapse: 0"), "write a whole number from 1 to 120"));
  CHECK(contains(with("sensitve: true"), "unknown key 'sensitve' in a category: did you mean 'sensitive'?"));
}

TEST_CASE("an id or a key that is given twice is refused by name") {
  CHECK(categories_said("categories:\n" + entry("7", "ads") + entry("7", "social")) == "f.yaml:3:5: the id 7 belongs to 'ads'");
  CHECK(categories_said("categories:\n" + entry("7", "ads") + entry("8", "ads")) == "f.yaml:3:5: the key 'ads' is taken by id 7");
}

TEST_CASE("ids and keys of categories and services do not mix") {
  CHECK(contains(categories_said("categories:\n" + entry("128", "ads")), "write a whole number from 1 to 127"));
  CHECK(contains(categories_said("categories:\n" + entry("0", "ads")), "write a whole number from 1 to 127"));
  CHECK(
      contains(categories_said("categories:\nservices:\n" + entry("127", "service:x")), "write a whole number from 128 to 255"));
  CHECK(contains(categories_said("categories:\n" + entry("7", "service:x")), "'service:x' is not a key here"));
  CHECK(contains(categories_said("categories:\nservices:\n" + entry("128", "x")), "'x' is not a key here"));
  CHECK(contains(categories_said("categories:\n" + entry("7", "Ads")), "'Ads' is not a key here"));
  CHECK(contains(categories_said("categories:\n" + entry("7", "../x")), "is not a key here"));
}

TEST_CASE("a category without a sentence or with an unknown risk is refused") {
  CHECK(contains(categories_said("categories:\n  - {id: 7, key: ads, name: N, urdu: U, never: D., risk: none}\n"),
                 "f.yaml:2:5: a category needs 'covers'"));
  CHECK(
      contains(categories_said("categories:\n" + entry("7", "ads", "great")), "'great' can not stand here; write none, content"));
  CHECK(contains(categories_said("services: []\n"), "the categories file needs 'categories'"));
  CHECK(contains(categories_said(""), "the categories file needs keys with values"));
}

TEST_CASE("a manifest names files from its own folder, with their options") {
  const auto manifest = parse_list_manifest(
      "lists:\n  gambling: [a.txt, ../b.txt]\n  ads: {file: /x/ads.hosts, format: hosts, tld: true, exact: yes}\n  social: "
      "c.txt\n",
      "lists/all.yaml");
  REQUIRE_MESSAGE(manifest.has_value(), said(manifest));
  REQUIRE(manifest->groups.size() == 3);
  const auto& gambling = manifest->groups[0];
  CHECK(gambling.key == "gambling");
  CHECK(gambling.place.line == 2);
  REQUIRE(gambling.files.size() == 2);
  CHECK(gambling.files[0].path == "lists/a.txt");
  CHECK(gambling.files[1].path == "b.txt");
  CHECK_FALSE(gambling.files[0].tld);
  const auto& ads = manifest->groups[1].files.at(0);
  CHECK(ads.path == "/x/ads.hosts");
  CHECK(ads.format == "hosts");
  CHECK(ads.tld);
  CHECK(ads.exact);
  CHECK(manifest->groups[2].files.at(0).path == "lists/c.txt");
}

TEST_CASE("a manifest that is none is refused with its place") {
  CHECK(contains(manifest_said("list: {}\n"), "unknown key 'list' in the manifest: did you mean 'lists'?"));
  CHECK(contains(manifest_said("lists: [a]\n"), "'lists' needs a category on each line"));
  CHECK(contains(manifest_said("lists: {ads: [{fiel: a}]}\n"), "unknown key 'fiel' in a list file: did you mean 'file'?"));
  CHECK(contains(manifest_said("lists: {ads: [{format: hosts}]}\n"), "a list file needs 'file'"));
  CHECK(contains(manifest_said("lists: {ads: []}\n"), "f.yaml:1:9: 'ads' has no file"));
}

TEST_CASE("a folder is a manifest by its names, in a fixed order") {
  const TempFolder folder;
  for (const char* inner : {"gaming", "services/youtube", "ads"}) std::filesystem::create_directories(folder.file(inner));
  folder.write("gaming/b.txt", "");
  folder.write("gaming/a.txt", "");
  folder.write("gaming/notes.md", "");
  folder.write("gaming/.hidden.txt", "");
  folder.write("services/youtube/core.txt", "");
  folder.write("ads/x.txt", "");
  folder.write("README.md", "");
  const auto manifest = load_list_manifest(folder.path());
  REQUIRE_MESSAGE(manifest.has_value(), said(manifest));
  REQUIRE(manifest->groups.size() == 3);
  CHECK(manifest->groups[0].key == "ads");
  CHECK(manifest->groups[1].key == "gaming");
  CHECK(manifest->groups[2].key == "service:youtube");
  REQUIRE(manifest->groups[1].files.size() == 2);
  CHECK(manifest->groups[1].files[0].path.ends_with("gaming/a.txt"));
  CHECK(manifest->groups[1].files[1].path.ends_with("gaming/b.txt"));
}

TEST_CASE("a folder laid out like blocklists/ has its own lists and those somebody put beside them") {
  const TempFolder folder;
  for (const char* inner : {"curated", "services", "gaming"}) std::filesystem::create_directories(folder.file(inner));
  folder.write("categories.yaml", "categories:\n" + entry("7", "gaming"));
  folder.write("curated/gaming.tsv", "games.example\tgaming\t2026-11-21\t2027-11-21\tReserved.\n");
  folder.write("services/chess.yaml",
               "id: 128\nkey: chess\nname: N\nurdu: U\ngroup: gaming\nrisk: none\ncovers: C.\nalso-stops: \"\"\nnever: D.\n"
               "core: [chess.example]\nreviewed: 2026-11-21\n");
  folder.write("gaming/mine.txt", "");
  const auto manifest = load_list_manifest(folder.path());
  REQUIRE_MESSAGE(manifest.has_value(), said(manifest));
  REQUIRE(manifest->groups.size() == 3);
  CHECK(manifest->groups[0].key == "gaming");
  REQUIRE(manifest->groups[0].files.size() == 2);
  CHECK(manifest->groups[0].files[0].format == "curated");
  CHECK(manifest->groups[0].files[1].format == "service");
  CHECK(manifest->groups[1].key == "service:chess");
  CHECK(manifest->groups[1].files.at(0).path.ends_with("services/chess.yaml"));
  CHECK(manifest->groups[2].files.at(0).path.ends_with("gaming/mine.txt"));
  CHECK(manifest->groups[2].files.at(0).format.empty());
}

TEST_CASE("a folder without lists says where lists belong") {
  const TempFolder folder;
  CHECK(contains(said(load_list_manifest(folder.path())), "no list in this folder; lists stand as CATEGORY/name.txt"));
  CHECK(contains(said(load_list_manifest(folder.file("missing"))), "no such file"));
}

TEST_CASE("what the decisions keep out of the categories is not in them") {
  const auto categories = load_categories(project_file("blocklists/categories.yaml"));
  REQUIRE(categories);
  for (const char* key : {"csam", "disinformation", "lgbtq", "religion", "politics", "news", "health", "abortion"}) {
    CHECK_MESSAGE(std::none_of(categories->begin(), categories->end(), [&](const auto& category) { return category.key == key; }),
                  key);
  }
  const auto judged = [&](const char* key) {
    return std::any_of(categories->begin(), categories->end(),
                       [&](const auto& category) { return category.key == key && category.judged_in_targets; });
  };
  for (const char* key : {"malware", "phishing", "crypto-scam", "ads", "trackers", "bypass-vpn", "bypass-dns", "adult"})
    CHECK_MESSAGE(judged(key), key);
  CHECK(std::count_if(categories->begin(), categories->end(), [](const auto& category) { return category.judged_in_targets; }) ==
        8);
}

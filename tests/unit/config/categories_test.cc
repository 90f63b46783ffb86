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
  CHECK(contains(categories_said("categories:\n" + entry("7", "ads", "great")),
                 "'great' is not a risk; write one of: none, content"));
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

TEST_CASE("a folder without lists says where lists belong") {
  const TempFolder folder;
  CHECK(contains(said(load_list_manifest(folder.path())), "no list in this folder; lists stand as CATEGORY/name.txt"));
  CHECK(contains(said(load_list_manifest(folder.file("missing"))), "no such file"));
}

TEST_CASE("the project's categories and its starter folder fit together") {
  const auto categories = load_categories(project_file("blocklists/categories.yaml"));
  REQUIRE_MESSAGE(categories.has_value(), said(categories));
  const auto manifest = load_list_manifest(project_file("blocklists/starter"));
  REQUIRE_MESSAGE(manifest.has_value(), said(manifest));
  for (const auto& category : *categories) {
    const auto group = std::find_if(manifest->groups.begin(), manifest->groups.end(),
                                    [&](const ListGroup& each) { return each.key == category.key; });
    REQUIRE_MESSAGE(group != manifest->groups.end(), category.key);
    const auto test_name = category.key.substr(category.key.find(':') + 1) + ".example";
    std::string all = "\n";
    for (const auto& file : group->files) all += text_in(file.path);
    CHECK_MESSAGE(contains(all, "\n" + test_name + "\n"), test_name);
  }
  CHECK(manifest->groups.size() == categories->size());
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

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>

#include "config/service.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

struct Row {
  std::string id = "128";
  std::string key = "tube";
  std::string group = "streaming";
  std::string core = "[tube.example, tubes.example]";
  std::string shared = "[cdn.example]";
  std::string stops = "Stops films in lessons.";
};

std::string text_of_row(const Row& row) {
  return "id: " + row.id + "\nkey: " + row.key + "\nname: Tube\nurdu: U\ngroup: " + row.group +
         "\nrisk: content\ncovers: Plays films.\nalso-stops: \"" + row.stops + "\"\nnever: Mail.\ncore: " + row.core +
         "\nshared: " + row.shared + "\nreviewed: 2026-11-21\n";
}
std::string service_said(const Row& row) { return said(parse_service(text_of_row(row), "f.yaml")); }

const std::string kCategories =
    "categories:\n  - {id: 7, key: streaming, name: N, urdu: U, covers: C., never: D., risk: content}\n";

struct Folder : TempFolder {
  Folder() {
    std::filesystem::create_directories(file("services"));
    write("categories.yaml", kCategories);
  }
  std::string categories_said() const { return said(load_categories(file("categories.yaml"))); }
};

}  // namespace

TEST_CASE("a service has its words, its hosts and where each stands") {
  const auto service = parse_service(text_of_row({}), "f.yaml");
  REQUIRE_MESSAGE(service.has_value(), said(service));
  CHECK(service->id == 128);
  CHECK(category_key(*service) == "service:tube");
  CHECK(service->name == "Tube");
  CHECK(service->group == "streaming");
  CHECK(service->risk == CategoryRisk::content);
  CHECK(service->covers == "Plays films.");
  CHECK(service->also_stops == "Stops films in lessons.");
  CHECK(service->never == "Mail.");
  REQUIRE(service->core.size() == 2);
  CHECK(service->core[1].name == "tubes.example");
  CHECK(service->core[1].place.line == 10);
  CHECK(service->shared.at(0).name == "cdn.example");
  CHECK(service->reviewed == "2026-11-21");
}

TEST_CASE("a service may stop nothing else and share no host, but has to say the former") {
  CHECK(service_said({.shared = "[]", .stops = ""}) == "accepted");
  CHECK(contains(said(parse_service("id: 128\nkey: a\n", "f.yaml")), "f.yaml:1:1: a service needs 'name'"));
  std::string without = text_of_row({});
  without.erase(without.find("also-stops"), without.find("never:") - without.find("also-stops"));
  CHECK(contains(said(parse_service(without, "f.yaml")), "a service needs 'also-stops'"));
}

TEST_CASE("a service's names are names, each once, and one at least") {
  CHECK(service_said({.core = "[]"}) == "f.yaml:10:7: a service needs a name at least that is closed with it");
  CHECK(service_said({.core = "[Tube.example]"}) ==
        "f.yaml:10:8: 'Tube.example' has capital letters; write the name in lower case");
  CHECK(contains(service_said({.core = "[\"*.tube.example\"]"}), "'*.tube.example' is not a name; write it like games.example"));
  CHECK(contains(service_said({.core = "[192.0.2.1]"}), "'192.0.2.1' is not a name"));
  CHECK(service_said({.core = "[a.example, b.example, a.example]"}) == "f.yaml:10:30: 'a.example' stands already in line 10");
}

TEST_CASE("a shared host that a core name would close is refused") {
  const std::string refusal = " is shared, but 'tube.example' of 'core' closes it too";
  CHECK(contains(service_said({.shared = "[cdn.tube.example]"}), "f.yaml:11:10: 'cdn.tube.example'" + refusal));
  CHECK(contains(service_said({.shared = "[tube.example]"}), "'tube.example'" + refusal));
  CHECK(service_said({.shared = "[othertube.example, example]"}) == "accepted");
}

TEST_CASE("a service's number and key have their range") {
  CHECK(contains(service_said({.id = "127"}), "f.yaml:1:5: '127' is out of range; write a whole number from 128 to 255"));
  CHECK(contains(service_said({.key = "service:tube"}), "f.yaml:2:6: 'service:tube' is not a key"));
  CHECK(contains(service_said({.key = "Tube"}), "'Tube' is not a key"));
}

TEST_CASE("a service stands in the file of its key") {
  const TempFolder folder;
  folder.write("tube.yaml", text_of_row({}));
  folder.write("films.yaml", text_of_row({}));
  CHECK(said(load_service(folder.file("tube.yaml"))) == "accepted");
  CHECK(contains(said(load_service(folder.file("films.yaml"))), "the service 'tube' belongs into the file tube.yaml"));
}

TEST_CASE("services join the table of categories, after them and in the order of their files") {
  const Folder folder;
  folder.write("services/tube.yaml", text_of_row({}));
  folder.write("services/reel.yaml", text_of_row({.id = "130", .key = "reel"}));
  folder.write("services/.hidden.yaml", "x");
  const auto categories = load_categories(folder.file("categories.yaml"));
  REQUIRE_MESSAGE(categories.has_value(), said(categories));
  REQUIRE(categories->size() == 3);
  CHECK((*categories)[1].key == "service:reel");
  const auto& tube = (*categories)[2];
  CHECK(tube.id == 128);
  CHECK(tube.key == "service:tube");
  CHECK(tube.kind == CategoryKind::service);
  CHECK(tube.topic == "streaming");
  CHECK(tube.also_stops == "Stops films in lessons.");
  CHECK_FALSE(tube.judged_in_targets);
}

TEST_CASE("an id that two services have, or a service and the table, is refused in the second file") {
  const Folder folder;
  folder.write("services/reel.yaml", text_of_row({.key = "reel"}));
  folder.write("services/tube.yaml", text_of_row({}));
  CHECK(folder.categories_said() == folder.file("services/tube.yaml") + ":1:1: the id 128 belongs to 'service:reel'");
  folder.write("services/tube.yaml", text_of_row({.id = "129"}));
  CHECK(folder.categories_said() == "accepted");
  folder.write(
      "categories.yaml",
      kCategories + "services:\n  - {id: 129, key: \"service:x\", name: N, urdu: U, covers: C., never: D., risk: none}\n");
  CHECK(folder.categories_said() == folder.file("services/tube.yaml") + ":1:1: the id 129 belongs to 'service:x'");
}

TEST_CASE("a service belongs to a category that there is") {
  const Folder folder;
  folder.write("services/tube.yaml", text_of_row({.group = "steaming"}));
  CHECK(folder.categories_said() ==
        folder.file("services/tube.yaml") + ":5:8: the group 'steaming' is no category: did you mean 'streaming'?");
  folder.write("services/tube.yaml", text_of_row({.group = "service:tube"}));
  CHECK(contains(folder.categories_said(), "the group 'service:tube' is no category; categories.yaml says which there are"));
}

TEST_CASE("without a folder of services there are none") {
  const TempFolder folder;
  const auto services = load_services(folder.file("services"));
  REQUIRE(services);
  CHECK(services->empty());
}

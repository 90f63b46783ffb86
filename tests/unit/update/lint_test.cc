// SPDX-License-Identifier: Apache-2.0
// `darban lists lint`: each thing that can be wrong with a folder, in a folder where nothing else is.
#include "update/lint.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/crypto.h"
#include "tests/unit/update/blocklists_folder.h"
#include "update/licences.h"

namespace darban {
namespace {

constexpr std::string_view kToday = "2026-11-21";

LintReport lint_of(const BlocklistsFolder& folder, std::string_view top_sites = "", std::string_view today = kToday) {
  LintOrder order;
  order.folder = folder.path();
  order.today = today;
  if (!top_sites.empty()) order.top_sites = *TopSites::from_text(top_sites, "top.txt");
  return lint(order);
}

// Every finding as a line, the folder's path cut off.
std::string lines_of(const BlocklistsFolder& folder, const LintReport& report) {
  std::string lines;
  for (const LintFinding& finding : report.findings) {
    std::string line = line_of(finding);
    const std::string path = folder.path() + "/";
    for (auto at = line.find(path); at != std::string::npos; at = line.find(path)) line.erase(at, path.size());
    lines += line + "\n";
  }
  return lines;
}

std::string found_in(const BlocklistsFolder& folder, std::string_view top_sites = "", std::string_view today = kToday) {
  return lines_of(folder, lint_of(folder, top_sites, today));
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string row(std::string_view name, std::string_view category) {
  return std::string(name) + "\t" + std::string(category) + "\t2026-11-01\t2028-11-01\tIs so (one.example; two.example).\n";
}

TEST_CASE("a folder in order has no finding") {
  const BlocklistsFolder folder;
  const LintReport report = lint_of(folder);
  CHECK(lines_of(folder, report) == "");
  CHECK(report.errors() == 0);
  CHECK(report.files == 5);
  CHECK(report.names == 3);
}

TEST_CASE("each broken file is named, and each broken line of a curated list") {
  BlocklistsFolder folder;
  folder.write("bypass.yaml", "nonsense: 1\n");
  folder.curated("gambling", "good.example.net\tgambling\nBAD NAME\tgambling\t2026-11-01\t2028-11-01\tWhy.\n" +
                                 row("x.net", "gambling") + row("x.net", "gambling"));
  const std::string found = found_in(folder);
  CHECK(contains(found, "bypass.yaml:1:1: error: "));
  CHECK(contains(found, "curated/gambling.tsv:1:1: error: 1 tabs in the line"));
  CHECK(contains(found, "curated/gambling.tsv:2:1: error: 'BAD NAME'"));
  CHECK(contains(found, "curated/gambling.tsv:4:1: error: 'x.net' stands already in line 3"));
}

TEST_CASE("a folder that is not there is an error") {
  LintOrder order;
  order.folder = "/nowhere/at/all";
  order.today = kToday;
  const LintReport report = lint(order);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.errors() == 1);
}

TEST_CASE("an xn-- label that no word stands behind is found") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("xn--bcher-kva.example.net", "gambling") + row("xn--zzzzzzzz99999.example.net", "gambling"));
  const std::string found = found_in(folder);
  CHECK(contains(found, "curated/gambling.tsv:2:1: error: 'xn--zzzzzzzz99999.example.net' has a label in xn-- form"));
  CHECK_FALSE(contains(found, "gambling.tsv:1:"));
}

TEST_CASE("a public suffix is found in a curated list and in a service") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("co.uk", "gambling"));
  folder.service("chatter", 130, "social", "[com.pk]", "[]");
  const std::string found = found_in(folder);
  CHECK(contains(found, "curated/gambling.tsv:1:1: error: 'co.uk' is a public suffix"));
  CHECK(contains(found, "services/chatter.yaml:10:8: error: 'com.pk' is a public suffix"));
}

TEST_CASE("a name that must stay open is found whether it is listed itself, by a parent, or below") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("push.vital.net", "gambling") + row("vital.org", "gambling"));
  folder.service("chatter", 130, "social", "[eu.time.vital.org]", "[]");
  const std::string found = found_in(folder);
  CHECK(contains(found, "curated/gambling.tsv:1:1: error: 'push.vital.net' must stay open (push, never-block.yaml:2:5)"));
  CHECK(contains(found, "curated/gambling.tsv:2:1: error: 'vital.org' closes 'time.vital.org', which must stay open (time, "));
  CHECK(contains(found, "services/chatter.yaml:10:8: error: 'eu.time.vital.org' closes 'time.vital.org', which must stay open"));
}

TEST_CASE("a service may close the domain above a name that stays open, and hears that it does") {
  BlocklistsFolder folder;
  folder.service("chatter", 130, "social", "[vital.org]", "[]");
  const LintReport report = lint_of(folder);
  CHECK(report.errors() == 0);
  CHECK(contains(lines_of(folder, report),
                 "services/chatter.yaml:10:8: warning: 'time.vital.org' below 'vital.org' must stay open"));
}

TEST_CASE("a name below one that stays open by itself alone may be closed, and so may one that only ends alike") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("ads.push.vital.net", "gambling") + row("notvital.org", "gambling"));
  CHECK(found_in(folder) == "");
}

TEST_CASE("without names that must stay open a warning says that nothing was held against them") {
  BlocklistsFolder folder;
  std::filesystem::remove(folder.path("never-block.yaml"));
  const LintReport report = lint_of(folder);
  CHECK(report.errors() == 0);
  CHECK(contains(lines_of(folder, report), "never-block.yaml: warning: it is not here"));
}

TEST_CASE("a canary that must not be inside is found in its category only, as a name and as a hash") {
  BlocklistsFolder folder;
  folder.source("bets", "gambling", "MIT", "    never-contains: [maths.example.net]\n");
  const std::string clinic = "clinic.example.org";
  const Octets octets(reinterpret_cast<const std::uint8_t*>(clinic.data()), clinic.size());
  folder.source("grown-up", "adult", "MIT",
                "    contains: [\"sha256:" + std::string(64, '0') +
                    "\"]\n    never-contains: [\"sha256:" + crypto::to_hex(crypto::sha256(octets)) + "\"]\n");
  folder.curated("gambling", row("maths.example.net", "gambling") + row("clinic.example.org", "gambling"));
  folder.curated("adult", row("clinic.example.org", "adult") + row("maths.example.net", "adult"));
  const std::string found = found_in(folder);
  CHECK(contains(found,
                 "curated/gambling.tsv:1:1: error: 'maths.example.net' closes a name that must not be in 'gambling' "
                 "(never-contains of 'bets', catalogue.yaml:2:5)"));
  CHECK(contains(found, "curated/adult.tsv:1:1: error: this name closes a name that must not be in 'adult'"));
  CHECK_FALSE(contains(found, "gambling.tsv:2:"));
  CHECK_FALSE(contains(found, "adult.tsv:2:"));
}

TEST_CASE("a name by which devices ask for a filter is no list's to close") {
  BlocklistsFolder folder;
  folder.write(
      "bypass.yaml",
      "signals:\n  - {name: canary.vital.net, scope: exact, types: [all], answer: nxdomain, level: standard, effect: \"Asks.\", "
      "source: \"vital.net\", confidence: A}\nresolvers: {names: [], addresses: []}\ntunnels: []\nports: []\n");
  folder.curated("gambling", row("canary.vital.net", "gambling"));
  CHECK(contains(found_in(folder), "curated/gambling.tsv:1:1: error: 'canary.vital.net' is how devices ask"));
}

TEST_CASE("a name of a service in a list of its group is a duplicate, and a name below another is covered") {
  BlocklistsFolder folder;
  folder.curated("social",
                 row("chatter.example.net", "social") + row("talk.example.net", "social") + row("m.talk.example.net", "social"));
  const std::string found = found_in(folder);
  CHECK(contains(found,
                 "curated/social.tsv:1:1: error: 'chatter.example.net' is in 'social' already (services/chatter.yaml:10:8)"));
  CHECK(contains(found, "curated/social.tsv:3:1: error: 'm.talk.example.net' is closed already by 'talk.example.net' above it"));
  CHECK_FALSE(contains(found, "social.tsv:2:1: error"));
}

TEST_CASE("a service keeps its own host although a list of its group closes a parent") {
  BlocklistsFolder folder;
  folder.curated("social", row("talk.example.net", "social"));
  folder.service("chatter", 130, "social", "[m.talk.example.net]", "[]");
  CHECK(found_in(folder) == "");
}

TEST_CASE("a comment that says a name was removed is held against the list") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("bets.example.net", "gambling") + "# removed bets.example.net: a school (report #412)\n");
  CHECK(contains(found_in(folder), "curated/gambling.tsv:2:1: error: the comment says that 'bets.example.net' was removed"));
}

TEST_CASE("a review that has passed is an error, one that is near a warning, one that is too far an error") {
  BlocklistsFolder folder;
  folder.curated("gambling",
                 "past.example.net\tgambling\t2025-01-01\t2026-11-20\tWhy (a; b).\n"
                 "near.example.net\tgambling\t2025-01-01\t2026-12-21\tWhy (a; b).\n"
                 "later.example.net\tgambling\t2025-01-01\t2026-12-22\tWhy (a; b).\n"
                 "far.example.net\tgambling\t2026-01-01\t2028-01-02\tWhy (a; b).\n"
                 "gambling.example\tgambling\t2026-01-01\t2099-12-31\tReserved.\n");
  CHECK(
      found_in(folder) ==
      "curated/gambling.tsv:1:38: error: the day of review, 2026-11-20, has passed; look at it again and write a new day, or "
      "drop it\n"
      "curated/gambling.tsv:2:38: warning: the review is due on 2026-12-21; look at it again and write a new day\n"
      "curated/gambling.tsv:4:37: error: entries of 'gambling' are looked at again after 24 months at most; write 2028-01-01 or "
      "earlier\n");
}

TEST_CASE("an old service and an old source are worth a look, no more") {
  BlocklistsFolder folder;
  folder.source("bets", "gambling", "MIT");
  const LintReport report = lint_of(folder, "", "2028-11-20");
  const std::string found = lines_of(folder, report);
  CHECK(contains(found, "services/chatter.yaml:1:1: warning: it was looked at on 2026-11-21"));
  CHECK(contains(found, "catalogue.yaml:2:5: warning: it was looked at on 2026-11-21"));
}

TEST_CASE("a licence nobody knows is an error") {
  BlocklistsFolder folder;
  folder.source("fine", "gambling", "CC-BY-SA-4.0");
  folder.source("not-fine", "gambling", "unknown");
  const std::string found = found_in(folder);
  CHECK(contains(found, "error: 'not-fine' has no licence that is known here: 'unknown'"));
  CHECK_FALSE(contains(found, "'fine'"));
}

TEST_CASE("licences are identifiers, joined, remarked upon, or words with a page") {
  CHECK(is_known_licence("MIT"));
  CHECK(is_known_licence("GPL-3.0-or-later AND CC-BY-4.0"));
  CHECK(is_known_licence("LicenseRef-Example"));
  CHECK(is_known_licence("MIT, with the licences of its parts"));
  CHECK(is_known_licence("free to use, see its page"));
  CHECK_FALSE(is_known_licence(""));
  CHECK_FALSE(is_known_licence("unknown"));
  CHECK_FALSE(is_known_licence("unknown, see its page"));
  CHECK_FALSE(is_known_licence("MIT AND"));
  CHECK_FALSE(is_known_licence("MIT GPL-3.0-only"));
  CHECK_FALSE(is_known_licence("LicenseRef-"));
  CHECK_FALSE(is_known_licence(", see its page"));
}

TEST_CASE("a host that goes with one service and is shared by another breaks the other") {
  BlocklistsFolder folder;
  folder.service("photos", 131, "social", "[photos.example.net]", "[img.chatter.example.net]");
  const std::string found = found_in(folder);
  CHECK(contains(found,
                 "services/chatter.yaml:10:8: error: 'chatter.example.net' goes with 'chatter', and 'photos' shares "
                 "'img.chatter.example.net' (services/photos.yaml:11:10)"));
}

TEST_CASE("a host that another service shares may be closed when parents are told") {
  BlocklistsFolder folder;
  folder.service("photos", 131, "social", "[photos.example.net]", "[img.chatter.example.net]");
  folder.replace("services/photos.yaml", "name: \"A\"", "name: \"Photos\"");
  folder.replace("services/chatter.yaml", "also-stops: \"\"", "also-stops: \"Stops the pictures in Photos.\"");
  CHECK(found_in(folder) == "");
}

TEST_CASE("a service that closes its own shared host is refused by its loader, and lint says so") {
  BlocklistsFolder folder;
  folder.service("chatter", 130, "social", "[chatter.example.net]", "[img.chatter.example.net]");
  CHECK(contains(found_in(folder), "services/chatter.yaml:11:10: error: 'img.chatter.example.net' is shared, but"));
}

TEST_CASE("a host of one service below a host of another is found, and the same host once") {
  BlocklistsFolder folder;
  folder.service("photos", 131, "social", "[img.chatter.example.net]", "[]");
  folder.service("video", 132, "social", "[video.example.net]", "[]");
  folder.service("videos", 133, "social", "[video.example.net]", "[]");
  const std::string found = found_in(folder);
  CHECK(contains(found, "services/photos.yaml:10:8: error: 'img.chatter.example.net' of 'photos' is closed with 'chatter' too"));
  CHECK(contains(found, "services/videos.yaml:10:8: error: 'video.example.net' of 'videos' is closed with 'video' too"));
  CHECK_FALSE(contains(found, "services/video.yaml:10:8: error: 'video.example.net' of"));
}

TEST_CASE("a category that nothing feeds is found; with a name that only tries the filter it is a warning") {
  BlocklistsFolder folder;
  folder.category(14, "weapons");
  CHECK(contains(found_in(folder), "categories.yaml:5:5: error: nothing feeds 'weapons'"));
  folder.curated("weapons", row("weapons.example", "weapons"));
  CHECK(contains(found_in(folder), "categories.yaml:5:5: warning: nothing feeds 'weapons'"));
}

TEST_CASE("an id belongs to one key, over categories and services, and over time") {
  BlocklistsFolder before;
  BlocklistsFolder folder;
  folder.service("photos", 130, "social", "[photos.example.net]", "[]");
  CHECK(contains(found_in(folder),
                 "services/photos.yaml:1:1: error: 'service:photos' has the id 130, which belongs to 'service:chatter'"));

  BlocklistsFolder after;
  after.service("chatter", 135, "social", "[chatter.example.net]", "[]");
  after.service("photos", 130, "social", "[photos.example.net]", "[]");
  LintOrder order;
  order.folder = after.path();
  order.since = before.path();
  order.today = kToday;
  const std::string found = lines_of(after, lint(order));
  CHECK(contains(found, "services/chatter.yaml:1:1: error: 'service:chatter' has the id 135, and had 130 before"));
  CHECK(contains(found,
                 "services/photos.yaml:1:1: error: 'service:photos' has the id 130, which belonged to 'service:chatter' before"));
}

TEST_CASE("a service of a group that is no category is found, with the word that may be meant") {
  BlocklistsFolder folder;
  folder.service("chatter", 130, "socail", "[chatter.example.net]", "[]");
  CHECK(contains(found_in(folder), "services/chatter.yaml:5:8: error: there is no category 'socail'; did you mean 'social'?"));
}

TEST_CASE("names that would close a top site are mentioned with its rank; a service's hosts are not") {
  BlocklistsFolder folder;
  folder.curated("gambling", row("known.example.net", "gambling") +
                                 "alone.example.net\tgambling\t2026-11-01\t2028-11-01\tSays so itself (alone.example.net).\n" +
                                 row("nobody.example.net", "gambling"));
  const std::string sites = "# the most visited first\n1,chatter.example.net\nknown.example.net\r\nalone.example.net\n";
  const LintReport report = lint_of(folder, sites);
  CHECK(report.errors() == 0);
  CHECK(lines_of(folder, report) ==
        "curated/gambling.tsv:1:1: warning: 'known.example.net' in 'gambling' is number 2 of the top sites; be sure that it does "
        "one "
        "thing only\n"
        "curated/gambling.tsv:2:1: warning: 'alone.example.net' in 'gambling' is number 3 of the top sites, and its reason names "
        "one "
        "source at most; name two that do not depend on each other, with a semicolon between: (one; two)\n");
}

TEST_CASE("names of adult sites are in no finding") {
  BlocklistsFolder folder;
  folder.curated("adult", row("push.vital.net", "adult") + row("secret.example.net", "adult") +
                              row("a.secret.example.net", "adult") + row("co.uk", "adult") +
                              row("xn--zzzzzzzz99999.example.net", "adult") +
                              "old.example.net\tadult\t2020-01-01\t2020-01-01\tWhy.\n# removed secret.example.net: no\n");
  const LintReport report = lint_of(folder, "secret.example.net\n");
  CHECK(report.errors() == 6);
  for (const LintFinding& finding : report.findings) {
    const std::string text = finding.sentence + finding.remedy;
    CHECK_FALSE(contains(text, "secret"));
    CHECK_FALSE(contains(text, "co.uk"));
    CHECK_FALSE(contains(text, "old.example"));
    CHECK_FALSE(contains(text, "push.vital.net"));
  }
}

TEST_CASE("a line that is refused in a list of adult names is not quoted") {
  BlocklistsFolder folder;
  folder.curated("adult", row("secret.example.net", "adult") + row("secret.example.net", "adult") + row("SECRET", "adult"));
  const LintReport report = lint_of(folder);
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].sentence == "... stands already in line 1");
  CHECK_FALSE(contains(lines_of(folder, report), "SECRET"));
}

TEST_CASE("a file of top sites with a line that is no site is refused with its line") {
  const auto sites = TopSites::from_text("good.example\nnot a site\n", "top.txt");
  REQUIRE_FALSE(sites);
  CHECK(sites.error().place.line == 2);
  CHECK_FALSE(TopSites::from_text("# nothing\n", "top.txt"));
}

}  // namespace
}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "import/rule_line.h"

#include <doctest/doctest.h>

#include "import/list_hints.h"
#include "tests/unit/import/imports.h"

using namespace darban;
using namespace darban::test;

namespace {

// "block subtree x.example", or why not.
std::string read(std::string_view line) {
  const RuleLine rule = read_rule_line(line);
  if (rule.comment) return "comment";
  if (!rule.why.empty()) return "no";
  std::string text;
  for (const RuleName& name : rule.names) {
    text += (text.empty() ? "" : "; ") + std::string(name.allow ? "allow " : "block ");
    text += name.scope == RuleName::Scope::exact ? "exact " : name.scope == RuleName::Scope::subtree ? "subtree " : "below ";
    text += name.name;
  }
  return text;
}

std::string id_of(const std::string& url, std::initializer_list<std::string> urls) {
  Catalogue catalogue;
  catalogue.sources.emplace_back();
  catalogue.sources[0].id = "it";
  catalogue.sources[0].urls = urls;
  FoundList list;
  list.url = url;
  return known_list(list, &catalogue).id;
}

}  // namespace

TEST_CASE("a rule's name comes out as it is read by lists") {
  CHECK(read("||games.example^") == "block subtree games.example");
  CHECK(read("@@||Games.Example^") == "allow subtree games.example");
  CHECK(read("|one.example^") == "block exact one.example");
  CHECK(read("one.example") == "block exact one.example");
  CHECK(read("||*.below.example^") == "block below below.example");
  CHECK(read("0.0.0.0 a.example b.example") == "block exact a.example; block exact b.example");
  CHECK(read("||m\xc3\xbcller.example^") == "block subtree xn--mller-kva.example");
  CHECK(read("/(^|\\.)games\\.example$/") == "block subtree games.example");
  CHECK(read("/^one\\.example$/") == "block exact one.example");
  CHECK(read("@@/^(.+\\.)?two\\.example$/") == "allow subtree two.example");
  CHECK(read("||co^") == "block subtree co");
}

TEST_CASE("what says no single name is not guessed at") {
  for (const char* line :
       {"/^ad[0-9]+\\./", "||x.example^$dnstype=AAAA", "||x.example^$client=1.2.3.4", "||x.example^$badfilter",
        "||x.example^$denyallow=a.x.example", "||x.example/path^", "ads*.example", "192.168.1.9 nas.lan", "||192.0.2.1^",
        "example.com##.ad", "{\"a\": 1}", "<html>", "a b c d", "\x01", "||x.example^$third-party"})
    CHECK_MESSAGE(read(line) == "no", line);
  for (const char* line : {"! comment", "# comment", "", "   "}) CHECK(read(line) == "comment");
}

TEST_CASE("a list is known by its address, its mirror or another of its formats") {
  CHECK(id_of("http://www.lists.example/a.txt", {"https://lists.example/a.txt"}) == "it");
  CHECK(id_of("https://raw.githubusercontent.com/o/r/main/a/b.txt", {"https://cdn.jsdelivr.net/gh/o/r@latest/a/b.txt"}) == "it");
  CHECK(
      id_of("https://github.com/o/r/raw/refs/heads/main/a/b.txt", {"https://raw.githubusercontent.com/o/r/main/b.txt"}).empty());
  CHECK(id_of("https://raw.githubusercontent.com/hagezi/dns-blocklists/main/domains/pro.txt",
              {"https://cdn.jsdelivr.net/gh/hagezi/dns-blocklists@latest/adblock/pro.txt"}) == "it");
  CHECK(id_of("https://raw.githubusercontent.com/hagezi/dns-blocklists/main/domains/pro.plus.txt",
              {"https://cdn.jsdelivr.net/gh/hagezi/dns-blocklists@latest/adblock/pro.txt"})
            .empty());
  CHECK(id_of("https://lists.example/b.txt", {"https://lists.example/a.txt"}).empty());
  CHECK(id_of("", {"https://lists.example/a.txt"}).empty());
}

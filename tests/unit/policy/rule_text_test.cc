// SPDX-License-Identifier: Apache-2.0
#include "policy/rule_text.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

RuleText rule(std::string_view text) {
  auto read = read_rule(text);
  if (!read) FAIL(text << ": " << read.error().sentence);
  return *read;
}

// "12: sentence"
std::string refusal(std::string_view text) {
  const auto read = read_rule(text);
  REQUIRE_FALSE(read.has_value());
  return std::to_string(read.error().at) + ": " + read.error().sentence;
}

bool says(const std::string& whole, const std::string& part) {
  if (whole.find(part) != std::string::npos) return true;
  MESSAGE(whole);
  return false;
}

}  // namespace

TEST_CASE("a name with two bars and a bare name are the name and everything below it, one bar is the name alone") {
  CHECK(rule("||games.example^").name == "games.example"_name);
  CHECK_FALSE(rule("||games.example^").exact);
  CHECK_FALSE(rule("games.example").exact);
  CHECK_FALSE(rule("*.games.example").exact);
  CHECK(rule("|games.example^").exact);
  CHECK(rule("|games.example^|").exact);
  CHECK(rule("@@||school.example^").allow);
  CHECK(rule("@@school.example").allow);
  CHECK(rule("||Games.Example^").name == "games.example"_name);
}

TEST_CASE("a rule without conditions says what allow and block say") {
  CHECK(rule("||x.example^").is_plain());
  CHECK(rule("@@||x.example^").is_plain());
  for (const char* text : {"|x.example^", "||x.example^$important", "||x.example^$dnstype=A", "||x.example^$client=Ali",
                           "||x.example^$ctag=user_child", "||x.example^$ctag=~user_child", "||x.example^$time=daily:10.00-11.00",
                           "||x.example^$denyallow=a.x.example", "||x.example^$dnsrewrite=REFUSED"})
    CHECK_FALSE(rule(text).is_plain());
}

TEST_CASE("conditions stand behind the dollar, with commas between") {
  const RuleText found =
      rule("||x.example^$important,denyallow=a.x.example|b.x.example,dnstype=A|aaaa|TYPE65,dnsrewrite=NXDOMAIN");
  CHECK(found.important);
  CHECK(found.holes == std::vector<Name>{"a.x.example"_name, "b.x.example"_name});
  CHECK(found.types == std::vector<RrType>{RrType::a, RrType::aaaa, RrType::https});
  CHECK_FALSE(found.types_left_out);
  CHECK(found.closed_as == ClosedAs::nxdomain);
  CHECK(rule("||x.example^$dnstype=~A").types_left_out);
  CHECK(rule("||x.example^$dnsrewrite=NOERROR;;").closed_as == ClosedAs::nodata);
  CHECK(rule("||x.example^$dnsrewrite=refused").closed_as == ClosedAs::refused);
}

TEST_CASE("clients are names, addresses, networks and MAC addresses, quoted where they need it") {
  const RuleText found =
      rule(R"(||x.example^$client='Emma tablet'|Ali/phone|192.168.3.0/24|~192.168.3.9|"Mary's"|02:00:5e:10:00:01|O\'Hara\, Tom)");
  REQUIRE(found.clients.size() == 7);
  CHECK(found.clients[0].name == "Emma tablet");
  CHECK(found.clients[1].name == "Ali/phone");
  CHECK(found.clients[2].network == "192.168.3.0/24"_prefix);
  CHECK(found.clients[3].left_out);
  CHECK(found.clients[3].network == "192.168.3.9"_prefix);
  CHECK(found.clients[4].name == "Mary's");
  CHECK(found.clients[5].mac == "02:00:5e:10:00:01"_mac);
  CHECK(found.clients[6].name == "O'Hara, Tom");
  CHECK(rule(R"(||x.example^$client=~'Mary\'s\, John\'s\, and Boris\'s laptops')").clients[0].name ==
        "Mary's, John's, and Boris's laptops");
  CHECK(rule("||x.example^$client='a,b|c',important").clients[0].name == "a,b|c");
  CHECK(rule("||x.example^$client='192.168.3.9'").clients[0].name == "192.168.3.9");  // in quotes it is a name
}

TEST_CASE("tags are for children, grown-ups, kinds of devices and systems") {
  const RuleText found = rule("||x.example^$ctag=user_child|device_tablet|~device_tv");
  CHECK(found.tags == (*tag_named("user_child") | *tag_named("device_tablet")));
  CHECK(found.not_tags == *tag_named("device_tv"));
}

TEST_CASE("windows of time have days and two times, in dots or colons") {
  CHECK(rule("||x.example^$time=mon-fri:22.00-07.00").times == std::vector<RuleTime>{{0b0011111, 1320, 420}});
  CHECK(rule("||x.example^$time=Sat:9:30-24.00|daily:00.00-00.00").times ==
        std::vector<RuleTime>{{0b0100000, 570, 1440}, {0b1111111, 0, 1440}});
}

TEST_CASE("two rules are the same when they say the same, in whatever order") {
  CHECK(rule("||x.example^$badfilter").is_same(rule("||x.example^")));
  CHECK(rule("x.example").is_same(rule("||X.example^")));
  CHECK(rule("||x.example^$important,dnstype=A|AAAA,badfilter").is_same(rule("||x.example^$dnstype=AAAA|A,important")));
  CHECK(rule("||x.example^$client=Ali|Sara").is_same(rule("||x.example^$client='Sara'|Ali")));
  CHECK_FALSE(rule("||x.example^").is_same(rule("|x.example^")));
  CHECK_FALSE(rule("||x.example^").is_same(rule("@@||x.example^")));
  CHECK_FALSE(rule("||x.example^$client=Ali").is_same(rule("||x.example^$client=~Ali")));
  CHECK_FALSE(rule("||x.example^$dnstype=A").is_same(rule("||x.example^$dnstype=~A")));
}

TEST_CASE("what is no rule of ours is refused with its place and what would be right") {
  CHECK(says(refusal(""), "0: a rule needs a name"));
  CHECK(says(refusal("! games"), "0: this is a comment"));
  CHECK(says(refusal("/ads[0-9]/"), "0: regular expressions"));
  CHECK(says(refusal("x.example##.ad"), "9: this is about the inside of a page"));
  CHECK(says(refusal("||ads*.example^"), "5: masks with *"));
  CHECK(says(refusal("||x.example/path^"), "11: only whole names"));
  CHECK(
      says(refusal("||x.example"), "11: without '^' at its end this would mean every name that begins so; write '||x.example^'"));
  CHECK(says(refusal("x.example^"), "0: without '||' in front"));
  CHECK(says(refusal("0.0.0.0 x.example"), "7: no blanks"));
  CHECK(says(refusal("||192.0.2.1^"), "2: '192.0.2.1' is an address"));
  CHECK(says(refusal("||x.example^y"), "12: a rule ends with its name"));
  CHECK(says(refusal("||^"), "2: a name is missing"));
  CHECK(says(refusal("||.^"), "means every name there is"));
  CHECK(says(refusal("||x.example^$"), "13: a modifier is missing"));
  CHECK(says(refusal("||x.example^$third-party"), "13: '$third-party' is a browser's"));
  CHECK(says(refusal("||x.example^$importent"), "13: there is no modifier '$importent'; did you mean '$important'?"));
  CHECK(says(refusal("||x.example^$wonderful"), "they are: important, badfilter"));
  CHECK(says(refusal("||x.example^$important,important"), "23: $important is written twice"));
  CHECK(says(refusal("||x.example^$important=1"), "13: $important takes no value"));
  CHECK(says(refusal("||x.example^$client"), "13: $client needs a value; write it like $client=Ali"));
  CHECK(says(refusal("||x.example^$client='Ali"), "20: a quote that is not closed"));
  CHECK(says(refusal("||x.example^$client=Ali||Sara"), "24: somebody is missing"));
  CHECK(says(refusal("||x.example^$ctag=user_kid"), "18: there is no tag 'user_kid'; the tags are: user_child, user_regular"));
  CHECK(says(refusal("||x.example^$ctag=user_child|~user_child"), "with and without ~"));
  CHECK(says(refusal("||x.example^$dnstype=B"), "21: 'B' is no record type"));
  CHECK(says(refusal("||x.example^$dnstype=ANY"), "is no record type"));
  CHECK(says(refusal("||x.example^$dnstype=A|~AAAA"), "do not go together"));
  CHECK(says(refusal("||x.example^$denyallow=y.example"), "23: 'y.example' is not below the rule's name"));
  CHECK(says(refusal("@@||x.example^$denyallow=y.x.example"), "0: '@@' does not go with $denyallow"));
  CHECK(says(refusal("@@||x.example^$dnsrewrite=NXDOMAIN"), "0: '@@' opens"));
  CHECK(says(refusal("||x.example^$dnsrewrite=192.0.2.7"), "24: own rules lead no name to another"));
  CHECK(says(refusal("||x.example^$time=22.00-07.00"), "has no days"));
  CHECK(says(refusal("||x.example^$time=mon-fri:22.00"), "is no window of time"));
  CHECK(says(refusal("||x.example^$time=mon-fry:22.00-07.00"), "is not a day"));
  CHECK(says(refusal("||x.example^$time=mon:25.00-07.00"), "is not a time of day"));
}

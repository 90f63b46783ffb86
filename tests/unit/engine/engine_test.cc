// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr CategoryId kGaming{1};
constexpr CategoryId kTrackers{2};
const WallTime kMonday2000{Seconds{1795464000}};  // 2026-11-23 20:00 UTC, a Monday

std::vector<std::uint8_t> bytes(Octets octets) { return {octets.begin(), octets.end()}; }

struct Reply {
  Next next = Next::drop;
  std::vector<std::uint8_t> octets;
  bool gated = false;

  Header header() const {
    ByteReader in(octets);
    return read_header(in);
  }
  Rcode rcode() const { return header().rcode(); }
  bool has(std::uint16_t wanted) const { return (header().flags & wanted) != 0; }
  std::vector<RrView> records(Section section) const {
    std::vector<RrView> found;
    MessageWalk walk(octets);
    RrView rr;
    while (walk.next(rr)) {
      if (rr.section == section) found.push_back(rr);
    }
    return found;
  }
  std::vector<RrView> answers() const { return records(Section::answer); }
  // The EDE info code, or -1.
  int ede() const {
    for (const RrView& rr : records(Section::additional)) {
      if (rr.type != RrType::opt || rr.rdata.size() < 6) continue;
      return rr.rdata[4] << 8 | rr.rdata[5];
    }
    return -1;
  }
};

// A household, an engine and a clock that moves when told.
struct House {
  Household household;
  Settings settings;
  ListCompanions companions;
  EngineLimits limits;
  Now now{MonoTime(Seconds(5000)), kMonday2000, true};
  std::shared_ptr<const Policy> policy;
  std::unique_ptr<Engine> engine;
  std::vector<std::unique_ptr<Query>> waiting;
  std::vector<std::uint8_t> room = std::vector<std::uint8_t>(65535);
  std::vector<Reply> delivered;
  std::uint64_t generation = 0;
  IpAddress asked = "192.168.1.1"_ip;  // our address

  House() {
    WrittenPerson child;
    child.name = "Sara";
    child.profile.band = Band::age_10_12;
    child.profile.close.push_back({"gaming", {}});
    child.devices.push_back({"tablet", {}, {"192.168.1.10"_prefix}, {}});
    household.people.push_back(child);
    WrittenPerson adult;
    adult.name = "Amna";
    adult.profile.band = Band::adult;
    adult.devices.push_back({"phone", {}, {"192.168.1.20"_prefix}, {}});
    household.people.push_back(adult);
    settings.allow_from = {"127.0.0.0/8"_prefix, "192.168.0.0/16"_prefix};
  }
  WrittenProfile& child() { return household.people[0].profile; }

  House& open() {
    const auto image = image_of({{kGaming, "gaming"}, {kTrackers, "trackers", true}},
                                {{"games.example", kGaming}, {"tracker.example", kTrackers}});
    auto built = build_policy(household, settings, image, companions);
    REQUIRE(built);
    policy = *built;
    if (!engine) engine = std::make_unique<Engine>(limits, HashSeed{7});
    engine->use(*policy, ++generation, now);
    return *this;
  }
  void pass(Seconds time) {
    now.mono += time;
    now.wall += time;
    engine->use(*policy, generation, now);
  }
  Reply ask_raw(Octets octets, const char* from = "192.168.1.20", Transport transport = Transport::udp) {
    auto query = std::make_unique<Query>();
    const std::vector<std::uint8_t> request = bytes(octets);  // on the heap: reading past its end is seen by the sanitizer
    query->request = request;
    query->room = room;
    query->client = *IpAddress::from_text(from);
    query->asked = asked;
    query->transport = transport;
    engine->read(*query, now);
    Reply reply;
    reply.next = engine->ask(*query, now);
    reply.octets = bytes(query->reply);
    reply.gated = query->gated;
    if (reply.next == Next::forward || reply.next == Next::wait) {
      query->request = {};
      waiting.push_back(std::move(query));
    }
    return reply;
  }
  Reply ask(const char* name, RrType type = RrType::a, const char* from = "192.168.1.20") {
    return ask_raw(Packet::query().question(name, type).opt().octets(), from);
  }
  Reply ask_as_child(const char* name, RrType type = RrType::a) { return ask(name, type, "192.168.1.10"); }
  // The upstream answers the question that was forwarded last.
  std::vector<Reply> upstream_says(const Packet& answer, std::size_t which = SIZE_MAX) {
    delivered.clear();
    const Ticket ticket = engine->ticket_of(*waiting[which == SIZE_MAX ? waiting.size() - 1 : which]);
    engine->answered(ticket, answer.octets(), now, room, collector());
    return delivered;
  }
  std::vector<Reply> upstream_fails(UpstreamTrouble trouble) {
    delivered.clear();
    engine->failed(engine->ticket_of(*waiting.back()), trouble, now, room, collector());
    return delivered;
  }
  Engine::Deliver collector() {
    return [this](Query& query) { delivered.push_back({Next::reply, bytes(query.reply), query.gated}); };
  }
  std::uint64_t count(Health what) const { return std::as_const(*engine).counters().of(what); }
  std::uint64_t count(Total what) const { return std::as_const(*engine).counters().of(what); }
};

Packet plain_answer(const char* name = "a.test-site.example", std::uint32_t ttl = 3600) {
  return Packet::response().question(name).a(name, ttl, {198, 18, 0, 1});
}

bool is_null_answer(const Reply& reply) {
  const auto answers = reply.answers();
  return reply.rcode() == Rcode::noerror && answers.size() == 1 && answers[0].type == RrType::a &&
         bytes(answers[0].rdata) == std::vector<std::uint8_t>{0, 0, 0, 0};
}

}  // namespace

TEST_CASE("responses, scraps and nothing are met with silence") {
  House house;
  house.open();
  CHECK(house.ask_raw(Packet::response().question("a.example").octets()).next == Next::drop);
  CHECK(house.ask_raw(Octets(Packet::query().bytes()).first(11)).next == Next::drop);
  CHECK(house.ask_raw({}).next == Next::drop);
  CHECK(house.count(Health::dropped) == 3);
}

TEST_CASE("a message that is not a clean question is told so") {
  House house;
  house.open();
  CHECK(house.ask_raw(Packet::query().octets()).rcode() == Rcode::formerr);
  CHECK(house.ask_raw(Packet::query().flags(0x2000).question("a.example").octets()).rcode() == Rcode::notimp);
  const Reply badvers = house.ask_raw(Packet::query().question("a.example").opt(1232, false, 1).octets());
  CHECK(badvers.rcode() == Rcode::noerror);  // the lower four bits of 16
  const auto opt = badvers.records(Section::additional);
  REQUIRE(opt.size() == 1);
  CHECK((opt[0].ttl >> 24) == 1);
  CHECK(house.count(Health::malformed) == 3);
}

TEST_CASE("other classes, transfers and RD = 0 are refused, ANY gets one record") {
  House house;
  house.open();
  CHECK(house.ask_raw(Packet::query().question("version.bind", RrType::txt, RrClass::chaos).octets()).rcode() == Rcode::refused);
  CHECK(house.ask("example.com", RrType::axfr).rcode() == Rcode::refused);
  CHECK(house.ask_raw(Packet::query().without(flag::recursion_desired).question("a.example").octets()).rcode() == Rcode::refused);
  const Reply any = house.ask("example.com", RrType::any);
  REQUIRE(any.answers().size() == 1);
  CHECK(any.answers()[0].type == RrType::hinfo);
}

TEST_CASE("a stranger is refused with EDE 18") {
  House house;
  house.open();
  const Reply reply = house.ask("a.test-site.example", RrType::a, "203.0.113.9");
  CHECK(reply.rcode() == Rcode::refused);
  CHECK(reply.ede() == 18);
}

TEST_CASE("names of the house are answered in the house") {
  House house;
  house.open();
  const Reply local = house.ask("localhost");
  CHECK(bytes(local.answers().at(0).rdata) == std::vector<std::uint8_t>{127, 0, 0, 1});
  CHECK(house.ask("printer.local").rcode() == Rcode::nxdomain);
  CHECK(house.ask("9.1.168.192.in-addr.arpa", RrType::ptr).rcode() == Rcode::nxdomain);
  CHECK(house.ask("_dns.resolver.arpa", RrType::svcb).answers().empty());
  CHECK(bytes(house.ask("darban.home.arpa").answers().at(0).rdata) == std::vector<std::uint8_t>{192, 168, 1, 1});
  CHECK(house.count(Health::forwarded) == 0);
}

TEST_CASE("an open name travels, comes back with the client's id and spelling, and is cached") {
  House house;
  house.open();
  CHECK(house.ask_raw(Packet::query(99).question("A.Test-Site.EXAMPLE").octets()).next == Next::forward);
  const auto replies = house.upstream_says(plain_answer());
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].header().id == 99);
  CHECK(replies[0].has(flag::recursion_available));
  const auto spelt = Packet::wire("A.Test-Site.EXAMPLE");
  CHECK(std::equal(spelt.begin(), spelt.end(), replies[0].octets.begin() + 12));
  CHECK(house.ask("a.test-site.example").next == Next::reply);
  CHECK(house.count(Health::cache_hits) == 1);
}

TEST_CASE("a cached answer grows older and is asked again when it ends") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  house.upstream_says(plain_answer("a.test-site.example", 100));
  house.pass(Seconds(40));
  CHECK(house.ask("a.test-site.example").answers().at(0).ttl == 60);
  house.pass(Seconds(60));
  CHECK(house.ask("a.test-site.example").next == Next::forward);
}

TEST_CASE("the same question asked twice travels once and answers both") {
  House house;
  house.open();
  CHECK(house.ask("a.test-site.example").next == Next::forward);
  CHECK(house.ask("A.test-site.example").next == Next::wait);
  CHECK(house.upstream_says(plain_answer(), 0).size() == 2);
  CHECK(house.upstream_says(plain_answer(), 0).empty());  // a second answer to it finds nobody
}

TEST_CASE("a client that validates does not get the answer of one that does not") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  house.upstream_says(plain_answer());
  CHECK(house.ask_raw(Packet::query().question("a.test-site.example").opt(1232, true).octets()).next == Next::forward);
  CHECK(house.ask_raw(Packet::query().flags(flag::checking_disabled).question("a.test-site.example").octets()).next ==
        Next::forward);
}

TEST_CASE("AD is passed on to those who asked for it") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  house.upstream_says(plain_answer().flags(flag::authentic_data));
  CHECK_FALSE(house.ask("a.test-site.example").has(flag::authentic_data));
  CHECK(house.ask_raw(Packet::query().flags(flag::authentic_data).question("a.test-site.example").octets())
            .has(flag::authentic_data));
}

TEST_CASE("one name is closed for the child and open for the adult") {
  House house;
  house.open();
  const Reply child = house.ask_as_child("play.games.example");
  CHECK(child.next == Next::reply);
  CHECK(is_null_answer(child));
  CHECK(child.answers()[0].ttl == 10);
  CHECK(child.ede() == 17);
  CHECK_FALSE(child.has(flag::authentic_data));
  CHECK(house.ask("play.games.example").next == Next::forward);
  CHECK(house.count(Total::closed) == 1);
}

TEST_CASE("closed AAAA is ::, closed HTTPS is empty with an SOA, and without an OPT nothing is explained") {
  House house;
  house.open();
  CHECK(bytes(house.ask_as_child("games.example", RrType::aaaa).answers().at(0).rdata) == std::vector<std::uint8_t>(16, 0));
  const Reply https = house.ask_as_child("games.example", RrType::https);
  CHECK(https.rcode() == Rcode::noerror);
  CHECK(https.answers().empty());
  CHECK(https.records(Section::authority).at(0).type == RrType::soa);
  const Reply plain = house.ask_raw(Packet::query().question("games.example").octets(), "192.168.1.10");
  CHECK(plain.records(Section::additional).empty());
}

TEST_CASE("a sealed name's reply is that of any closed name, octet for octet, and no sum moves") {
  House house;
  const auto key = crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  const auto file = seal("licensed-1.example\n", {"Example School, contract 7", 0}, *key);
  house.companions.sealed = *SealedList::open(*file, *key);
  house.open();
  for (const RrType type : {RrType::a, RrType::aaaa, RrType::https, RrType::txt}) {
    const Reply generic = house.ask_as_child("aaaa.games.example", type);
    const std::uint64_t closed = house.count(Total::closed);
    const Reply sealed = house.ask_as_child("licensed-1.example", type);
    constexpr std::size_t kName = 20;  // octets of either name
    const auto without_name = [](const Reply& reply) {
      auto octets = reply.octets;
      octets.erase(octets.begin() + 12, octets.begin() + 12 + kName);
      return octets;
    };
    CHECK(sealed.next == Next::reply);
    CHECK(without_name(sealed) == without_name(generic));
    CHECK(house.count(Total::closed) == closed);
    CHECK(house.count(Total::opened) == 0);
  }
  CHECK(house.ask("www.licensed-1.example").next == Next::reply);  // adults too
  CHECK(house.ask("licensed-2.example").next == Next::forward);
}

TEST_CASE("an answer that leads to a sealed name is closed, fresh and cached") {
  House house;
  const auto key = crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  const auto file = seal("licensed-1.example\n", {"Example School, contract 7", 0}, *key);
  house.companions.sealed = *SealedList::open(*file, *key);
  house.open().ask("alias.example");
  const auto answer = Packet::response()
                          .question("alias.example")
                          .cname("alias.example", 300, "licensed-1.example")
                          .a("licensed-1.example", 300, {198, 18, 0, 1});
  const auto delivered = house.upstream_says(answer);
  REQUIRE(delivered.size() == 1);
  CHECK(is_null_answer(delivered[0]));
  CHECK(is_null_answer(house.ask("alias.example")));
  CHECK(house.count(Total::closed) == 0);
}

TEST_CASE("a profile may answer NXDOMAIN or REFUSED instead") {
  House house;
  house.child().answer = AnswerMode::nxdomain;
  house.open();
  CHECK(house.ask_as_child("games.example").rcode() == Rcode::nxdomain);
  house.child().answer = AnswerMode::refused;
  house.open();
  CHECK(house.ask_as_child("games.example").rcode() == Rcode::refused);
}

TEST_CASE("a profile may answer with darban's own address, where the page is, and everything else with nothing") {
  House house;
  house.settings.web_listen.push_back({WebListen::Kind::http, {"192.168.1.1"_ip, 80, ""}, "", ""});
  house.child().answer = AnswerMode::page;
  house.open();
  const auto reply = house.ask_as_child("games.example");
  const auto led = reply.answers();
  REQUIRE(led.size() == 1);
  CHECK(bytes(led[0].rdata) == std::vector<std::uint8_t>{192, 168, 1, 1});
  for (const RrType type : {RrType::aaaa, RrType::https, RrType::svcb, RrType::mx}) {
    const auto answer = house.ask_as_child("games.example", type);
    CHECK(answer.rcode() == Rcode::noerror);
    CHECK(answer.answers().empty());
  }
  for (const IpAddress& elsewhere : {"192.168.1.2"_ip, "198.51.100.1"_ip, "fd00::1"_ip}) {
    house.asked = elsewhere;
    CHECK(is_null_answer(house.ask_as_child("games.example")));
  }
}

TEST_CASE("what the adult's question brought into the cache stays closed for the child") {
  House house;
  house.open();
  house.ask("games.example");
  house.upstream_says(Packet::response().question("games.example").a("games.example", 60, {198, 18, 0, 1}));
  CHECK(house.ask("games.example").answers().at(0).ttl == 60);
  CHECK(is_null_answer(house.ask_as_child("games.example")));
}

TEST_CASE("a CNAME to a closed tracker closes the answer, fresh and cached") {
  House house;
  house.child().close.push_back({"trackers", {}});
  house.open();
  const Packet answer = Packet::response()
                            .question("news.example")
                            .cname("news.example", 60, "x.tracker.example")
                            .a("x.tracker.example", 60, {198, 18, 0, 1});
  house.ask_as_child("news.example");
  CHECK(is_null_answer(house.upstream_says(answer).at(0)));
  CHECK(is_null_answer(house.ask_as_child("news.example")));
}

TEST_CASE("an HTTPS record whose target is closed closes the answer") {
  House house;
  house.child().close.push_back({"trackers", {}});
  house.open();
  house.ask_as_child("news.example", RrType::https);
  const auto replies = house.upstream_says(
      Packet::response().question("news.example", RrType::https).https("news.example", 60, "x.tracker.example"));
  CHECK(replies.at(0).answers().empty());
  CHECK(replies.at(0).rcode() == Rcode::noerror);
  CHECK(replies.at(0).ede() == 17);
}

TEST_CASE("a CNAME to a category that does not count in targets stays open") {
  House house;
  house.open();
  house.ask_as_child("news.example");
  CHECK(house
            .upstream_says(Packet::response()
                               .question("news.example")
                               .cname("news.example", 60, "cdn.games.example")
                               .a("cdn.games.example", 60, {198, 18, 0, 1}))
            .at(0)
            .answers()
            .size() == 2);
}

TEST_CASE("a private address for a public name is withheld unless the settings expect it") {
  House house;
  house.settings.private_answers_for = {"plex.direct"};
  house.open();
  house.ask("rebind.example");
  const auto withheld =
      house.upstream_says(Packet::response().question("rebind.example").a("rebind.example", 60, {192, 168, 1, 1}));
  CHECK(withheld.at(0).answers().empty());
  house.ask("x.plex.direct");
  CHECK(house.upstream_says(Packet::response().question("x.plex.direct").a("x.plex.direct", 60, {192, 168, 1, 1}))
            .at(0)
            .answers()
            .size() == 1);
}

TEST_CASE("before bedtime an answer ends at bedtime, at bedtime the door is closed, and help is open at any hour") {
  House house;
  house.child().timetable.push_back({0x7f, 21 * 60, 7 * 60, Mode::bedtime, {}, {}});
  house.open();
  house.pass(Seconds(59 * 60 + 20));  // 20:59:20
  house.ask_as_child("a.test-site.example");
  CHECK(house.upstream_says(plain_answer()).at(0).answers().at(0).ttl == 40);
  house.pass(Seconds(40));
  const Reply closed = house.ask_as_child("a.test-site.example");
  CHECK(is_null_answer(closed));
  CHECK(house.ask("a.test-site.example").answers().size() == 1);
  house.pass(Seconds(6 * 3600));  // 03:00
  CHECK(house.ask_as_child("www.childline.org.uk").next == Next::forward);
  CHECK(house.count(Total::closed_by_time) == 1);
}

TEST_CASE("with a timetable no answer is kept longer than 300 s") {
  House house;
  house.child().timetable.push_back({0x7f, 23 * 60, 23 * 60 + 30, Mode::bedtime, {}, {}});
  house.open();
  house.ask_as_child("a.test-site.example");
  CHECK(house.upstream_says(plain_answer()).at(0).answers().at(0).ttl == 300);
  CHECK(house.ask("a.test-site.example").answers().at(0).ttl == 3600);
}

TEST_CASE("a question that travelled past bedtime, or past a change of the rules, is judged again") {
  House house;
  house.child().timetable.push_back({0x7f, 21 * 60, 7 * 60, Mode::bedtime, {}, {}});
  house.open();
  house.pass(Seconds(3599));
  house.ask_as_child("a.test-site.example");
  house.pass(Seconds(1));
  CHECK(is_null_answer(house.upstream_says(plain_answer()).at(0)));
  house.ask("b.test-site.example");
  house.household.block.push_back({"b.test-site.example", {}});
  house.open();
  CHECK(is_null_answer(house.upstream_says(plain_answer("b.test-site.example")).at(0)));
}

TEST_CASE("when no upstream answers the client hears SERVFAIL with the reason, and so does the next for a moment") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  const Reply failed = house.upstream_fails(UpstreamTrouble::timeout).at(0);
  CHECK(failed.rcode() == Rcode::servfail);
  CHECK(failed.ede() == 22);
  CHECK(house.ask("a.test-site.example").rcode() == Rcode::servfail);
  house.pass(Seconds(3));
  CHECK(house.ask("a.test-site.example").next == Next::forward);
  CHECK(house.upstream_fails(UpstreamTrouble::unreachable).at(0).ede() == 23);
}

TEST_CASE("a stale answer is better than none where the settings allow it, and says that it is stale") {
  House house;
  house.limits.serve_stale = Seconds(3600);
  house.open();
  house.ask("a.test-site.example");
  house.upstream_says(plain_answer("a.test-site.example", 10));
  house.pass(Seconds(100));
  CHECK(house.ask("a.test-site.example").next == Next::forward);
  const Reply stale = house.upstream_fails(UpstreamTrouble::timeout).at(0);
  CHECK(stale.answers().at(0).ttl == 30);
  CHECK(stale.ede() == 3);
}

TEST_CASE("an answer to another question is a failure, not an answer") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  CHECK(house.upstream_says(plain_answer("evil.example")).at(0).rcode() == Rcode::servfail);
}

TEST_CASE("a no is cached as long as its SOA says") {
  House house;
  house.open();
  house.ask("gone.test-site.example");
  house.upstream_says(Packet::response(Rcode::nxdomain).question("gone.test-site.example").soa("test-site.example", 900, 60));
  const Reply cached = house.ask("gone.test-site.example");
  CHECK(cached.rcode() == Rcode::nxdomain);
  CHECK(cached.records(Section::authority).at(0).ttl == 60);
  house.pass(Seconds(60));
  CHECK(house.ask("gone.test-site.example").next == Next::forward);
}

TEST_CASE("what does not fit UDP is left out whole and marked, and comes whole over TCP") {
  House house;
  house.open();
  Packet large = Packet::response().question("a.test-site.example");
  for (int i = 0; i < 60; ++i) large.a("a.test-site.example", 60, {198, 18, 0, static_cast<std::uint8_t>(i)});
  house.ask_raw(Packet::query().question("a.test-site.example").octets());
  const Reply small = house.upstream_says(large).at(0);
  CHECK(small.has(flag::truncated));
  CHECK(small.octets.size() <= 512);
  CHECK(small.answers().empty());
  const Reply whole = house.ask_raw(Packet::query().question("a.test-site.example").octets(), "192.168.1.20", Transport::tcp);
  CHECK(whole.answers().size() == 60);
  CHECK_FALSE(whole.has(flag::truncated));
}

TEST_CASE("the question sent upstream is clean: no id, lower case, an empty OPT, nothing of the client's") {
  House house;
  house.open();
  house.ask_raw(Packet::query(4711).question("A.Test-Site.example").opt(4096, true, 0, {0, 8, 0, 4, 1, 2, 3, 4}).octets());
  std::vector<std::uint8_t> sent_room(512);
  const Octets sent = house.engine->upstream_query(*house.waiting.back(), sent_room);
  const auto expected = Packet::query(0).flags(flag::authentic_data).question("a.test-site.example").opt(1232, true);
  CHECK(bytes(sent) == bytes(expected.octets()));
}

TEST_CASE("who went away is not delivered to") {
  House house;
  house.open();
  house.ask("a.test-site.example");
  house.ask("a.test-site.example");
  house.engine->forget(*house.waiting[1]);
  CHECK(house.upstream_says(plain_answer(), 0).size() == 1);
}

TEST_CASE("a worker with no room for one more travelling question lets it go") {
  House house;
  house.limits.in_flight = 1;
  house.open();
  CHECK(house.ask("a.test-site.example").next == Next::forward);
  CHECK(house.ask("b.test-site.example").next == Next::drop);
  CHECK(house.count(Health::overflow) == 1);
}

TEST_CASE("canaries say that this network filters") {
  House house;
  house.child().bypass = BypassLevel::standard;
  house.open();
  CHECK(house.ask_as_child("use-application-dns.net").rcode() == Rcode::nxdomain);
  CHECK(house.ask_as_child("mask.icloud.com").rcode() == Rcode::nxdomain);
}

TEST_CASE("a rule closes in the form it asks for, whatever the profile's form is") {
  House house;
  house.household.rules = {
      {"||a.example^$dnsrewrite=NXDOMAIN", {}}, {"||b.example^$dnsrewrite=REFUSED", {}}, {"||c.example^$dnsrewrite=NODATA", {}}};
  house.open();
  CHECK(house.ask("a.example").rcode() == Rcode::nxdomain);
  CHECK(house.ask("b.example").rcode() == Rcode::refused);
  CHECK(house.ask("c.example").rcode() == Rcode::noerror);
  CHECK(house.ask("c.example").answers().empty());
  CHECK(house.ask("a.example").ede() == 17);
}

TEST_CASE("a rule is for the types and the addresses it names") {
  House house;
  house.household.rules = {{"||x.example^$dnstype=AAAA,client=192.168.1.20", {}}};
  house.open();
  CHECK(house.ask("x.example", RrType::aaaa).next == Next::reply);
  CHECK(house.ask("x.example", RrType::a).next == Next::forward);
  CHECK(house.ask_as_child("x.example", RrType::aaaa).next == Next::forward);
}

TEST_CASE("no cached answer outlives the edge of a rule's window") {
  House house;
  house.household.rules = {{"||x.example^$time=mon:20.01-21.00", {}}};
  house.open();
  REQUIRE(house.ask("x.example").next == Next::forward);
  const auto replies = house.upstream_says(Packet::response().question("x.example").a("x.example", 3600, {192, 0, 2, 1}));
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].answers()[0].ttl == 60);
  house.pass(Seconds(59));
  CHECK(house.ask("x.example").answers()[0].ttl == 1);
  house.pass(Seconds(1));
  const Reply closed = house.ask("x.example");
  CHECK(closed.next == Next::reply);
  CHECK(closed.ede() == 17);
}

TEST_CASE("a name of the family's own service is closed for whom the service is") {
  House house;
  house.household.services.push_back({"club", "Club", {{"club.example", {}}}, {}});
  house.child().close.push_back({"service:club", {}});
  house.open();
  CHECK(house.ask_as_child("www.club.example").next == Next::reply);
  CHECK(house.ask("www.club.example").next == Next::forward);
}

TEST_CASE("without a gateway no reply waits for one") {
  House house;
  house.child().resolved_only = true;
  house.open();
  house.ask_as_child("a.test-site.example");
  CHECK_FALSE(house.upstream_says(plain_answer()).at(0).gated);
  CHECK_FALSE(house.ask_as_child("a.test-site.example").gated);
}

TEST_CASE("what a resolved-only device is answered waits for the gateway, fresh and cached, and lives for minutes") {
  House house;
  house.settings.gateway_socket = "gateway.sock";
  house.child().resolved_only = true;
  house.open();
  house.ask_as_child("a.test-site.example");
  CHECK(house.upstream_says(plain_answer()).at(0).gated);
  const Reply cached = house.ask_as_child("a.test-site.example");
  CHECK(cached.gated);
  CHECK(cached.answers().at(0).ttl == 300);
}

TEST_CASE("closed names, local names and failures lead nowhere: nothing waits") {
  House house;
  house.settings.gateway_socket = "gateway.sock";
  house.child().resolved_only = true;
  house.open();
  CHECK_FALSE(house.ask_as_child("games.example").gated);
  CHECK_FALSE(house.ask_as_child("localhost").gated);
  house.ask_as_child("a.test-site.example");
  CHECK_FALSE(house.upstream_fails(UpstreamTrouble::timeout).at(0).gated);
  house.ask_as_child("cloaked.example");
  const auto closed = house.upstream_says(Packet::response()
                                              .question("cloaked.example")
                                              .cname("cloaked.example", 60, "tracker.example")
                                              .a("tracker.example", 60, {198, 18, 0, 1}));
  CHECK_FALSE(closed.at(0).gated);
}

TEST_CASE("behind a closed door everything that is open waits, before an open one only vital names") {
  House house;
  house.settings.gateway_socket = "gateway.sock";
  house.child().timetable = {{0x7f, 21 * 60, 7 * 60, Mode::bedtime, {}, {}, {}}};
  house.household.never_block.push_back({"help.example", {}});
  house.household.people[0].devices = {{"tablet", {"02:00:00:00:00:07"_mac}, {"192.168.1.10"_prefix}, {}}};
  house.open();
  const auto is_gated = [&](const char* name) {
    auto query = std::make_unique<Query>();
    const auto request = bytes(Packet::query().question(name).octets());
    query->request = request;
    query->room = house.room;
    query->client = "192.168.1.10"_ip;
    query->mac = "02:00:00:00:00:07"_mac;
    query->has_mac = true;
    house.engine->read(*query, house.now);
    if (house.engine->ask(*query, house.now) == Next::reply) return query->gated;
    house.waiting.push_back(std::move(query));
    return house.upstream_says(plain_answer(name)).at(0).gated;
  };
  CHECK_FALSE(is_gated("a.test-site.example"));
  CHECK(is_gated("help.example"));
  house.pass(std::chrono::hours(1));
  CHECK_FALSE(is_gated("a.test-site.example"));  // closed by now
  CHECK(is_gated("help.example"));
}

TEST_CASE("whoever is not known by a MAC yet waits as well: the gateway may know better") {
  House house;
  house.settings.gateway_socket = "gateway.sock";
  house.open();
  house.ask("a.test-site.example");
  CHECK(house.upstream_says(plain_answer()).at(0).gated);
}

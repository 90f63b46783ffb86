// SPDX-License-Identifier: Apache-2.0
// Safe search, driven by a table: every engine, level, host and type of the program's own file, with every DO and CD, over UDP
// and TCP, against an upstream that offers the unsafe address for every unsafe name. It must never come out.
#include "policy/safe_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"
#include "tests/support/reveal.h"

using namespace darban;
using namespace darban::literals;

namespace {

using Bytes = std::vector<std::uint8_t>;

const Bytes kUnsafe4{198, 51, 100, 66};
const Bytes kUnsafe6{0x20, 1, 0xd, 0xb8, 0, 0x66, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x66};
const Bytes kSafe4{192, 0, 2, 10};
const Bytes kSafe6{0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};
constexpr RrType kAddressTypes[] = {RrType::a, RrType::aaaa, RrType::https, RrType::svcb};
constexpr std::string_view kChild = "192.168.1.10";
constexpr std::string_view kAdult = "192.168.1.20";
constexpr CategoryId kUnsafeSearch{1};
constexpr CategoryId kTube{128};
const WallTime kMonday2000{Seconds{1795464000}};  // 2026-11-23 20:00 UTC, a Monday

bool contains(const Bytes& octets, const Bytes& part) {
  return std::search(octets.begin(), octets.end(), part.begin(), part.end()) != octets.end();
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes parameter(std::uint16_t key, const Bytes& value) {
  return joined({{0, static_cast<std::uint8_t>(key), 0, static_cast<std::uint8_t>(value.size())}, value});
}

// "1 . alpn=h2 ipv4hint ech ipv6hint", as big sites have it.
Bytes service(const Bytes& four, const Bytes& six) {
  return joined(
      {{0, 1, 0}, parameter(1, {2, 'h', '2'}), parameter(4, four), parameter(5, {0xec, 0xec, 0xec}), parameter(6, six)});
}

// What the world says to a question: owners as pointers to the question, as resolvers write them.
class World {
 public:
  std::vector<std::string> safe;                           // names whose addresses are safe; all others' are not
  std::map<std::string, std::function<Packet()>> by_hand;  // "name TYPE-number"

  Packet answer(const Question& question) const {
    const std::string name = reveal(question.name);
    const auto found = by_hand.find(name + " " + std::to_string(static_cast<int>(question.type)));
    if (found != by_hand.end()) return found->second();
    const bool is_safe = std::find(safe.begin(), safe.end(), name) != safe.end();
    Packet packet = Packet::response().question(name, question.type).flags(flag::authentic_data);
    const auto add = [&](RrType type, const Bytes& rdata) {
      packet.u16(0xc00c).u16(static_cast<std::uint16_t>(type)).u16(1).u32(3600).u16(static_cast<std::uint16_t>(rdata.size()));
      packet.bytes().insert(packet.bytes().end(), rdata.begin(), rdata.end());
    };
    const Bytes& four = is_safe ? kSafe4 : kUnsafe4;
    const Bytes& six = is_safe ? kSafe6 : kUnsafe6;
    switch (question.type) {
      case RrType::a:
        add(RrType::a, four);
        break;
      case RrType::aaaa:
        add(RrType::aaaa, six);
        break;
      case RrType::https:
      case RrType::svcb:
        add(question.type, service(four, six));
        break;
      default:
        add(question.type, joined({{4}, four}));
    }
    packet.bump(1);
    add(RrType::a, four);  // in the additional section, asked for by nobody
    add(RrType::aaaa, six);
    return packet.bump(3).bump(3).opt();
  }
};

struct Reply {
  Bytes octets;
  Header header() const {
    ByteReader in(octets);
    return read_header(in);
  }
  Rcode rcode() const { return header().rcode(); }
  bool has(std::uint16_t wanted) const { return (header().flags & wanted) != 0; }
  std::vector<RrView> records(Section section) const {
    std::vector<RrView> found;
    MessageWalk walk(octets);
    for (RrView rr; walk.next(rr);) {
      if (rr.section == section) found.push_back(rr);
    }
    CHECK(walk.ok());
    return found;
  }
  std::vector<RrView> answers() const { return records(Section::answer); }
  std::string name_at(std::size_t at) const { return reveal(read_name_at(octets, at).value_or(Name())); }
  int ede() const {
    for (const RrView& rr : records(Section::additional)) {
      if (rr.type == RrType::opt && rr.rdata.size() >= 6) return rr.rdata[4] << 8 | rr.rdata[5];
    }
    return -1;
  }
  bool leaks() const { return contains(octets, kUnsafe4) || contains(octets, kUnsafe6); }
};

struct Wish {  // how it is asked
  RrType type = RrType::a;
  bool dnssec_ok = false;
  bool checking_disabled = false;
  bool edns = true;
  std::uint16_t udp_size = 1232;
  Transport transport = Transport::udp;
};

// A child, an adult and an engine. Questions that leave the house are answered by the world at once.
struct House {
  Household household;
  Settings settings;
  ListCompanions companions;
  EngineLimits limits;
  World world;
  Now now{MonoTime(Seconds(5000)), kMonday2000, true};
  std::shared_ptr<const Policy> policy;
  std::unique_ptr<Engine> engine;
  std::vector<std::uint8_t> room = Bytes(65535);
  std::vector<std::string> asked;  // what left the house
  std::uint64_t generation = 0;
  bool upstreams_answer = true;

  House() {
    for (const auto& [name, address] : {std::pair("Sara", kChild), std::pair("Amna", kAdult)}) {
      WrittenPerson person;
      person.name = name;
      person.profile.band = address == kChild ? Band::age_10_12 : Band::adult;
      person.devices.push_back({"device", {}, {*IpPrefix::from_text(address)}, {}});
      household.people.push_back(person);
    }
    settings.allow_from = {"192.168.0.0/16"_prefix};
    limits.cache_octets = 8u << 20;
    for (const SafeEngine& each : built_in_safe_search().engines) {
      for (const SafeTarget& target : each.targets) world.safe.push_back(target.host);
    }
  }
  WrittenProfile& child() { return household.people[0].profile; }
  House& open() {
    const auto image = image_of({{kUnsafeSearch, "search-unsafe"}, {kTube, "service:youtube"}}, {{"www.youtube.com", kTube}});
    const auto built = build_policy(household, settings, image, companions);
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
  static Packet packet(const std::string& name, const Wish& wish) {
    Packet packet = Packet::query(77).question(name, wish.type);
    if (wish.checking_disabled) packet.flags(flag::checking_disabled);
    if (wish.edns) packet.opt(wish.udp_size, wish.dnssec_ok);
    return packet;
  }
  // Brings the question to ask(); the request is on the heap, so that reading past its end is seen.
  Next begin(Query& query, const Packet& packet, std::string_view from, Transport transport) {
    const Bytes request(packet.octets().begin(), packet.octets().end());
    query.request = request;
    query.room = room;
    query.client = *IpAddress::from_text(from);
    query.asked = "192.168.1.1"_ip;
    query.transport = transport;
    engine->read(query, now);
    const Next next = engine->ask(query, now);
    query.request = {};
    return next;
  }
  void travel(Query& query, const Engine::Deliver& deliver) {
    std::array<std::uint8_t, 512> sent;
    ByteReader in(engine->upstream_query(query, sent));
    const Header header = read_header(in);
    Question question;
    Edns edns;
    REQUIRE(read_query_body(in, header, question, edns));
    asked.push_back(reveal(question.name));
    if (upstreams_answer)
      engine->answered(engine->ticket_of(query), world.answer(question).octets(), now, room, deliver);
    else
      engine->failed(engine->ticket_of(query), UpstreamTrouble::timeout, now, room, deliver);
  }
  Reply ask(const std::string& name, const Wish& wish = {}, std::string_view from = kChild) {
    Query query;
    const Next next = begin(query, packet(name, wish), from, wish.transport);
    Reply reply{{query.reply.begin(), query.reply.end()}};
    REQUIRE(next != Next::wait);
    if (next == Next::forward)
      travel(query, [&](Query& settled) { reply.octets.assign(settled.reply.begin(), settled.reply.end()); });
    return reply;
  }
  std::uint64_t count(Total what) const { return std::as_const(*engine).counters().of(what); }
  std::uint64_t count(Health what) const { return std::as_const(*engine).counters().of(what); }
};

// The reply is a CNAME to the target and the target's own data of that type, short-lived, not authentic, without a trace of the
// unsafe address.
void check_led(const Reply& reply, const std::string& host, const std::string& target, const Wish& wish) {
  INFO(host, " type ", static_cast<int>(wish.type));
  CHECK_FALSE(reply.leaks());
  CHECK(reply.rcode() == Rcode::noerror);
  CHECK_FALSE(reply.has(flag::authentic_data));
  CHECK_FALSE(reply.has(flag::truncated));
  const auto answers = reply.answers();
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].type == RrType::cname);
  CHECK(reply.name_at(answers[0].owner_at) == host);
  CHECK(reply.name_at(answers[0].rdata_at) == target);
  CHECK(answers[1].type == wish.type);
  CHECK(reply.name_at(answers[1].owner_at) == target);
  CHECK(contains(reply.octets, wish.type == RrType::aaaa ? kSafe6 : kSafe4));
  for (const RrView& rr : answers) CHECK((rr.ttl >= 1 && rr.ttl <= 300));
  CHECK(reply.records(Section::additional).size() == (wish.edns ? 1 : 0));
}

struct Case {
  std::string engine;
  std::string level;  // as household.yaml would say it
  std::string target;
  std::vector<std::string> hosts;
};

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const SafeEngine& engine : built_in_safe_search().engines) {
    for (const SafeTarget& target : engine.targets) {
      Case each{engine.key, target.level.empty() ? "on" : target.level, target.host, {}};
      for (const WrittenDomain& host : engine.hosts) each.hosts.push_back(host.name);
      cases.push_back(each);
    }
  }
  return cases;
}

SafeSearchLevel level_of(const std::string& word) {
  if (word == "strict") return SafeSearchLevel::strict;
  if (word == "moderate") return SafeSearchLevel::moderate;
  return word == "on" ? SafeSearchLevel::on : SafeSearchLevel::off;
}

House house_for(const Case& each) {
  House house;
  house.child().safe_search = {{each.engine, level_of(each.level), {}}};
  house.open();
  return house;
}

}  // namespace

TEST_CASE("every host of every engine at every level is led away, A") {
  std::size_t hosts = 0;
  for (const Case& each : all_cases()) {
    House house = house_for(each);
    for (const std::string& host : each.hosts) {
      check_led(house.ask(host), host, each.target, {});
      ++hosts;
    }
    CHECK(house.asked == std::vector<std::string>{each.target});  // once: all hosts share the target's answer
    CHECK(house.count(Total::safer) == each.hosts.size());
    CHECK(house.count(Total::opened) == 0);
  }
  CHECK(hosts >= 194 + 5 * 2);
}

TEST_CASE("A, AAAA, HTTPS and SVCB with every DO and CD, with and without EDNS, over UDP and TCP: never the unsafe address") {
  for (const Case& each : all_cases()) {
    House house = house_for(each);
    const std::size_t step = each.hosts.size() > 60 ? 17 : 1;  // of Google's 194 a sample
    for (std::size_t i = 0; i < each.hosts.size(); i += step) {
      const std::string& host = each.hosts[i];
      for (const RrType type : kAddressTypes) {
        CHECK(house.ask(host, {.type = type}, kAdult).leaks());  // the world offers it, and the cache has it now
        for (const int bits : {0, 1, 2, 3, 4, 5, 6, 7}) {
          Wish wish{.type = type, .dnssec_ok = (bits & 1) != 0, .checking_disabled = (bits & 2) != 0};
          wish.transport = (bits & 4) != 0 ? Transport::tcp : Transport::udp;
          check_led(house.ask(host, wish), host, each.target, wish);
        }
        const Wish plain{.type = type, .edns = false};
        check_led(house.ask(host, plain), host, each.target, plain);
      }
    }
  }
}

TEST_CASE("types that are no use for a web site are empty, CNAME says where it leads, and nobody is asked") {
  House house;
  house.open();
  for (const int type : {38, 35, 39, 99, 256, 65280}) {  // A6, NAPTR, DNAME, SPF, URI, nobody's
    const Reply reply = house.ask("www.bing.com", {.type = static_cast<RrType>(type)});
    CHECK(reply.rcode() == Rcode::noerror);
    CHECK(reply.answers().empty());
    CHECK(reply.records(Section::authority).at(0).type == RrType::soa);
    CHECK_FALSE(reply.leaks());
  }
  const Reply cname = house.ask("www.bing.com", {.type = RrType::cname});
  REQUIRE(cname.answers().size() == 1);
  CHECK(cname.name_at(cname.answers()[0].rdata_at) == "strict.bing.com");
  CHECK(house.asked.empty());
  const Reply any = house.ask("www.bing.com", {.type = RrType::any});
  CHECK(any.answers().at(0).type == RrType::hinfo);
}

TEST_CASE("what mail, zones and certificates need stays as it is, without additional addresses") {
  House house;
  for (const RrType type : {RrType::mx, RrType::ns, RrType::ds, RrType::dnskey, RrType::soa, RrType::caa}) {
    house.world.by_hand["yandex.ru " + std::to_string(static_cast<int>(type))] = [type] {
      Packet packet = Packet::response().question("yandex.ru", type).flags(flag::authentic_data);
      switch (type) {
        case RrType::mx:
          packet.record(1, "yandex.ru", type, 3600, joined({{0, 10}, Packet::wire("mx.yandex.ru")}));
          break;
        case RrType::ns:
          packet.record(1, "yandex.ru", type, 3600, Packet::wire("ns1.yandex.ru"));
          break;
        case RrType::soa:
          packet.record(1, "yandex.ru", type, 3600, joined({Packet::wire("ns1.yandex.ru"), {0}, Bytes(20, 1)}));
          break;
        default:
          packet.record(1, "yandex.ru", type, 3600, Bytes(24, 7));
      }
      return packet.record(3, "yandex.ru", RrType::a, 3600, kUnsafe4).opt();
    };
  }
  house.open();
  for (const RrType type : {RrType::mx, RrType::ns, RrType::ds, RrType::dnskey, RrType::soa, RrType::caa}) {
    const Reply reply = house.ask("yandex.ru", {.type = type, .dnssec_ok = true});
    CHECK(reply.rcode() == Rcode::noerror);
    REQUIRE(reply.answers().size() == 1);
    CHECK(reply.answers()[0].type == type);
    CHECK(reply.answers()[0].ttl == 3600);
    CHECK(reply.has(flag::authentic_data));
    CHECK_FALSE(reply.leaks());
  }
  CHECK(house.ask("yandex.ru", {.type = RrType::txt}, kAdult).leaks());  // whose search is not led gets what upstreams say, whole
}

TEST_CASE("nothing below a search host and nothing beside it is touched") {
  House house;
  house.open();
  for (const char* name : {"accounts.google.com", "maps.google.com", "google.com", "x.www.google.com", "i.ytimg.com",
                           "youtube.com", "search.brave.com.example", "mail.yandex.ru"}) {
    CHECK(house.ask(name).leaks());
    CHECK(house.asked.back() == name);
  }
}

TEST_CASE(
    "the safe name's answer is everybody's: whoever asks for the name itself gets it from memory, and the other way round") {
  House house;
  house.open();
  house.ask("www.google.com");
  house.ask("www.google.de");
  CHECK(house.ask("forcesafesearch.google.com", {}, kAdult).answers().size() == 1);
  CHECK(house.asked == std::vector<std::string>{"forcesafesearch.google.com"});
  house.ask("strict.bing.com", {}, kAdult);
  check_led(house.ask("www.bing.com"), "www.bing.com", "strict.bing.com", {});
  CHECK(house.asked.size() == 2);
  house.ask("www.bing.com", {.dnssec_ok = true});  // signatures are another answer
  CHECK(house.asked.size() == 3);
}

TEST_CASE("hosts that are led to the same name travel together") {
  House house;
  house.open();
  Query first;
  Query second;
  Query third;
  CHECK(house.begin(first, House::packet("www.google.com", {}), kChild, Transport::tcp) == Next::forward);
  CHECK(house.begin(second, House::packet("WWW.Google.DE", {}), kChild, Transport::tcp) == Next::wait);
  CHECK(house.begin(third, House::packet("forcesafesearch.google.com", {}), kAdult, Transport::tcp) == Next::wait);
  std::vector<Reply> replies;
  house.travel(first, [&](Query& settled) { replies.push_back({{settled.reply.begin(), settled.reply.end()}}); });
  REQUIRE(replies.size() == 3);
  CHECK(house.asked == std::vector<std::string>{"forcesafesearch.google.com"});
  for (const Reply& reply : replies) CHECK_FALSE(reply.leaks());
  const auto spelt = Packet::wire("WWW.Google.DE");
  CHECK(std::count_if(replies.begin(), replies.end(), [&](const Reply& reply) {
          return std::equal(spelt.begin(), spelt.end(), reply.octets.begin() + 12) && reply.answers().size() == 2;
        }) == 1);
  CHECK(std::count_if(replies.begin(), replies.end(), [](const Reply& reply) { return reply.answers().size() == 1; }) == 1);
}

TEST_CASE("the reply repeats the client's id and spelling") {
  House house;
  house.open();
  for (int round = 0; round < 2; ++round) {  // from upstream, then from memory
    const Reply reply = house.ask("wWw.GoOgLe.CoM");
    CHECK(reply.header().id == 77);
    const auto spelt = Packet::wire("wWw.GoOgLe.CoM");
    CHECK(std::equal(spelt.begin(), spelt.end(), reply.octets.begin() + 12));
    check_led(reply, "www.google.com", "forcesafesearch.google.com", {});
  }
}

TEST_CASE("a chain behind the safe name is told whole, with names of any length, however it was compressed") {
  House house;
  house.world.by_hand["safe.duckduckgo.com 1"] = [] {
    Packet packet = Packet::response().question("safe.duckduckgo.com");
    packet.u16(0xc00c).u16(5).u16(1).u32(120).u16(8);  // CNAME edge.duckduckgo.com, "duckduckgo.com" as a pointer
    packet.u8(4).u8('e').u8('d').u8('g').u8('e').u8(0xc0).u8(12 + 5).u8(0).bytes().pop_back();
    packet.bytes()[packet.bytes().size() - 8] = 7;  // the RDLENGTH: 1 + 4 + 2
    const auto edge_at = static_cast<std::uint16_t>(0xc000 | (packet.bytes().size() - 7));
    packet.bump(1);
    packet.u16(edge_at).u16(1).u16(1).u32(90).u16(4).u8(192).u8(0).u8(2).u8(10).bump(1);
    return packet;
  };
  house.open();
  const Reply reply = house.ask("start.duckduckgo.com");
  const auto answers = reply.answers();
  REQUIRE(answers.size() == 3);
  CHECK(reply.name_at(answers[0].rdata_at) == "safe.duckduckgo.com");
  CHECK(reply.name_at(answers[1].owner_at) == "safe.duckduckgo.com");
  CHECK(reply.name_at(answers[1].rdata_at) == "edge.duckduckgo.com");
  CHECK(reply.name_at(answers[2].owner_at) == "edge.duckduckgo.com");
  CHECK(answers[1].ttl == 120);
  CHECK(answers[2].ttl == 90);
}

TEST_CASE("an answer from memory is older by what passed, and asked again at its end") {
  House house;
  house.world.by_hand["strict.bing.com 1"] = [] {
    return Packet::response().question("strict.bing.com").a("strict.bing.com", 100, kSafe4);
  };
  house.open();
  house.ask("www.bing.com");
  house.pass(Seconds(70));
  CHECK(house.ask("www.bing.com").answers().at(1).ttl == 30);
  house.pass(Seconds(30));
  house.ask("www.bing.com");
  CHECK(house.asked.size() == 2);
}

TEST_CASE("no part of it outlives bedtime") {
  House house;
  house.child().timetable.push_back({0b1111111, 21 * 60, 7 * 60, Mode::bedtime, {}, {}});
  house.now.wall = kMonday2000 + Seconds(3600 - 20);
  house.open();
  for (const RrType type : kAddressTypes) {
    for (const RrView& rr : house.ask("www.google.com", {.type = type}).answers()) CHECK(rr.ttl == 20);
  }
  CHECK(house.ask("www.google.com", {.type = RrType::cname}).answers().at(0).ttl == 20);
  house.pass(Seconds(20));
  CHECK(house.ask("www.google.com").octets.size() > 12);
  CHECK_FALSE(contains(house.ask("www.google.com").octets, kSafe4));  // closed
}

TEST_CASE("where the safe name does not resolve the file's addresses serve, for a minute") {
  for (const bool silent : {true, false}) {
    House house;
    house.upstreams_answer = !silent;
    for (const int type : {1, 28, 64, 65}) {
      house.world.by_hand["forcesafesearch.google.com " + std::to_string(type)] = [type] {
        return Packet::response(Rcode::nxdomain)
            .question("forcesafesearch.google.com", static_cast<RrType>(type))
            .soa("google.com", 60, 60);
      };
    }
    house.open();
    for (int round = 0; round < 2; ++round) {  // fresh, and while the failure is remembered
      const Reply four = house.ask("www.google.com");
      REQUIRE(four.answers().size() == 1);
      CHECK(contains(four.octets, {216, 239, 38, 120}));
      CHECK(four.answers()[0].ttl == 60);
      CHECK(four.name_at(four.answers()[0].owner_at) == "www.google.com");
      const Reply six = house.ask("www.google.com", {.type = RrType::aaaa});
      REQUIRE(six.answers().size() == 1);
      CHECK(six.answers()[0].type == RrType::aaaa);
      for (const RrType type : {RrType::https, RrType::svcb}) {
        const Reply service = house.ask("www.google.com", {.type = type});
        CHECK(service.rcode() == Rcode::noerror);
        CHECK(service.answers().empty());
        CHECK(service.records(Section::authority).size() == 1);
      }
    }
    const Reply six =
        house.ask("www.yandex.ru", {.type = RrType::aaaa});  // an IPv4 address only: with it AAAA is empty, not failed
    if (silent) CHECK((six.rcode() == Rcode::noerror && six.answers().empty()));
  }
}

TEST_CASE("without such addresses it fails and says so: never the unsafe address") {
  for (const bool silent : {true, false}) {
    House house;
    house.upstreams_answer = !silent;
    for (const int type : {1, 28, 64, 65}) {
      house.world.by_hand["forcesafe.search.brave.com " + std::to_string(type)] = [type] {
        return Packet::response(Rcode::nxdomain)
            .question("forcesafe.search.brave.com", static_cast<RrType>(type))
            .soa("brave.com", 60, 60);
      };
    }
    house.open();
    for (const RrType type : kAddressTypes) {
      for (int round = 0; round < 2; ++round) {
        const Reply reply = house.ask("search.brave.com", {.type = type});
        CHECK(reply.rcode() == Rcode::servfail);
        CHECK(reply.ede() == (silent ? 22 : 0));
        CHECK(reply.answers().empty());
      }
    }
    CHECK(house.count(Total::failed) == 8);
  }
}

TEST_CASE(
    "a safe name without an address of that family or a service record is empty, but for A where there is one to fall back on") {
  House house;
  const auto nothing = [](const char* name, RrType type) {
    return [=] { return Packet::response().question(name, type).soa("example", 900, 900); };
  };
  house.world.by_hand["familysearch.yandex.ru 28"] = nothing("familysearch.yandex.ru", RrType::aaaa);
  house.world.by_hand["familysearch.yandex.ru 65"] = nothing("familysearch.yandex.ru", RrType::https);
  house.world.by_hand["strict.bing.com 1"] = nothing("strict.bing.com", RrType::a);
  house.world.by_hand["safe.duckduckgo.com 1"] = [] { return Packet::response().question("safe.duckduckgo.com"); };
  house.open();
  for (const RrType type : {RrType::aaaa, RrType::https}) {
    const Reply reply = house.ask("yandex.ru", {.type = type});
    CHECK(reply.rcode() == Rcode::noerror);
    REQUIRE(reply.answers().size() == 1);
    CHECK(reply.answers()[0].type == RrType::cname);
    REQUIRE(reply.records(Section::authority).size() == 1);
    CHECK(reply.records(Section::authority)[0].ttl == 300);
  }
  CHECK(contains(house.ask("www.bing.com").octets, {204, 79, 197, 220}));
  const Reply bare = house.ask("duckduckgo.com");  // not even an SOA came
  CHECK(bare.answers().size() == 1);
  CHECK(bare.records(Section::authority).size() == 1);
}

TEST_CASE("a safe name that answers with addresses of the house is not believed, unless the settings expect it") {
  House house;
  house.world.by_hand["strict.bing.com 1"] = [] {
    return Packet::response().question("strict.bing.com").a("strict.bing.com", 60, {192, 168, 1, 9});
  };
  house.open();
  CHECK_FALSE(contains(house.ask("www.bing.com").octets, {192, 168, 1, 9}));
  house.settings.private_answers_for = {"bing.com"};
  house.open();
  CHECK(contains(house.ask("www.bing.com").octets, {192, 168, 1, 9}));
}

TEST_CASE("an answer whose records are not what their types say is not told") {
  House house;
  house.world.by_hand["safe.duckduckgo.com 1"] = [] {
    return Packet::response().question("safe.duckduckgo.com").record(1, "safe.duckduckgo.com", RrType::cname, 60, {3, 'x'});
  };
  house.world.by_hand["forcesafesearch.google.com 65"] = [] {
    return Packet::response()
        .question("forcesafesearch.google.com", RrType::https)
        .record(1, "forcesafesearch.google.com", RrType::https, 60, {0, 1, 3});
  };
  house.open();
  CHECK(house.ask("duckduckgo.com").rcode() == Rcode::servfail);
  const Reply https = house.ask("www.google.com", {.type = RrType::https});
  CHECK(https.rcode() == Rcode::noerror);
  CHECK(https.answers().empty());
}

TEST_CASE("what does not fit UDP is left out whole and marked, and comes whole over TCP") {
  House house;
  house.world.by_hand["strict.bing.com 1"] = [] {
    Packet packet = Packet::response().question("strict.bing.com");
    for (std::uint8_t i = 0; i < 60; ++i) packet.a("strict.bing.com", 60, {192, 0, 2, i});
    return packet;
  };
  house.open();
  const Reply small = house.ask("www.bing.com", {.udp_size = 512});
  CHECK(small.has(flag::truncated));
  CHECK(small.answers().empty());
  CHECK(small.octets.size() <= 512);
  const Reply whole = house.ask("www.bing.com", {.transport = Transport::tcp});
  CHECK_FALSE(whole.has(flag::truncated));
  CHECK(whole.answers().size() == 61);
  CHECK(whole.octets.size() < 12 + 18 + 28 + 60 * 16 + 40);  // repeated owners are pointers
}

TEST_CASE("a stale answer of the safe name is better than its file's address, where the settings allow it") {
  House house;
  house.limits.serve_stale = Seconds(86400);
  house.open();
  house.ask("www.google.com");
  house.pass(Seconds(4000));
  house.upstreams_answer = false;
  const Reply reply = house.ask("www.google.com");
  check_led(reply, "www.google.com", "forcesafesearch.google.com", {});
  CHECK(reply.ede() == 3);
  CHECK(reply.answers()[1].ttl == 30);
}

TEST_CASE("rules that change while a question travels are kept: led now, not led any more, closed now") {
  House house;
  const auto travels = [&](auto change) {
    house.engine.reset();
    house.open();
    Query query;
    REQUIRE(house.begin(query, House::packet("www.Youtube.com", {}), kChild, Transport::tcp) == Next::forward);
    change();
    house.open();
    Reply reply;
    house.travel(query, [&](Query& settled) { reply.octets.assign(settled.reply.begin(), settled.reply.end()); });
    return reply;
  };
  house.child().safe_search = {{"youtube", SafeSearchLevel::off, {}}};
  const Reply led = travels([&] { house.child().safe_search = {}; });  // the unsafe address comes, and nobody wants it
  CHECK(led.rcode() == Rcode::servfail);
  CHECK_FALSE(led.leaks());
  const auto spelt = Packet::wire("www.Youtube.com");
  CHECK(std::equal(spelt.begin(), spelt.end(), led.octets.begin() + 12));

  const Reply free = travels([&] { house.child().safe_search = {{"youtube", SafeSearchLevel::off, {}}}; });
  CHECK(free.rcode() == Rcode::servfail);  // asks again and gets it
  CHECK(house.ask("www.youtube.com").leaks());

  house.child().safe_search = {};
  const Reply stricter = travels([&] { house.child().safe_search = {{"youtube", SafeSearchLevel::strict, {}}}; });
  CHECK(stricter.rcode() == Rcode::servfail);
  check_led(house.ask("www.youtube.com"), "www.youtube.com", "restrict.youtube.com", {});

  house.child().safe_search = {};
  const Reply closed = travels([&] { house.child().close = {{"service:youtube", {}}}; });
  CHECK(contains(closed.octets, {0, 4, 0, 0, 0, 0}));
  house.child().close = {};

  const Reply same = travels([&] { house.child().block = {{"elsewhere.example", {}}}; });
  check_led(same, "www.youtube.com", "restrictmoderate.youtube.com", {});
}

TEST_CASE("a question that is led since it left is answered from memory where the safe name is known") {
  House house;
  house.child().safe_search = {{"youtube", SafeSearchLevel::off, {}}};
  house.open();
  house.ask("restrictmoderate.youtube.com", {}, kAdult);
  Query query;
  REQUIRE(house.begin(query, House::packet("www.youtube.com", {}), kChild, Transport::tcp) == Next::forward);
  house.child().safe_search = {};
  house.open();
  Reply reply;
  house.travel(query, [&](Query& settled) { reply.octets.assign(settled.reply.begin(), settled.reply.end()); });
  check_led(reply, "www.youtube.com", "restrictmoderate.youtube.com", {});
}

TEST_CASE("ECH keys are taken out of HTTPS records for a profile that wants it, and of nothing that is signed for a validator") {
  House house;
  const Bytes ech{0, 5, 0, 3, 0xec, 0xec, 0xec};
  const auto signature = joined({Bytes(18, 1), {0}, Bytes(64, 2)});
  house.world.by_hand["shop.example 65"] = [=] {
    return Packet::response()
        .question("shop.example", RrType::https)
        .flags(flag::authentic_data)
        .record(1, "shop.example", RrType::https, 600, service({192, 0, 2, 1}, kSafe6))
        .record(1, "shop.example", RrType::rrsig, 600, signature)
        .record(3, "shop.example", RrType::a, 600, {192, 0, 2, 1});
  };
  house.world.by_hand["plain.example 65"] = [=] {
    return Packet::response()
        .question("plain.example", RrType::https)
        .record(1, "plain.example", RrType::https, 600,
                joined({{0, 1, 0}, parameter(0, {0, 1, 0, 5}), parameter(1, {2, 'h', '2'}), ech}));
  };
  house.world.by_hand["only.example 65"] = [=] {
    return Packet::response()
        .question("only.example", RrType::https)
        .record(1, "only.example", RrType::https, 600, joined({{0, 1, 0}, parameter(0, {0, 5}), ech}));
  };
  house.child().strip_ech = true;
  house.open();
  const Wish https{.type = RrType::https};
  const Wish validating{.type = RrType::https, .dnssec_ok = true};
  const Reply shop = house.ask("shop.example", https);
  CHECK_FALSE(contains(shop.octets, ech));
  CHECK(contains(shop.octets, parameter(4, {192, 0, 2, 1})));
  CHECK(shop.answers().size() == 2);
  CHECK(shop.records(Section::additional).size() == 2);
  CHECK(shop.answers()[0].ttl == 600);
  CHECK(contains(house.ask("shop.example", validating).octets, ech));  // signed
  CHECK_FALSE(contains(house.ask("plain.example", validating).octets, {0xec, 0xec}));
  CHECK(contains(house.ask("plain.example", https).octets, parameter(0, {0, 1})));  // `mandatory` without it
  CHECK(house.ask("only.example", https).answers().at(0).rdata.size() == 3);        // and gone when it was all
  CHECK(contains(house.ask("shop.example", https, kAdult).octets, ech));
  CHECK(contains(house.ask("plain.example", https, kAdult).octets, ech));
  const Reply led = house.ask("www.google.com", https);
  check_led(led, "www.google.com", "forcesafesearch.google.com", https);
  CHECK_FALSE(contains(led.octets, ech));
  CHECK(contains(house.ask("www.google.com", {.type = RrType::https}, kAdult).octets, ech));
}

TEST_CASE("signals are answered at once as their file says, and names that must resolve do") {
  House house;
  house.open();
  for (const RrType type : {RrType::a, RrType::aaaa})
    CHECK(house.ask("use-application-dns.net", {.type = type}).rcode() == Rcode::nxdomain);
  CHECK(house.ask("use-application-dns.net", {.type = RrType::https}).rcode() == Rcode::noerror);
  CHECK(house.asked == std::vector<std::string>{"use-application-dns.net"});
  for (const RrType type : {RrType::a, RrType::aaaa, RrType::https, RrType::txt})
    CHECK(house.ask("mask.icloud.com", {.type = type}).rcode() == Rcode::nxdomain);
  CHECK(house.ask("_dns.resolver.arpa", {.type = RrType::svcb}).rcode() == Rcode::noerror);
  CHECK(house.ask("_dns.resolver.arpa", {.type = RrType::svcb}, kAdult).answers().empty());
  CHECK(house.asked.size() == 1);
  CHECK(house.ask("mask.icloud.com").records(Section::authority).at(0).ttl == 60);
  CHECK(house.ask("mask.icloud.com", {}, kAdult).answers().size() == 1);
}

TEST_CASE("a signal may be answered with nothing, for some types, from a level on") {
  House house;
  auto file = std::make_shared<BypassFile>();
  BypassSignal signal;
  signal.name = "probe.example";
  signal.types = {"AAAA"};
  signal.answer = SignalAnswer::nodata;
  signal.level = BypassLevel::strict;
  file->signals = {signal};
  house.companions.bypass = file;
  house.open();
  const Reply reply = house.ask("probe.example", {.type = RrType::aaaa});  // 10-12 is strict
  CHECK(reply.rcode() == Rcode::noerror);
  CHECK(reply.answers().empty());
  CHECK(house.asked.empty());
  CHECK(house.ask("probe.example").leaks());
  house.child().bypass = BypassLevel::standard;
  house.open();
  CHECK(house.ask("probe.example", {.type = RrType::aaaa}).leaks());
  CHECK(house.ask("mask.icloud.com").leaks());  // the file is the whole truth
}

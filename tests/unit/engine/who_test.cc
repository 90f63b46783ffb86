// SPDX-License-Identifier: Apache-2.0
// Whose rules a question meets: the client's, or those of whom a trusted forwarder names.
#include "engine/steps/who.h"

#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "engine/engine.h"
#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"
#include "tests/support/options.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr CategoryId kGaming{1};
const MacAddress kTablet = "02:00:00:00:00:07"_mac;  // the child's
const std::vector<std::uint8_t> kTabletOctets{2, 0, 0, 0, 0, 7};
const std::vector<std::uint8_t> kPhoneOctets{2, 0, 0, 0, 0, 8};  // the adult's
const std::vector<std::uint8_t> kStrangerOctets{2, 0, 0, 0, 0, 9};
constexpr const char* kForwarder = "192.168.1.1";
constexpr const char* kSomebody = "192.168.1.77";  // in the house, nobody's

// A child for whom games are closed, an adult for whom nothing is, a guest for whom shops are; and a forwarder on the router,
// which the adult calls his own.
struct House {
  std::shared_ptr<const Policy> policy;
  Engine engine{{}, HashSeed{7}};
  Now now{MonoTime(Seconds(5000)), WallTime{Seconds{1795464000}}, true};
  std::vector<std::uint8_t> room = std::vector<std::uint8_t>(65535);
  std::vector<std::unique_ptr<Query>> waiting;
  std::uint64_t generation = 0;

  House() { use({"192.168.1.1"_prefix, "fd00::1"_prefix}); }
  void use(std::vector<IpPrefix> forwarders) {
    Household household;
    household.people = {child(), adult()};
    household.guest.band = Band::adult;
    household.guest.block.push_back({"shop.example", {}});
    Settings settings;
    settings.allow_from = {"192.168.0.0/16"_prefix, "fd00::/8"_prefix};
    settings.trusted_forwarders = std::move(forwarders);
    auto built = build_policy(household, settings, image_of({{kGaming, "gaming"}}, {{"games.example", kGaming}}));
    REQUIRE(built);
    policy = *built;
    engine.use(*policy, ++generation, now);
  }
  static WrittenPerson child() {
    WrittenPerson child;
    child.name = "Sara";
    child.profile.band = Band::age_10_12;
    child.profile.close.push_back({"gaming", {}});
    child.devices.push_back({"tablet", {kTablet}, {"192.168.1.10"_prefix}, {}});
    return child;
  }
  static WrittenPerson adult() {
    WrittenPerson adult;
    adult.name = "Amna";
    adult.profile.band = Band::adult;
    adult.devices.push_back({"phone", {"02:00:00:00:00:08"_mac}, {"192.168.1.20"_prefix, "fd00::20"_prefix}, {}});
    adult.devices.push_back({"router", {}, {"192.168.1.1"_prefix}, {}});
    return adult;
  }

  struct Answer {
    Next next;
    ProfileId profile;
    std::vector<std::uint8_t> reply;
  };
  // As a transport does: `mac` is what the neighbour table knows of the peer.
  Answer ask(const char* name, const char* from, const Options& options, const MacAddress* mac = nullptr) {
    auto query = std::make_unique<Query>();
    const Packet packet = Packet::query().question(name).opt(1232, false, 0, options.octets);
    const std::vector<std::uint8_t> request(packet.octets().begin(), packet.octets().end());
    query->request = request;
    query->room = room;
    query->client = *IpAddress::from_text(from);
    query->has_mac = mac != nullptr;
    if (mac != nullptr) query->mac = *mac;
    engine.read(*query, now);
    const Next next = engine.ask(*query, now);
    Answer answer{next, query->asker.profile, {query->reply.begin(), query->reply.end()}};
    CHECK(query->client == *IpAddress::from_text(from));
    query->request = {};
    if (next != Next::reply) waiting.push_back(std::move(query));
    return answer;
  }
  std::string who(const char* from, const Options& options, const MacAddress* mac = nullptr) {
    return std::string(policy->who(ask("open.test-site.example", from, options, mac).profile));
  }
  std::uint64_t count(Health what) const { return engine.counters().of(what); }
};

}  // namespace

TEST_CASE("from a trusted forwarder the named MAC decides, in each of its forms") {
  House house;
  CHECK(house.who(kForwarder, Options().add(65001, kTabletOctets)) == "Sara");
  CHECK(house.who(kForwarder, Options().text(65073, "02:00:00:00:00:07")) == "Sara");
  CHECK(house.who(kForwarder, Options().text(65073, "AgAAAAAI")) == "Amna");
  CHECK(house.who("fd00::1", Options().add(65001, kTabletOctets)) == "Sara");
  CHECK(house.count(Health::claims_untrusted) + house.count(Health::claims_unreadable) == 0);
}

TEST_CASE("from a trusted forwarder the named address decides where no MAC is named or known") {
  House house;
  CHECK(house.who(kForwarder, Options().subnet(1, 32, {192, 168, 1, 10})) == "Sara");
  const std::vector<std::uint8_t> phone6{0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20};
  CHECK(house.who(kForwarder, Options().subnet(2, 128, phone6)) == "Amna");
  CHECK(house.who(kForwarder, Options().add(65001, kStrangerOctets).subnet(1, 32, {192, 168, 1, 10})) == "Sara");
  CHECK(house.who(kForwarder, Options().add(65001, kPhoneOctets).subnet(1, 32, {192, 168, 1, 10})) == "Amna");
}

TEST_CASE("a new device behind a trusted forwarder is a guest, not the forwarder's owner") {
  House house;
  CHECK(house.who(kForwarder, Options().add(65001, kStrangerOctets)) == "guest");
  CHECK(house.who(kForwarder, Options().subnet(1, 32, {192, 168, 1, 99})) == "guest");
}

TEST_CASE("a trusted forwarder that names nobody asks for itself") {
  House house;
  CHECK(house.who(kForwarder, Options()) == "Amna");
  CHECK(house.who(kForwarder, Options().add(10, {1, 2, 3, 4, 5, 6, 7, 8})) == "Amna");
  CHECK(house.who(kForwarder, Options().subnet(1, 0, {})) == "Amna");
  CHECK(house.who("192.168.1.5", Options(), &kTablet) == "Sara");
}

TEST_CASE("a broken or contradictory claim is counted, and makes nobody the forwarder") {
  House house;
  for (const Options& options : {Options().add(65001, {2, 0, 0}), Options().text(65073, "not a MAC address"),
                                 Options().add(65001, kPhoneOctets).text(65073, "02:00:00:00:00:07"),
                                 Options().subnet(1, 32, {192, 168, 1, 20}).subnet(1, 32, {192, 168, 1, 10})}) {
    CHECK(house.who(kForwarder, options) == "guest");
  }
  CHECK(house.count(Health::claims_unreadable) == 4);
  CHECK(house.who(kForwarder, Options().subnet(1, 24, {192, 168, 1})) == "Amna");  // a network is not somebody
  CHECK(house.count(Health::claims_unreadable) == 5);
}

TEST_CASE("a forged claim of anybody else is counted and ignored: MAC, text, base64 and client subnet") {
  House house;
  const std::vector<Options> forged{Options().add(65001, kPhoneOctets), Options().text(65073, "02:00:00:00:00:08"),
                                    Options().text(65073, "AgAAAAAI"), Options().subnet(1, 32, {192, 168, 1, 20}),
                                    Options().add(65001, {1})};
  for (const Options& options : forged) {
    CHECK(house.who(kSomebody, options) == "guest");
    CHECK(house.who("192.168.1.10", options) == "Sara");
    CHECK(house.who(kSomebody, options, &kTablet) == "Sara");
    CHECK(house.ask("games.example", "192.168.1.10", options).next == Next::reply);
  }
  CHECK(house.count(Health::claims_untrusted) == 4 * forged.size());
  CHECK(house.count(Health::claims_unreadable) == 0);
}

TEST_CASE("without the setting nobody is a trusted forwarder") {
  House house;
  house.use({});
  CHECK(house.who(kForwarder, Options().add(65001, kTabletOctets)) == "Amna");
  CHECK(house.count(Health::claims_untrusted) == 1);
}

TEST_CASE("allow_from is about the client that sends, not about whom it names") {
  House house;
  house.use({"203.0.113.1"_prefix});
  const auto refused = house.ask("open.test-site.example", "203.0.113.1", Options().subnet(1, 32, {192, 168, 1, 20}));
  CHECK(refused.next == Next::reply);
  CHECK((refused.reply.at(3) & 0xf) == static_cast<int>(Rcode::refused));
}

TEST_CASE("clients behind one forwarder share the cache and not the verdict") {
  House house;
  const Options as_adult = Options().add(65001, kPhoneOctets);
  REQUIRE(house.ask("games.example", kForwarder, as_adult).next == Next::forward);
  house.engine.answered(house.engine.ticket_of(*house.waiting.back()),
                        Packet::response().question("games.example").a("games.example", 300, {198, 18, 0, 1}).octets(), house.now,
                        house.room, [](Query&) {});
  const auto adult = house.ask("games.example", kForwarder, as_adult);
  CHECK(adult.next == Next::reply);
  CHECK(house.count(Health::cache_hits) == 1);
  const auto child = house.ask("games.example", kForwarder, Options().add(65001, kTabletOctets));
  CHECK(child.next == Next::reply);
  CHECK(adult.reply != child.reply);
  CHECK(house.count(Health::cache_hits) == 1);  // closed before the cache was asked
}

TEST_CASE("the named client is judged again with the named client's rules when they change on the way") {
  House house;
  REQUIRE(house.ask("shop.example", kForwarder, Options().add(65001, kPhoneOctets)).next == Next::forward);
  house.use({});  // new rules: the forwarder is not trusted any more, but who asked was settled when it asked
  ProfileId judged{};
  house.engine.answered(house.engine.ticket_of(*house.waiting.back()),
                        Packet::response().question("shop.example").a("shop.example", 300, {198, 18, 0, 1}).octets(), house.now,
                        house.room, [&](Query& query) { judged = query.asker.profile; });
  CHECK(house.policy->who(judged) == "Amna");
}

TEST_CASE("what a device opened before it was known ends soon, and only that") {
  House house;
  const auto ttl = [&](const char* from, bool not_known_yet) {
    Query query;
    const Packet packet = Packet::query().question("open.test-site.example").opt();
    query.request = packet.octets();
    query.room = house.room;
    query.client = *IpAddress::from_text(from);
    house.engine.read(query, house.now);
    query.not_known_yet = not_known_yet;
    std::uint32_t seconds = 0;
    const auto look = [&](Query& settled) {
      MessageWalk walk(settled.reply);
      RrView rr;
      REQUIRE(walk.next(rr));
      seconds = rr.ttl;
    };
    if (house.engine.ask(query, house.now) == Next::reply)
      look(query);
    else
      house.engine.answered(
          house.engine.ticket_of(query),
          Packet::response().question("open.test-site.example").a("open.test-site.example", 300, {198, 18, 0, 1}).octets(),
          house.now, house.room, look);
    return seconds;
  };
  CHECK(ttl(kSomebody, true) == 10);
  CHECK(ttl(kSomebody, false) == 300);
  CHECK(ttl("192.168.1.20", true) == 300);  // known by its address
}

TEST_CASE("nothing of what names a client goes upstream") {
  House house;
  const std::vector<std::uint8_t> phone6{0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20};
  const Options all = Options().add(65001, kPhoneOctets).text(65073, "02:00:00:00:00:08").subnet(2, 128, phone6);
  REQUIRE(house.ask("open.test-site.example", kForwarder, all).next == Next::forward);
  std::vector<std::uint8_t> sent_room(512);
  const Octets sent = house.engine.upstream_query(*house.waiting.back(), sent_room);
  const auto clean = Packet::query(0).flags(flag::authentic_data).question("open.test-site.example").opt(1232);
  CHECK(std::vector<std::uint8_t>(sent.begin(), sent.end()) ==
        std::vector<std::uint8_t>(clean.octets().begin(), clean.octets().end()));
}

// SPDX-License-Identifier: Apache-2.0
// Questions that a forwarder asks for others, over both transports, with the neighbour table at hand.
#include "net/workplace.h"
#include "tests/support/options.h"
#include "tests/support/packet.h"
#include "tests/unit/net/house.h"

using namespace darban;
using namespace darban::literals;

namespace {

// Closed for the child, whose tablet is at 10.0.0.9.
Message question(const Options& options) {
  const Packet packet = Packet::query(0x4242).question("play.example").opt(1232, false, 0, options.octets);
  return {packet.octets().begin(), packet.octets().end()};
}

struct HouseWithForwarder {
  explicit HouseWithForwarder(std::vector<IpPrefix> forwarders) : fake(answer), house({fake.port()}) {
    const std::vector<Neighbour> table{{"10.0.0.9"_ip, kTablet}};
    house.neighbours.publish(std::make_shared<const Neighbours>(table, HashSeed{5}));
    house.policy.publish(make_policy("games.example", std::move(forwarders)));
    house.worker->poke();
    REQUIRE(House::until([this] { return house.worker->generation() == house.policy.generation(); }));
  }
  bool closed(const Options& options) {
    const auto udp = UdpClient("127.0.0.1"_ip, house.port).ask(question(options));
    const auto tcp = house.tcp().ask(question(options));
    CHECK(has_address(udp, kNull) == has_address(tcp, kNull));
    return has_address(udp, kNull);
  }
  FakeUpstream fake;
  House house;
};

const Options kAtTheTabletsAddress = Options().subnet(1, 32, {10, 0, 0, 9});
const Options kTheTabletsMac = Options().add(65001, {2, 0, 0, 0, 0, 7});

}  // namespace

TEST_CASE("a trusted forwarder's client is known by its MAC, or by the neighbour table's for its address") {
  HouseWithForwarder with({"127.0.0.1"_prefix});
  CHECK(with.closed(kTheTabletsMac));
  CHECK(with.closed(kAtTheTabletsAddress));
  CHECK_FALSE(with.closed(Options().subnet(1, 32, {10, 0, 0, 8})));
  CHECK_FALSE(with.closed(Options(kAtTheTabletsAddress).add(65001, {2, 0, 0, 0, 0, 8})));  // its MAC is said: not looked up
}

TEST_CASE("after a question for another, the next one of the same forwarder is its own again") {
  HouseWithForwarder with({"127.0.0.1"_prefix});
  for (int i = 0; i < 200; ++i) {  // so that every pooled query is used again
    CHECK(with.closed(kTheTabletsMac));
    CHECK_FALSE(with.closed(Options()));
    CHECK_FALSE(with.closed(Options().add(65001, {1, 2, 3})));
  }
}

TEST_CASE("whoever the neighbour table does not know is not known yet, but for ourselves and who is named") {
  const std::vector<Neighbour> table{{"10.0.0.9"_ip, kTablet}};
  Published<Neighbours> neighbours(std::make_shared<const Neighbours>(table, HashSeed{5}));
  Published<Policy> policy(make_policy());
  PushedClock clock;
  const NetSettings settings;
  Workplace place(policy, neighbours, clock, settings);
  const auto not_known_yet = [&](const char* client, Named named = Named::nobody) {
    Query query;
    query.client = *IpAddress::from_text(client);
    query.named = named;
    query.not_known_yet = true;
    place.identify(query);
    return query.not_known_yet;
  };
  CHECK(not_known_yet("10.0.0.8"));
  CHECK_FALSE(not_known_yet("10.0.0.9"));
  CHECK_FALSE(not_known_yet("127.0.0.1"));
  CHECK_FALSE(not_known_yet("10.0.0.8", Named::somebody));
  CHECK_FALSE(not_known_yet("10.0.0.8", Named::unreadable));
  neighbours.publish(std::make_shared<const Neighbours>());
  place.sleep();
  place.wake();
  CHECK_FALSE(not_known_yet("10.0.0.8"));  // nobody is known by a MAC here
}

TEST_CASE("whoever is not trusted is not made another by what he writes") {
  HouseWithForwarder with({"127.0.0.2"_prefix});
  CHECK_FALSE(with.closed(kTheTabletsMac));
  CHECK_FALSE(with.closed(kAtTheTabletsAddress));
  CHECK(with.house.count(Health::claims_untrusted) == 4);
}

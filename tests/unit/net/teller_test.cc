// SPDX-License-Identifier: Apache-2.0
#include "net/teller.h"

#include "tests/support/fake_gateway.h"
#include "tests/unit/net/house.h"

using namespace darban;
using namespace darban::literals;

namespace {

std::shared_ptr<const Policy> resolved_only() {
  Household household;
  household.guest.band = Band::adult;
  household.guest.resolved_only = true;
  household.block.push_back({"games.example", {}});
  Settings settings;
  settings.allow_from = {"127.0.0.0/8"_prefix};
  settings.gateway_socket = "gateway.sock";
  auto built = build_policy(household, settings, image_of({{kGaming, "gaming"}}, {{"play.example", kGaming}}));
  REQUIRE(built);
  return *built;
}

// A house on a router: everybody in it is resolved-only.
struct Router : House {
  Router(const FakeUpstream& upstream, const std::string& socket)
      : House({upstream.port()}, [&](NetSettings& settings) { settings.gateway_socket = socket; }) {
    policy.publish(resolved_only());
    worker->poke();
    REQUIRE(until([&] { return worker->generation() == policy.generation(); }));
  }
};

}  // namespace

TEST_CASE("the gateway is told of the address before the answer leaves, of the same one only once") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::answers);
  Router house(fake, gateway.path());
  REQUIRE(has_address(house.ask("www.example.com"), kAddress));
  const auto told = gateway.told();
  REQUIRE(told.size() == 1);
  CHECK(told[0].addresses == std::vector{IpAddress::from_v4(kAddress)});
  CHECK(told[0].asker == "127.0.0.1"_ip);
  CHECK_FALSE(told[0].mac);
  CHECK_FALSE(told[0].door_closed);
  CHECK_FALSE(told[0].vital);
  for (int i = 0; i < 5; ++i) REQUIRE(has_address(house.ask("www.example.com"), kAddress));
  CHECK(gateway.told().size() == 1);
  CHECK(house.count(Health::gateway_told) == 1);
}

TEST_CASE("the reply waits for the gateway's word, and others meanwhile do not") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::keeps_silent);
  Router house(fake, gateway.path());
  UdpClient waiting(*IpAddress::from_text("127.0.0.1"), house.port);
  waiting.send(query_message("www.example.com", 1, 7, true));
  REQUIRE(House::until([&] { return gateway.told().size() == 1; }));
  REQUIRE(has_address(house.ask("games.example"), kNull));
  gateway.speak();
  const auto reply = waiting.receive();
  REQUIRE(has_address(reply, kAddress));
  CHECK(message_id(*reply) == 7);
}

TEST_CASE("a question for what is being told waits for the same word and is not told twice") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::keeps_silent);
  Router house(fake, gateway.path());
  UdpClient first(*IpAddress::from_text("127.0.0.1"), house.port);
  UdpClient second(*IpAddress::from_text("127.0.0.1"), house.port);
  first.send(query_message("www.example.com", 1, 1, true));
  REQUIRE(House::until([&] { return gateway.told().size() == 1; }));
  second.send(query_message("www.example.com", 1, 2, true));
  REQUIRE(House::until([&] { return house.count(Health::cache_hits) == 1; }));
  gateway.speak();
  CHECK(message_id(*first.receive()) == 1);
  CHECK(message_id(*second.receive()) == 2);
  CHECK(gateway.told().size() == 1);
}

TEST_CASE("a gateway that says nothing holds nobody up for long") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::keeps_silent);
  Router house(fake, gateway.path());
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(house.count(Health::gateway_late) == 1);
}

TEST_CASE("what was refused is not remembered as told") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::refuses);
  Router house(fake, gateway.path());
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(gateway.told().size() == 2);
}

TEST_CASE("without a gateway answers leave at once and are counted; one that comes later is told") {
  FakeUpstream fake(answer);
  TempFolder folder;
  Router house(fake, folder.file("nobody.sock"));
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(house.count(Health::gateway_untold) == 1);
  CHECK(house.count(Health::gateway_late) == 0);
}

TEST_CASE("after a gateway was away everything is told anew") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::answers);
  Router house(fake, gateway.path());
  REQUIRE(has_address(house.ask("www.example.com"), kAddress));
  gateway.hang_up();
  house.clock.push(Milliseconds(2000));
  REQUIRE(House::until([&] { return has_address(house.ask("www.example.com"), kAddress) && gateway.told().size() == 2; }));
}

TEST_CASE("replies that wait let go when the gateway hangs up") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::keeps_silent);
  Router house(fake, gateway.path());
  UdpClient waiting(*IpAddress::from_text("127.0.0.1"), house.port);
  waiting.send(query_message("www.example.com", 1, 7, true));
  REQUIRE(House::until([&] { return gateway.told().size() == 1; }));
  gateway.hang_up();
  CHECK(has_address(waiting.receive(), kAddress));
}

TEST_CASE("an answer over TCP waits as well, and a client that leaves meanwhile is forgotten") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::keeps_silent);
  Router house(fake, gateway.path());
  {
    TcpClient leaves = house.tcp();
    REQUIRE(leaves.send(query_message("one.example.com", 1, 1)));
    REQUIRE(House::until([&] { return gateway.told().size() == 1; }));
  }
  TcpClient stays = house.tcp();
  REQUIRE(stays.send(query_message("two.example.com", 1, 2)));
  REQUIRE(House::until([&] { return house.count(Health::questions) == 2; }));
  gateway.speak();
  CHECK(message_id(*stays.receive()) == 2);
  CHECK(has_address(house.ask("two.example.com"), kAddress));
}

TEST_CASE("cached and fresh answers to many clients all arrive, whatever the gateway's pace") {
  FakeUpstream fake(answer);
  FakeGateway gateway(FakeGateway::Manner::answers);
  Router house(fake, gateway.path());
  TcpClient client = house.tcp();
  constexpr std::uint16_t kMany = 500;
  Message all;
  for (std::uint16_t id = 0; id < kMany; ++id) {
    const Message one = TcpClient::framed(query_message("n" + std::to_string(id % 100) + ".example", 1, id));
    all.insert(all.end(), one.begin(), one.end());
  }
  REQUIRE(client.send_raw(all));
  std::size_t came = 0;
  while (came < kMany && client.receive()) ++came;
  CHECK(came == kMany);
}

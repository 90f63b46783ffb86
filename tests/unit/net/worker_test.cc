// SPDX-License-Identifier: Apache-2.0
#include "net/worker.h"

#include <set>

#include "tests/unit/net/house.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("a question is answered from the upstream once, and from the cache after that") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  const auto first = house.ask("www.example.com");
  CHECK(has_address(first, kAddress));
  CHECK(message_id(*first) == 0x4242);
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(fake.asked().size() == 1);
  CHECK(house.count(Health::cache_hits) == 1);
}

TEST_CASE("the client gets its own letter case back") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  const Message query = query_message("WwW.ExAmPlE.cOm", 1, 7);
  for (int i = 0; i < 2; ++i) {
    const auto reply = UdpClient("127.0.0.1"_ip, house.port).ask(query);
    REQUIRE(reply);
    CHECK(std::equal(query.begin() + 12, query.end(), reply->begin() + 12));
  }
}

TEST_CASE("a closed name is answered without any upstream") {
  House house({});
  CHECK(has_address(house.ask("www.games.example"), kNull));
}

TEST_CASE("without upstreams an open name is SERVFAIL at once") {
  House house({});
  const auto reply = house.ask("www.example.com");
  REQUIRE(reply);
  CHECK(message_rcode(*reply) == 2);
}

TEST_CASE("noise is met with silence and what follows is answered") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  UdpClient client("127.0.0.1"_ip, house.port);
  client.send({});
  client.send({1, 2, 3});
  client.send(response_to(query_message("a.example", 1, 1)));
  const auto reply = client.ask(query_message("b.example", 1, 2));
  REQUIRE(reply);
  CHECK(message_id(*reply) == 2);
}

TEST_CASE("several batches of questions from one client are all answered") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  REQUIRE(house.ask("hot.example"));
  UdpClient client("127.0.0.1"_ip, house.port);
  constexpr std::uint16_t kMany = 150;
  for (std::uint16_t id = 0; id < kMany; ++id) client.send(query_message("hot.example", 1, id));
  std::set<std::uint16_t> ids;
  for (std::uint16_t i = 0; i < kMany; ++i) {
    const auto reply = client.receive();
    REQUIRE(has_address(reply, kAddress));
    ids.insert(message_id(*reply));
  }
  CHECK(ids.size() == kMany);
}

TEST_CASE("many clients with one uncached question: the upstream is asked once, and everybody hears") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    gate.pass();
    return answer(asked);
  });
  House house({fake.port()});
  std::vector<std::unique_ptr<UdpClient>> clients;
  for (std::uint16_t id = 0; id < 50; ++id) {
    clients.push_back(std::make_unique<UdpClient>("127.0.0.1"_ip, house.port));
    clients.back()->send(query_message("new.example", 1, id));
  }
  REQUIRE(House::until([&] { return house.count(Health::joined) == 49; }));
  gate.open();
  for (std::uint16_t id = 0; id < 50; ++id) {
    const auto reply = clients[id]->receive();
    REQUIRE(has_address(reply, kAddress));
    CHECK(message_id(*reply) == id);
  }
  CHECK(fake.asked().size() == 1);
}

TEST_CASE("more questions than may wait are dropped, and what the cache knows is answered all the same") {
  FakeUpstream fake(
      [](const auto& asked) { return asked.message[13] == 'h' || asked.message[13] == 'H' ? answer(asked) : Replies(); });
  House house({fake.port()}, [](NetSettings& settings) { settings.in_flight = settings.engine.in_flight = 8; });
  REQUIRE(house.ask("hot.example"));
  UdpClient client("127.0.0.1"_ip, house.port);
  for (std::uint16_t i = 0; i < 100; ++i) client.send(query_message("miss" + std::to_string(i) + ".example", 1, i));
  for (std::uint16_t i = 0; i < 100; ++i) client.send(query_message("wait.example", 1, i));
  // Nearly all: on a slow machine some of the eight give up meanwhile and make room.
  CHECK(House::until([&] { return house.count(Health::questions) == 201 && house.count(Health::overflow) >= 150; }));
  CHECK(has_address(house.ask("hot.example"), kAddress));
}

// ---- upstreams

TEST_CASE("SERVFAIL or REFUSED of one upstream is not the last word") {
  for (const std::uint8_t rcode : std::array<std::uint8_t, 2>{2, 5}) {
    FakeUpstream broken([rcode](const auto& asked) { return Replies{response_to(asked.message, {}, rcode)}; });
    FakeUpstream fake(answer);
    House house({broken.port(), fake.port()});
    CHECK(has_address(house.ask("www.example.com"), kAddress));
    CHECK(broken.asked().size() == 1);
  }
}

TEST_CASE("SERVFAIL of all upstreams is SERVFAIL, and none is asked twice") {
  FakeUpstream broken([](const auto& asked) { return Replies{response_to(asked.message, {}, 2)}; });
  House house({broken.port()}, [](NetSettings& settings) { settings.upstream_tries = 5; });
  const auto reply = house.ask("www.example.com");
  REQUIRE(reply);
  CHECK(message_rcode(*reply) == 2);
  CHECK(broken.asked().size() == 1);
}

TEST_CASE("NXDOMAIN is an answer") {
  FakeUpstream fake([](const auto& asked) { return Replies{response_to(asked.message, {}, 3)}; });
  FakeUpstream other(answer);
  House house({fake.port(), other.port()});
  const auto reply = house.ask("nobody.example.com");
  REQUIRE(reply);
  CHECK(message_rcode(*reply) == 3);
  CHECK(other.asked().empty());
}

TEST_CASE("after a time-out the next upstream is asked") {
  FakeUpstream silent(silence);
  FakeUpstream fake(answer);
  House house({silent.port(), fake.port()}, [](NetSettings& settings) { settings.upstream_timeout = Milliseconds(100); });
  CHECK(has_address(house.ask("www.example.com"), kAddress));
  CHECK(house.count(Health::upstream_timeouts) == 1);
}

TEST_CASE("a single silent upstream is asked again by another port, then the client hears SERVFAIL") {
  FakeUpstream silent(silence);
  House house({silent.port()}, [](NetSettings& settings) {
    settings.upstream_timeout = Milliseconds(100);
    settings.upstream_tries = 2;
    settings.upstream_ports = 1;
  });
  const auto reply = house.ask("www.example.com");
  REQUIRE(reply);
  CHECK(message_rcode(*reply) == 2);
  const auto asked = silent.asked();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].from_port != asked[1].from_port);
  CHECK(house.count(Health::upstream_timeouts) == 2);
}

TEST_CASE("an upstream that is gone is noticed at once and left alone after three failures") {
  std::uint16_t gone = 0;
  { gone = FakeUpstream(silence).port(); }
  FakeUpstream fake(answer);
  House house({gone, fake.port()});
  for (int i = 0; i < 5; ++i) CHECK(has_address(house.ask("n" + std::to_string(i) + ".example"), kAddress));
  CHECK(house.count(Health::upstream_errors) == 3);
}

TEST_CASE("a dead upstream that comes back is found by a probe and has its place again") {
  std::atomic<bool> up{false};
  FakeUpstream first([&up](const auto& asked) { return up ? answer(asked) : Replies(); });
  FakeUpstream second(answer);
  House house({first.port(), second.port()}, [](NetSettings& settings) { settings.upstream_timeout = Milliseconds(100); });
  for (int i = 0; i < 3; ++i) REQUIRE(house.ask("dead" + std::to_string(i) + ".example"));
  REQUIRE(house.ask("second.example"));
  const auto asked_before = first.asked().size();
  up = true;
  house.clock.push(Seconds(2));
  REQUIRE(house.ask("probe.example"));
  REQUIRE(House::until([&] { return first.asked().size() == asked_before + 1; }));
  const auto to_second = second.asked().size();
  // The probe's answer may still be on its way: questions go to the second until it is in.
  int next = 0;
  REQUIRE(House::until(
      [&] { return house.ask("back" + std::to_string(next++) + ".example") && first.asked().size() > asked_before + 1; }));
  CHECK(second.asked().size() <= to_second + static_cast<std::size_t>(next));
}

TEST_CASE("a long answer is cut over UDP and whole over TCP") {
  FakeUpstream fake([](const auto& asked) {
    Message response = response_to(asked.message);
    if (!asked.tcp) return Replies{with_flag(response, flag::truncated)};
    for (int i = 0; i < 1000; ++i)
      response.insert(response.end(), {0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 198, 18, static_cast<std::uint8_t>(i >> 8),
                                       static_cast<std::uint8_t>(i)});
    response[6] = 1000 >> 8;
    response[7] = 1000 & 0xff;
    return Replies{response};
  });
  House house({fake.port()}, [](NetSettings& settings) { settings.engine.cache_octets = 1 << 20; });
  const auto cut = house.ask("long.example");
  REQUIRE(cut);
  CHECK(cut->size() <= kEdnsUdpSize);
  CHECK(((*cut)[2] & 0x02) != 0);
  const auto whole = house.tcp().ask(query_message("long.example", 1, 1, true));
  REQUIRE(whole);
  CHECK(whole->size() > 16000);
}

// ---- who and where

TEST_CASE("a device is known by its MAC, whatever its address") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  CHECK(has_address(house.ask("play.example"), kAddress));
  const std::vector<Neighbour> table{{"127.0.0.1"_ip, kTablet}};
  house.neighbours.publish(std::make_shared<const Neighbours>(table, HashSeed{5}));
  CHECK(has_address(house.ask("play.example"), kNull));
  CHECK(has_address(house.tcp().ask(query_message("play.example")), kNull));
}

TEST_CASE("on a wildcard address the reply leaves from the address that was asked, at once and later") {
  FakeUpstream fake(answer);
  House house({fake.port()}, {}, "0.0.0.0");
  for (const char* address : {"127.0.0.1", "127.0.0.2"}) {
    UdpClient client(*IpAddress::from_text(address), house.port);
    CHECK(has_address(client.ask(query_message(std::string("late") + address[8] + ".example")), kAddress));
    CHECK(has_address(client.ask(query_message("games.example")), kNull));
  }
}

TEST_CASE("IPv6 clients are answered, on an address and on the wildcard") {
  for (const char* listen : {"::1", "::"}) {
    const std::vector<NetEndpoint> endpoints{{*IpAddress::from_text(listen), 0, 0}};
    if (!bind_listeners(endpoints, 1).has_value()) return;  // a machine without IPv6
    FakeUpstream fake(answer);
    House house({fake.port()}, {}, listen);
    UdpClient client("::1"_ip, house.port);
    CHECK(has_address(client.ask(query_message("late.example")), kAddress));
    CHECK(has_address(client.ask(query_message("games.example")), kNull));
    TcpClient tcp("::1"_ip, house.port);
    CHECK(has_address(tcp.ask(query_message("games.example")), kNull));
  }
}

TEST_CASE("two workers share one port and both are found") {
  FakeUpstream fake(answer);
  const std::vector<NetEndpoint> endpoints{{"127.0.0.1"_ip, 0, 0}};
  auto bound = bind_listeners(endpoints, 2);
  REQUIRE(bound.has_value());
  const auto port = bound->workers[0].udp[0].local.port;
  PushedClock clock;
  Published<Policy> policy{make_policy()};
  Published<Neighbours> neighbours{std::make_shared<const Neighbours>()};
  NetSettings settings;
  settings.upstreams.push_back({"127.0.0.1"_ip, fake.port(), 0});
  std::vector<std::unique_ptr<Worker>> workers;
  for (auto& sockets : bound->workers) {
    workers.push_back(std::make_unique<Worker>(std::move(sockets), policy, neighbours, clock, settings));
    REQUIRE(workers.back()->start().has_value());
  }
  for (int i = 0; i < 100; ++i) {
    REQUIRE(has_address(UdpClient("127.0.0.1"_ip, port).ask(query_message("www.example.com")), kAddress));
    REQUIRE(has_address(TcpClient("127.0.0.1"_ip, port).ask(query_message("www.example.com")), kAddress));
  }
  for (const auto& worker : workers) CHECK(worker->counters().of(Health::questions) > 0);
  for (const auto& worker : workers) worker->stop();
}

// ---- policy

TEST_CASE("a published policy is in force with the next question") {
  House house({});
  CHECK(has_address(house.ask("games.example"), kNull));
  house.policy.publish(make_policy("other.example"));
  CHECK(has_address(house.ask("other.example"), kNull));
}

TEST_CASE("a poked worker takes the new policy and lets go of the old") {
  House house({});
  const std::weak_ptr<const Policy> old = house.policy.copy();
  house.policy.publish(make_policy("other.example"));
  house.worker->poke();
  REQUIRE(House::until([&] { return house.worker->generation() == house.policy.generation(); }));
  CHECK(House::until([&] { return old.expired(); }));
}

// ---- the end

TEST_CASE("a stopping worker answers what is travelling and then is gone") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    gate.pass();
    return answer(asked);
  });
  House house({fake.port()});
  UdpClient client("127.0.0.1"_ip, house.port);
  client.send(query_message("www.example.com"));
  REQUIRE(House::until([&] { return house.count(Health::forwarded) == 1; }));
  house.worker->stop();
  gate.open();
  house.worker->join();
  CHECK(has_address(client.receive(), kAddress));
}

TEST_CASE("a worker that is not started, or stopped twice, ends quietly") {
  House house({});
  house.worker->stop();
  house.worker->stop();
  house.worker->join();
  house.worker->join();
  const std::vector<NetEndpoint> endpoints{{"127.0.0.1"_ip, 0, 0}};
  auto bound = bind_listeners(endpoints, 1);
  REQUIRE(bound.has_value());
  Worker idle(std::move(bound->workers[0]), house.policy, house.neighbours, house.clock, NetSettings());
}

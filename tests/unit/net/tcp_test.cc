// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "net/tcp_connection.h"
#include "tests/unit/net/house.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("questions over TCP are answered one after the other on one connection") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  TcpClient client = house.tcp();
  for (std::uint16_t id = 1; id <= 3; ++id) {
    const auto reply = client.ask(query_message("www.example.com", 1, id));
    REQUIRE(has_address(reply, kAddress));
    CHECK(message_id(*reply) == id);
  }
}

TEST_CASE("a message that arrives octet by octet is one message, and two in one segment are two") {
  House house({});
  TcpClient client = house.tcp();
  const Message one = TcpClient::framed(query_message("games.example", 1, 1));
  for (const std::uint8_t octet : one) REQUIRE(client.send_raw({octet}));
  CHECK(has_address(client.receive(), kNull));
  Message both = TcpClient::framed(query_message("games.example", 1, 2));
  const Message second = TcpClient::framed(query_message("games.example", 1, 3));
  both.insert(both.end(), second.begin(), second.end());
  REQUIRE(client.send_raw(both));
  CHECK(message_id(*client.receive()) == 2);
  CHECK(message_id(*client.receive()) == 3);
}

TEST_CASE("a cached answer overtakes a question that still travels") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    if ((asked.message[13] | 0x20) == 's') gate.pass();
    return answer(asked);
  });
  House house({fake.port()});
  REQUIRE(house.ask("fast.example"));
  TcpClient client = house.tcp();
  REQUIRE(client.send(query_message("slow.example", 1, 1)));
  REQUIRE(client.send(query_message("fast.example", 1, 2)));
  CHECK(message_id(*client.receive()) == 2);
  gate.open();
  CHECK(message_id(*client.receive()) == 1);
}

TEST_CASE("many pipelined questions are all answered, also beyond the limit of unanswered ones") {
  FakeUpstream fake(answer);
  House house({fake.port()}, [](NetSettings& settings) { settings.tcp_pipeline = 4; });
  TcpClient client = house.tcp();
  constexpr std::uint16_t kMany = 100;
  Message all;
  for (std::uint16_t id = 0; id < kMany; ++id) {
    const Message one = TcpClient::framed(query_message("n" + std::to_string(id) + ".example", 1, id));
    all.insert(all.end(), one.begin(), one.end());
  }
  REQUIRE(client.send_raw(all));
  std::set<std::uint16_t> ids;
  for (std::uint16_t i = 0; i < kMany; ++i) {
    const auto reply = client.receive();
    REQUIRE(has_address(reply, kAddress));
    ids.insert(message_id(*reply));
  }
  CHECK(ids.size() == kMany);
}

TEST_CASE("no more questions of one connection travel than the limit") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    gate.pass();
    return answer(asked);
  });
  House house({fake.port()}, [](NetSettings& settings) { settings.tcp_pipeline = 4; });
  TcpClient client = house.tcp();
  for (std::uint16_t id = 0; id < 20; ++id) REQUIRE(client.send(query_message("n" + std::to_string(id) + ".example", 1, id)));
  REQUIRE(House::until([&] { return house.count(Health::forwarded) == 4; }));
  REQUIRE(has_address(house.ask("games.example"), kNull));  // the worker has been through its sockets again
  CHECK(house.count(Health::forwarded) == 4);
  gate.open();
  for (int i = 0; i < 20; ++i) REQUIRE(client.receive());
}

TEST_CASE("a client that has asked its last question still hears the answers") {
  FakeUpstream fake(answer);
  House house({fake.port()});
  TcpClient client = house.tcp();
  REQUIRE(client.send(query_message("www.example.com", 1, 1)));
  REQUIRE(client.send(query_message("games.example", 1, 2)));
  client.close_writing();
  REQUIRE(client.receive());
  REQUIRE(client.receive());
  CHECK(client.closed_by_server());
}

TEST_CASE("a client that goes away with questions travelling is forgotten, and its answer is cached") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    gate.pass();
    return answer(asked);
  });
  House house({fake.port()});
  {
    TcpClient client = house.tcp();
    REQUIRE(client.send(query_message("www.example.com", 1, 1)));
    REQUIRE(House::until([&] { return house.count(Health::forwarded) == 1; }));
    REQUIRE(client.send_raw({0xff, 0xff}));  // too long a message: the server closes
    CHECK(client.closed_by_server());
  }
  gate.open();
  REQUIRE(has_address(house.ask("www.example.com"), kAddress));
  CHECK(fake.asked().size() == 1);
}

TEST_CASE("a message longer than any question ends the connection") {
  House house({});
  TcpClient client = house.tcp();
  const auto most = static_cast<std::uint16_t>(TcpConnection::kMostRequest + 1);
  REQUIRE(client.send_raw({static_cast<std::uint8_t>(most >> 8), static_cast<std::uint8_t>(most)}));
  CHECK(client.closed_by_server());
}

TEST_CASE("the longest request that is taken is answered") {
  House house({});
  TcpClient client = house.tcp();
  Message padded = query_message("games.example", 1, 1, true);
  const auto filling = static_cast<std::uint16_t>(TcpConnection::kMostRequest - padded.size() - 4);
  padded[padded.size() - 2] = static_cast<std::uint8_t>((filling + 4) >> 8);
  padded[padded.size() - 1] = static_cast<std::uint8_t>(filling + 4);
  padded.insert(padded.end(), {0, 12, static_cast<std::uint8_t>(filling >> 8), static_cast<std::uint8_t>(filling)});
  padded.resize(TcpConnection::kMostRequest);
  CHECK(has_address(client.ask(padded), kNull));
  CHECK(has_address(client.ask(query_message("games.example")), kNull));
}

TEST_CASE("an idle connection is closed, one with a question travelling is not") {
  Gate gate;
  FakeUpstream fake([&gate](const auto& asked) {
    gate.pass();
    return answer(asked);
  });
  House house({fake.port()}, [](NetSettings& settings) { settings.upstream_timeout = Seconds(100); });
  TcpClient idle = house.tcp();
  REQUIRE(idle.ask(query_message("games.example")));
  TcpClient waiting = house.tcp();
  REQUIRE(waiting.send(query_message("www.example.com")));
  REQUIRE(House::until([&] { return house.count(Health::forwarded) == 1; }));
  house.clock.push(Seconds(11));
  CHECK(idle.closed_by_server());
  gate.open();
  CHECK(has_address(waiting.receive(), kAddress));
}

TEST_CASE("a client that drips its message is closed though it is never idle") {
  House house({}, [](NetSettings& settings) { settings.tcp_idle = Seconds(1000); });
  TcpClient client = house.tcp();
  REQUIRE(client.ask(query_message("games.example")));
  REQUIRE(client.send_raw({0, 30, 1}));
  REQUIRE(has_address(house.ask("games.example"), kNull));
  house.clock.push(Seconds(3));
  REQUIRE(client.send_raw({2}));
  REQUIRE(has_address(house.ask("games.example"), kNull));
  house.clock.push(Seconds(3));
  CHECK(client.closed_by_server());
}

TEST_CASE("one address has only so many connections, and there are only so many in all") {
  House house({}, [](NetSettings& settings) {
    settings.tcp_clients_per_address = 2;
    settings.tcp_clients = 3;
  });
  TcpClient first = house.tcp();
  TcpClient second = house.tcp();
  REQUIRE(first.ask(query_message("games.example")));
  REQUIRE(second.ask(query_message("games.example")));
  TcpClient third = house.tcp();
  CHECK(third.closed_by_server());
  CHECK(first.ask(query_message("games.example")));
}

TEST_CASE("when all places are taken the connection that was idle longest makes room") {
  House house({}, [](NetSettings& settings) { settings.tcp_clients = 2; });
  TcpClient first = house.tcp();
  REQUIRE(first.ask(query_message("games.example")));
  house.clock.push(Seconds(1));
  TcpClient second = house.tcp();
  REQUIRE(second.ask(query_message("games.example")));
  TcpClient third = house.tcp();
  REQUIRE(third.ask(query_message("games.example")));
  CHECK(first.closed_by_server());
  CHECK(second.ask(query_message("games.example")));
}

TEST_CASE("a client that asks for much and reads nothing is not read from any more, and then closed") {
  FakeUpstream fake([](const auto& asked) {
    Message response = response_to(asked.message);
    if (!asked.tcp) return Replies{with_flag(response, 0x0200)};
    for (int i = 0; i < 3000; ++i) {
      response.insert(response.end(), {0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 198, 18, static_cast<std::uint8_t>(i >> 8),
                                       static_cast<std::uint8_t>(i)});
    }
    response[6] = 3000 >> 8;
    response[7] = static_cast<std::uint8_t>(3000 & 0xff);
    return Replies{response};
  });
  House house({fake.port()}, [](NetSettings& settings) { settings.engine.cache_octets = 1 << 20; });
  REQUIRE(house.tcp().ask(query_message("big.example", 1, 1, true)));
  TcpClient client = house.tcp();
  Message thousand;
  for (int i = 0; i < 1000; ++i) {
    const Message one = TcpClient::framed(query_message("big.example", 1, 1, true));
    thousand.insert(thousand.end(), one.begin(), one.end());
  }
  REQUIRE(client.send_raw(thousand));
  // 48 MB of answers were asked for; what the kernel's buffers do not take is never made.
  std::uint64_t seen = 0;
  REQUIRE(House::until([&] {
    const auto now = house.count(Health::questions);
    const bool still = now == seen && now > 1;
    seen = now;
    return still && has_address(house.ask("games.example"), kNull) && house.count(Health::questions) == now + 1;
  }));
  CHECK(house.count(Health::questions) < 900);
  house.clock.push(Seconds(11));
  REQUIRE(House::until([&] { return !client.send_raw({0}); }));
}

TEST_CASE("a stopping worker closes idle connections and refuses new ones") {
  House house({});
  TcpClient client = house.tcp();
  REQUIRE(client.ask(query_message("games.example")));
  house.worker->stop();
  CHECK(client.closed_by_server());
  house.worker->join();
  CHECK_FALSE(house.tcp().connected());
}

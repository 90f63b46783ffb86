// SPDX-License-Identifier: Apache-2.0
#include "net/upstream_plain.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "dns/message.h"
#include "net/udp_path.h"
#include "tests/support/fake_upstream.h"

using namespace darban;

namespace {

constexpr std::array<std::uint8_t, 4> kAddress{192, 0, 2, 10};
constexpr Milliseconds kTimeout{500};
using Replies = std::vector<Message>;

// One upstream in a loop that runs in the test's own thread; the clock stands still unless the test moves it.
class Bench {
 public:
  struct Seen {
    std::uint64_t mark = 0;
    Message answer;
    UpstreamTrouble trouble = UpstreamTrouble::timeout;
    std::size_t ended = 0;
  };

  explicit Bench(std::uint16_t port, bool randomise_case = true, std::uint32_t ports = 8)
      : host_{loop_, random_, counters, [this] { return now; },
              [this](std::size_t, const UpstreamOutcome& outcome) { done(outcome); }} {
    PlainSettings settings;
    settings.endpoint = {*IpAddress::from_text("127.0.0.1"), port, 0};
    settings.timeout = kTimeout;
    settings.ports = ports;
    settings.randomise_case = randomise_case;
    settings.most = 1024;
    auto opened = open_upstream_plain(settings, host_);
    REQUIRE(opened.has_value());
    upstream = std::move(*opened);
  }

  bool submit(std::string_view name, std::uint64_t mark = 1, bool with_opt = true) {
    return upstream->submit(query_message(name, 1, 0, with_opt), mark, now);
  }
  // Runs the loop until it is so; the test fails after five real seconds.
  bool run_until(const std::function<bool()>& so) {
    const auto limit = std::chrono::steady_clock::now() + Seconds(5);
    Timer look(loop_, [&] {
      if (so() || std::chrono::steady_clock::now() > limit) loop_.stop();
    });
    look.repeat(Milliseconds(1));
    if (!so()) loop_.run();
    return so();
  }
  bool run_until_ended(std::size_t count = 1) {
    return run_until([this, count] { return seen.size() >= count; });
  }
  void advance(Milliseconds by) {
    now += by;
    upstream->tick(now);
  }

  Counters counters;
  MonoTime now{Milliseconds(1'000'000)};
  std::vector<Seen> seen;
  std::function<void(const UpstreamOutcome&)> on_done;

 private:
  void done(const UpstreamOutcome& outcome) {
    seen.push_back({outcome.mark, {outcome.answer.begin(), outcome.answer.end()}, outcome.trouble, seen.size()});
    if (on_done) on_done(outcome);
  }
  Loop loop_;
  Random random_;
  UpstreamHost host_;

 public:
  std::unique_ptr<Upstream> upstream;
};

Replies answer(const FakeUpstream::Asked& asked) { return {response_to(asked.message, kAddress)}; }

bool is_the_address(const Message& message) {
  const auto found = first_address(message);
  return found && std::equal(found->begin(), found->end(), kAddress.begin());
}

}  // namespace

TEST_CASE("a question goes out and its answer comes back") {
  FakeUpstream fake(answer);
  Bench bench(fake.port());
  REQUIRE(bench.submit("www.example.com", 42));
  CHECK(bench.upstream->travelling() == 1);
  REQUIRE(bench.run_until_ended());
  CHECK(bench.seen[0].mark == 42);
  CHECK(is_the_address(bench.seen[0].answer));
  CHECK(bench.upstream->travelling() == 0);
}

TEST_CASE("many questions at once all come back, each to its own mark, once") {
  FakeUpstream fake(answer);
  Bench bench(fake.port());
  constexpr std::size_t kMany = 150;
  for (std::size_t i = 0; i < kMany; ++i) REQUIRE(bench.submit("n" + std::to_string(i) + ".example", i));
  REQUIRE(bench.run_until_ended(kMany));
  std::set<std::uint64_t> marks;
  for (const auto& seen : bench.seen) {
    marks.insert(seen.mark);
    const auto asked = in_lower_case(query_message("n" + std::to_string(seen.mark) + ".example"));
    CHECK(std::equal(asked.begin() + 12, asked.end(), in_lower_case(seen.answer).begin() + 12));
  }
  CHECK(marks.size() == kMany);
  CHECK(bench.seen.size() == kMany);
  CHECK(bench.counters.of(Health::forged_answers) == 0);
}

TEST_CASE("IDs and ports are spread, and the letter case is drawn anew") {
  FakeUpstream fake(answer);
  Bench bench(fake.port(), true, 16);
  constexpr std::size_t kMany = 150;
  for (std::size_t i = 0; i < kMany; ++i) REQUIRE(bench.submit("abcdefghijklmnopqrst.example", i));
  REQUIRE(bench.run_until_ended(kMany));
  std::set<std::uint16_t> ids;
  std::set<std::uint16_t> ports;
  std::set<Message> spellings;
  for (const auto& asked : fake.asked()) {
    ids.insert(message_id(asked.message));
    ports.insert(asked.from_port);
    spellings.insert(with_id(asked.message, 0));
  }
  CHECK(ids.size() == kMany);
  CHECK(ports.size() == 16);
  CHECK(spellings.size() > kMany - 5);
}

TEST_CASE("without 0x20 the name leaves as it was given") {
  FakeUpstream fake(answer);
  Bench bench(fake.port(), false);
  REQUIRE(bench.submit("abcdefghijklmnopqrst.example"));
  REQUIRE(bench.run_until_ended());
  CHECK(with_id(fake.asked()[0].message, 0) == query_message("abcdefghijklmnopqrst.example", 1, 0, true));
}

TEST_CASE("a port is left after its share of questions") {
  FakeUpstream fake(answer);
  Bench bench(fake.port(), true, 1);
  const std::size_t many = PortPool::kUses + 10;
  for (std::size_t i = 0; i < many; ++i) {
    REQUIRE(bench.submit("a.example", i));
    REQUIRE(bench.run_until_ended(i + 1));
  }
  std::set<std::uint16_t> ports;
  for (const auto& asked : fake.asked()) ports.insert(asked.from_port);
  CHECK(ports.size() == 2);
}

TEST_CASE("every rcode is an answer for the caller to judge") {
  for (const std::uint8_t rcode : std::array<std::uint8_t, 5>{0, 2, 3, 4, 5}) {
    FakeUpstream fake([rcode](const auto& asked) { return Replies{response_to(asked.message, {}, rcode)}; });
    Bench bench(fake.port());
    REQUIRE(bench.submit("www.example.com"));
    REQUIRE(bench.run_until_ended());
    CHECK(message_rcode(bench.seen[0].answer) == rcode);
  }
}

TEST_CASE("a silent upstream is a time-out, told once") {
  FakeUpstream fake([](const auto&) { return Replies(); });
  Bench bench(fake.port());
  REQUIRE(bench.submit("www.example.com", 7));
  bench.advance(kTimeout - Milliseconds(1));
  CHECK(bench.seen.empty());
  bench.advance(Milliseconds(1));
  REQUIRE(bench.seen.size() == 1);
  CHECK(bench.seen[0].mark == 7);
  CHECK(bench.seen[0].answer.empty());
  CHECK(bench.seen[0].trouble == UpstreamTrouble::timeout);
  CHECK(bench.upstream->travelling() == 0);
}

TEST_CASE("a late answer is dropped and is not counted as forged") {
  FakeUpstream fake([](const auto&) { return Replies(); });
  Bench bench(fake.port(), true, 1);
  REQUIRE(bench.submit("late.example", 1));
  REQUIRE(bench.submit("kept.example", 2));  // holds the port open
  REQUIRE(bench.run_until([&] { return fake.asked().size() == 2; }));
  const auto first = fake.asked()[0];
  bench.advance(kTimeout);
  REQUIRE(bench.seen.size() == 2);
  fake.send(first.from_port, response_to(first.message, kAddress));
  REQUIRE(bench.submit("next.example", 3));
  REQUIRE(bench.run_until([&] { return fake.asked().size() == 3; }));
  CHECK(bench.seen.size() == 2);
  CHECK(bench.counters.of(Health::forged_answers) == 0);
}

TEST_CASE("what is not the answer is dropped and counted, and the true one is taken") {
  const std::function<Message(const Message&)> lies[] = {
      [](const Message& query) {
        return with_id(response_to(query, kAddress), static_cast<std::uint16_t>(message_id(query) + 1));
      },
      [](const Message& query) { return without_flag(response_to(query, kAddress), 0x8000); },
      [](const Message& query) { return response_to(query_message("other.example", 1, message_id(query)), kAddress); },
      [](const Message& query) { return response_to(query_message("www.example.com", 28, message_id(query)), kAddress); },
      [](const Message& query) { return Message(query.begin(), query.begin() + 11); },
      [](const Message&) { return Message{1}; },
  };
  for (const auto& lie : lies) {
    FakeUpstream fake([&lie](const auto& asked) { return Replies{lie(asked.message), response_to(asked.message, kAddress)}; });
    Bench bench(fake.port());
    REQUIRE(bench.submit("www.example.com"));
    REQUIRE(bench.run_until_ended());
    CHECK(is_the_address(bench.seen[0].answer));
    CHECK(bench.counters.of(Health::forged_answers) == 1);
    CHECK(bench.counters.of(Health::tcp_retries) == 0);
  }
}

TEST_CASE("a right answer on another port of ours is a forgery") {
  FakeUpstream fake(
      [](const auto& asked) { return asked.message[13] == 'q' || asked.message[13] == 'Q' ? answer(asked) : Replies(); });
  Bench bench(fake.port(), true, 64);
  REQUIRE(bench.submit("www.example.com", 1));
  std::vector<FakeUpstream::Asked> asked;
  for (std::uint64_t mark = 2; mark < 40; ++mark) REQUIRE(bench.submit("wait.example", mark));
  REQUIRE(bench.run_until([&] {
    asked = fake.asked();
    return asked.size() == 39;
  }));
  const auto other =
      std::find_if(asked.begin(), asked.end(), [&](const auto& one) { return one.from_port != asked[0].from_port; });
  REQUIRE(other != asked.end());
  fake.send(other->from_port, response_to(asked[0].message, kAddress));
  REQUIRE(bench.run_until([&] { return bench.counters.of(Health::forged_answers) == 1; }));
  CHECK(bench.seen.empty());
}

TEST_CASE("an answer in another letter case is not believed but asked for by TCP") {
  FakeUpstream fake([](const auto& asked) {
    return Replies{asked.tcp ? response_to(asked.message, kAddress) : in_lower_case(response_to(asked.message, {{6, 6, 6, 6}}))};
  });
  Bench bench(fake.port());
  REQUIRE(bench.submit("abcdefghijklmnopqrstuvwxyz.example"));
  REQUIRE(bench.run_until_ended());
  CHECK(is_the_address(bench.seen[0].answer));
  CHECK(bench.counters.of(Health::tcp_retries) == 1);
}

TEST_CASE("an upstream that never keeps the letter case is asked in lower case after a while") {
  FakeUpstream fake([](const auto& asked) { return Replies{in_lower_case(response_to(asked.message, kAddress))}; });
  Bench bench(fake.port());
  for (std::size_t i = 0; i < UdpPath::kCaseChangesUntilOff; ++i) {
    REQUIRE(bench.submit("abcdefghijklmnopqrstuvwxyz.example"));
    REQUIRE(bench.run_until_ended(i + 1));
  }
  const auto by_tcp = bench.counters.of(Health::tcp_retries);
  REQUIRE(bench.submit("abcdefghijklmnopqrstuvwxyz.example"));
  REQUIRE(bench.run_until_ended(UdpPath::kCaseChangesUntilOff + 1));
  CHECK(bench.counters.of(Health::tcp_retries) == by_tcp);
}

TEST_CASE("a truncated answer is asked for again by TCP, on one connection for all") {
  FakeUpstream fake([](const auto& asked) {
    return Replies{asked.tcp ? response_to(asked.message, kAddress) : with_flag(response_to(asked.message), flag::truncated)};
  });
  Bench bench(fake.port());
  for (std::uint64_t i = 0; i < 20; ++i) REQUIRE(bench.submit("big" + std::to_string(i) + ".example", i));
  REQUIRE(bench.run_until_ended(20));
  for (const auto& seen : bench.seen) CHECK(is_the_address(seen.answer));
  CHECK(bench.counters.of(Health::tcp_retries) == 20);
  CHECK(fake.connections() == 1);
}

TEST_CASE("over TCP, too, every rcode is an answer") {
  for (const std::uint8_t rcode : std::array<std::uint8_t, 3>{2, 3, 5}) {
    FakeUpstream fake([rcode](const auto& asked) {
      return Replies{asked.tcp ? response_to(asked.message, {}, rcode) : with_flag(response_to(asked.message), flag::truncated)};
    });
    Bench bench(fake.port());
    REQUIRE(bench.submit("www.example.com"));
    REQUIRE(bench.run_until_ended());
    CHECK(message_rcode(bench.seen[0].answer) == rcode);
  }
}

TEST_CASE("an answer longer than a datagram comes whole by TCP") {
  FakeUpstream fake([](const auto& asked) {
    Message response = response_to(asked.message);
    if (!asked.tcp) return Replies{with_flag(response, flag::truncated)};
    for (int i = 0; i < 2000; ++i)
      response.insert(response.end(), {0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 10, 0, static_cast<std::uint8_t>(i >> 8),
                                       static_cast<std::uint8_t>(i)});
    response[6] = 2000 >> 8;
    response[7] = 2000 & 0xff;
    return Replies{response};
  });
  Bench bench(fake.port());
  REQUIRE(bench.submit("www.example.com"));
  REQUIRE(bench.run_until_ended());
  CHECK(bench.seen[0].answer.size() > 32000);
}

TEST_CASE("an old server that refuses EDNS is asked again without it") {
  for (const bool with_question : {true, false}) {
    FakeUpstream fake([with_question](const auto& asked) {
      if (!has_opt(asked.message)) return answer(asked);
      Message refusal = response_to(asked.message, {}, 1);
      if (!with_question) {
        refusal.resize(12);
        refusal[5] = 0;
      }
      return Replies{refusal};
    });
    Bench bench(fake.port());
    REQUIRE(bench.submit("www.example.com"));
    REQUIRE(bench.run_until_ended());
    CHECK(is_the_address(bench.seen[0].answer));
    CHECK(fake.asked().size() == 2);
    CHECK(bench.counters.of(Health::forged_answers) == 0);
  }
}

TEST_CASE("FORMERR to a question without EDNS is the answer, and the next question is whole") {
  FakeUpstream fake([](const auto& asked) { return Replies{response_to(asked.message, {}, 1)}; });
  Bench bench(fake.port());
  REQUIRE(bench.submit("www.example.com", 1, false));
  REQUIRE(bench.run_until_ended());
  CHECK(message_rcode(bench.seen[0].answer) == 1);
  REQUIRE(bench.submit("www.example.com", 2, true));
  REQUIRE(bench.run_until_ended(2));
  CHECK(fake.asked()[1].message.size() == query_message("www.example.com", 1, 0, true).size());
}

TEST_CASE("a forger's rain makes us ask by TCP, and only for a while") {
  std::atomic<int> lies{20};
  FakeUpstream fake([&lies](const auto& asked) {
    std::vector<Message> replies;
    if (!asked.tcp) {
      for (; lies > 0; --lies)
        replies.push_back(with_id(response_to(asked.message), static_cast<std::uint16_t>(message_id(asked.message) + lies)));
    }
    replies.push_back(response_to(asked.message, kAddress));
    return replies;
  });
  Bench bench(fake.port());
  REQUIRE(bench.submit("first.example"));
  REQUIRE(bench.run_until_ended());
  CHECK(bench.counters.of(Health::forged_answers) == 20);
  REQUIRE(bench.submit("second.example"));
  REQUIRE(bench.run_until_ended(2));
  CHECK(is_the_address(bench.seen[1].answer));
  CHECK(fake.asked().back().tcp);
  bench.now += UdpPath::kTcpFor;
  REQUIRE(bench.submit("third.example"));
  REQUIRE(bench.run_until_ended(3));
  CHECK_FALSE(fake.asked().back().tcp);
}

TEST_CASE("nobody listening is told at once") {
  std::uint16_t port = 0;
  {
    const FakeUpstream gone(answer);
    port = gone.port();
  }
  Bench bench(port);
  REQUIRE(bench.submit("www.example.com"));
  REQUIRE(bench.run_until_ended());
  CHECK(bench.seen[0].trouble == UpstreamTrouble::unreachable);
}

TEST_CASE("truncated over UDP and nobody listening on TCP: unreachable") {
  FakeUpstream fake([](const auto& asked) { return Replies{with_flag(response_to(asked.message), flag::truncated)}; },
                    FakeUpstream::Tcp::refused);
  Bench bench(fake.port());
  REQUIRE(bench.submit("www.example.com"));
  REQUIRE(bench.run_until_ended());
  CHECK(bench.seen[0].answer.empty());
  CHECK(bench.seen[0].trouble == UpstreamTrouble::unreachable);
}

TEST_CASE("a TCP connection that swallows questions is replaced") {
  FakeUpstream fake([](const auto& asked) { return Replies{with_flag(response_to(asked.message), flag::truncated)}; },
                    FakeUpstream::Tcp::swallows);
  Bench bench(fake.port());
  for (std::size_t round = 1; round <= 4; ++round) {
    REQUIRE(bench.submit("www.example.com"));
    std::size_t by_tcp = 0;
    REQUIRE(bench.run_until([&] {
      const auto asked = fake.asked();
      by_tcp = static_cast<std::size_t>(std::count_if(asked.begin(), asked.end(), [](const auto& one) { return one.tcp; }));
      return by_tcp >= round;
    }));
    bench.advance(kTimeout);
    REQUIRE(bench.seen.size() == round);
    CHECK(bench.seen.back().answer.empty());
  }
  CHECK(fake.connections() == 2);
}

TEST_CASE("the caller may ask again from within the end of a try") {
  FakeUpstream fake(answer);
  Bench bench(fake.port());
  bench.on_done = [&](const UpstreamOutcome& outcome) {
    if (outcome.mark < 20) REQUIRE(bench.submit("again.example", outcome.mark + 1));
  };
  REQUIRE(bench.submit("again.example", 1));
  REQUIRE(bench.run_until_ended(20));
}

TEST_CASE("no more questions travel than the limit, and a full upstream recovers") {
  FakeUpstream fake([](const auto&) { return Replies(); });
  Bench bench(fake.port());
  for (std::size_t i = 0; i < 1024; ++i) REQUIRE(bench.submit("a.example", i));
  CHECK_FALSE(bench.submit("a.example", 9999));
  bench.advance(kTimeout);
  CHECK(bench.seen.size() == 1024);
  CHECK(bench.submit("a.example", 10000));
}

TEST_CASE("a question that does not fit is not sent") {
  FakeUpstream fake(answer);
  Bench bench(fake.port());
  CHECK_FALSE(bench.upstream->submit(Message(kMostQueryOctets + 1), 1, bench.now));
  CHECK_FALSE(bench.upstream->submit(Message(5), 1, bench.now));
}

TEST_CASE("an upstream may be closed with questions travelling by UDP and TCP") {
  FakeUpstream fake([](const auto& asked) { return Replies{with_flag(response_to(asked.message), flag::truncated)}; },
                    FakeUpstream::Tcp::swallows);
  Bench bench(fake.port());
  for (std::uint64_t i = 0; i < 10; ++i) REQUIRE(bench.submit("a.example", i));
  REQUIRE(bench.run_until([&] { return fake.connections() == 1; }));
  for (std::uint64_t i = 0; i < 10; ++i) REQUIRE(bench.submit("b.example", i));
  bench.upstream.reset();
  CHECK(bench.seen.empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "engine/answer.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

const Now kNow{MonoTime(Seconds(1000)), WallTime(Seconds(1000)), true};

Question asked(const char* name = "a.example", RrType type = RrType::a) { return {*Name::from_text(name), type, RrClass::in}; }

Errc refusal_of(const Packet& packet, const Question& question = asked()) {
  AnswerReader reader({});
  const auto answer = reader.read(packet.octets(), question, kNow);
  return answer ? Errc::ok : answer.error().code;
}

}  // namespace

TEST_CASE("an answer lives as long as its shortest record") {
  AnswerReader reader({});
  const auto packet =
      Packet::response().question("a.example").cname("a.example", 30, "b.example").a("b.example", 20, {192, 0, 2, 1});
  const auto answer = reader.read(packet.octets(), asked(), kNow);
  REQUIRE(answer);
  CHECK(answer->lifetime == 20);
  CHECK(answer->answers == 2);
  CHECK(answer->ttl_count() == 2);
  CHECK(answer->has_targets);
  CHECK_FALSE(answer->has_private);
}

TEST_CASE("a no lives for the lesser of the SOA's TTL and its minimum, and without an SOA not at all") {
  AnswerReader reader({});
  CHECK(reader.read(Packet::response(Rcode::nxdomain).question("a.example").soa("example", 900, 60).octets(), asked(), kNow)
            ->lifetime == 60);
  CHECK(reader.read(Packet::response().question("a.example").soa("example", 30, 60).octets(), asked(), kNow)->lifetime == 30);
  CHECK(reader.read(Packet::response(Rcode::nxdomain).question("a.example").octets(), asked(), kNow)->lifetime == 0);
}

TEST_CASE("no record is kept longer than the limits say") {
  AnswerReader reader({Seconds(100), Seconds(50)});
  CHECK(reader.read(Packet::response().question("a.example").a("a.example", 5000, {1, 1, 1, 1}).octets(), asked(), kNow)
            ->lifetime == 100);
  CHECK(reader.read(Packet::response().question("a.example").soa("example", 5000, 5000).octets(), asked(), kNow)->lifetime == 50);
}

TEST_CASE("the OPT and what stands behind it are cut out") {
  AnswerReader reader({});
  const auto packet = Packet::response()
                          .question("a.example")
                          .a("a.example", 5, {1, 1, 1, 1})
                          .opt()
                          .record(3, "x.example", RrType::a, 5, {1, 1, 1, 2});
  const auto answer = reader.read(packet.octets(), asked(), kNow);
  REQUIRE(answer);
  CHECK(answer->additionals == 0);
  CHECK(answer->records.size() == Packet::wire("a.example").size() + 14);
}

TEST_CASE("private addresses are noticed in A, AAAA and hints") {
  AnswerReader reader({});
  CHECK(reader.read(Packet::response().question("a.example").a("a.example", 5, {192, 168, 1, 1}).octets(), asked(), kNow)
            ->has_private);
  CHECK(reader
            .read(Packet::response()
                      .question("a.example", RrType::aaaa)
                      .record(1, "a.example", RrType::aaaa, 5, {0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
                      .octets(),
                  asked("a.example", RrType::aaaa), kNow)
            ->has_private);
  CHECK(reader
            .read(Packet::response()
                      .question("a.example", RrType::https)
                      .https("a.example", 5, ".", {0, 4, 0, 4, 10, 0, 0, 1})
                      .octets(),
                  asked("a.example", RrType::https), kNow)
            ->has_private);
}

TEST_CASE("a query, an answer to another name, type or class, and one without a question are refused") {
  CHECK(refusal_of(Packet::query().question("a.example")) == Errc::not_a_response);
  CHECK(refusal_of(Packet::response().question("b.example")) == Errc::mismatch);
  CHECK(refusal_of(Packet::response().question("a.example", RrType::aaaa)) == Errc::mismatch);
  CHECK(refusal_of(Packet::response().question("a.example", RrType::a, RrClass::chaos)) == Errc::mismatch);
  CHECK(refusal_of(Packet::response()) == Errc::bad_count);
}

TEST_CASE("an answer cut at any octet is refused or whole without its tail") {
  const auto whole =
      Packet::response().question("a.example").cname("a.example", 30, "b.example").a("b.example", 20, {192, 0, 2, 1}).opt();
  AnswerReader reader({});
  for (std::size_t length = 0; length < whole.octets().size(); ++length) {
    const std::vector<std::uint8_t> cut(whole.octets().begin(), whole.octets().begin() + static_cast<std::ptrdiff_t>(length));
    CHECK_FALSE(reader.read(cut, asked(), kNow));
  }
}

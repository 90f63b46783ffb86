// SPDX-License-Identifier: Apache-2.0
#include "dns/message.h"

#include <doctest/doctest.h>

#include "dns/service_binding.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

struct Parsed {
  Header header;
  Question question;
  Edns edns;
  Result<void> result;
};

Parsed parse(const Packet& packet) {
  Parsed parsed;
  ByteReader in(packet.octets());
  parsed.header = read_header(in);
  parsed.result = read_query_body(in, parsed.header, parsed.question, parsed.edns);
  return parsed;
}

Errc refusal_of(const Packet& packet) {
  const Parsed parsed = parse(packet);
  return parsed.result ? Errc::ok : parsed.result.error().code;
}

}  // namespace

TEST_CASE("a plain question is read with its name in lower case") {
  const auto parsed = parse(Packet::query(77).question("WWW.Example", RrType::aaaa));
  REQUIRE(parsed.result);
  CHECK(parsed.header.id == 77);
  CHECK(parsed.question.name == "www.example"_name);
  CHECK(parsed.question.type == RrType::aaaa);
  CHECK_FALSE(parsed.edns.present);
}

TEST_CASE("an OPT tells size, DO and options") {
  const auto parsed = parse(Packet::query().question("a.example").opt(4096, true, 0, {0, 10, 0, 2, 1, 2}));
  REQUIRE(parsed.result);
  CHECK(parsed.edns.present);
  CHECK(parsed.edns.dnssec_ok);
  CHECK(parsed.edns.udp_size == 4096);
  CHECK(parsed.edns.options.size() == 6);
}

TEST_CASE("an advertised size below 512 counts as 512") {
  CHECK(parse(Packet::query().question("a.example").opt(100)).edns.udp_size == 512);
}

TEST_CASE("no question, two questions, answers and authorities are refused at their counts") {
  CHECK(refusal_of(Packet::query()) == Errc::bad_count);
  CHECK(refusal_of(Packet::query().question("a.example").question("b.example")) == Errc::bad_count);
  CHECK(refusal_of(Packet::query().question("a.example").a("a.example", 1, {1, 2, 3, 4})) == Errc::bad_count);
  CHECK(parse(Packet::query().question("a.example").soa("example", 1, 1)).result.error() == Error{Errc::bad_count, 8});
}

TEST_CASE("two OPTs, an OPT with an owner and options that do not fill their record are refused") {
  CHECK(refusal_of(Packet::query().question("a.example").opt().opt()) == Errc::bad_opt);
  CHECK(refusal_of(Packet::query().question("a.example").name("x").u16(41).u16(512).u32(0).u16(0).bump(3)) == Errc::bad_opt);
  CHECK(refusal_of(Packet::query().question("a.example").opt(512, false, 0, {0, 10, 0, 9, 1})) == Errc::bad_opt);
}

TEST_CASE("a question may not point anywhere") {
  CHECK(refusal_of(Packet::query().u8(0xc0).u8(12).u16(1).u16(1).bump(0)) == Errc::bad_pointer);
  CHECK(refusal_of(Packet::query().u8(0xc0).u8(0).u16(1).u16(1).bump(0)) != Errc::ok);
  CHECK(refusal_of(Packet::query().u8(1).u8('a').u8(0xc0).u8(200).u16(1).u16(1).bump(0)) == Errc::bad_pointer);
}

TEST_CASE("octets behind the last record are refused with their place") {
  const auto packet = Packet::query().question("a.example").u8(0);
  CHECK(parse(packet).result.error() == Error{Errc::trailing_octets, static_cast<std::uint32_t>(packet.octets().size() - 1)});
}

TEST_CASE("a query cut at any octet is refused, and never read past its end") {
  const auto whole = Packet::query().question("www.example.com").opt(1232, true, 0, {0, 10, 0, 2, 1, 2});
  for (std::size_t length = 0; length < whole.octets().size(); ++length) {
    const std::vector<std::uint8_t> cut(whole.octets().begin(), whole.octets().begin() + static_cast<std::ptrdiff_t>(length));
    ByteReader in(cut);
    Question question;
    Edns edns;
    const Header header = read_header(in);
    CHECK_FALSE(read_query_body(in, header, question, edns));
  }
}

TEST_CASE("a walk visits every record with its section, TTL and data") {
  const auto packet = Packet::response()
                          .question("a.example")
                          .cname("a.example", 5, "b.example")
                          .a("b.example", 7, {1, 2, 3, 4})
                          .soa("example", 9, 3)
                          .opt();
  MessageWalk walk(packet.octets());
  RrView rr;
  std::vector<std::pair<RrType, std::uint32_t>> seen;
  while (walk.next(rr)) seen.emplace_back(rr.type, rr.ttl);
  CHECK(walk.ok());
  CHECK(walk.finished());
  REQUIRE(seen.size() == 4);
  CHECK(seen[0] == std::pair(RrType::cname, 5u));
  CHECK(seen[1] == std::pair(RrType::a, 7u));
  CHECK(seen[2] == std::pair(RrType::soa, 9u));
  CHECK(rr.section == Section::additional);
}

TEST_CASE("a TTL above 2^31 - 1 counts as zero (RFC 2181 section 8)") {
  const auto packet = Packet::response().question("a.example").a("a.example", 0x80000000, {1, 2, 3, 4});
  MessageWalk walk(packet.octets());
  RrView rr;
  REQUIRE(walk.next(rr));
  CHECK(rr.ttl == 0);
}

TEST_CASE("a walk stops at the first record that does not fit") {
  auto packet = Packet::response().question("a.example").a("a.example", 1, {1, 2, 3, 4});
  packet.bytes().pop_back();
  MessageWalk walk(packet.octets());
  RrView rr;
  CHECK_FALSE(walk.next(rr));
  CHECK(walk.error().code == Errc::truncated);
}

TEST_CASE("a service binding's target and private hints are seen") {
  const std::vector<std::uint8_t> hinted{0, 1, 3, 'c', 'd', 'n', 0, 0, 4, 0, 8, 1, 2, 3, 4, 192, 168, 0, 1};
  CHECK(*service_target(hinted) == "cdn"_name);
  CHECK(has_private_hint(hinted));
  const std::vector<std::uint8_t> open{0, 1, 0, 0, 4, 0, 4, 1, 2, 3, 4};
  CHECK(service_target(open)->is_root());
  CHECK_FALSE(has_private_hint(open));
}

TEST_CASE("damaged service binding data is no target and no hint") {
  const std::vector<std::uint8_t> cut{0, 1, 3, 'c'};
  CHECK_FALSE(service_target(cut));
  CHECK_FALSE(has_private_hint(cut));
}

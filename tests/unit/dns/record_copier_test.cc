// SPDX-License-Identifier: Apache-2.0
#include "dns/record_copier.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "dns/service_binding.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"
#include "tests/support/reveal.h"

using namespace darban;
using namespace darban::literals;

namespace {

using Bytes = std::vector<std::uint8_t>;

// Everything in `message` moved behind the question `asked`; the reply, or nothing if a record was refused.
class Moved {
 public:
  Moved(const Packet& message, const char* asked, RecordCopier::Ech ech = RecordCopier::Ech::keep, std::size_t room = 4096)
      : octets_(room) {
    ByteWriter out(octets_);
    out.octets(Packet::response().question(asked).octets());
    RecordCopier copier(out);
    copier.know_name_at(kHeaderOctets);
    MessageWalk walk(message.octets());
    for (RrView rr; good_ && walk.next(rr); ++count_) good_ = copier.copy(rr, message.octets(), 60, ech);
    fits_ = out.ok();
    octets_.resize(out.at());
    ByteWriter(std::span(octets_).subspan(6, 2)).u16(count_);
  }
  bool good() const { return good_; }
  bool fits() const { return fits_; }
  std::size_t size() const { return octets_.size(); }
  std::vector<RrView> records() const {
    std::vector<RrView> found;
    MessageWalk walk(octets_);
    for (RrView rr; walk.next(rr);) found.push_back(rr);
    CHECK(walk.ok());
    return found;
  }
  std::string owner(const RrView& rr) const { return reveal(*read_name_at(octets_, rr.owner_at)); }
  std::string name_in(const RrView& rr, std::size_t at = 0) const { return reveal(*read_name_at(octets_, rr.rdata_at + at)); }

 private:
  Bytes octets_;
  std::uint16_t count_ = 0;
  bool good_ = true;
  bool fits_ = true;
};

// A record whose data is `octets`, owned by the question "safe.example" (a pointer to octet 12; its "example" stands at 17).
Packet with_data(RrType type, const Bytes& octets) {
  Packet packet = Packet::response().question("safe.example", type);
  packet.u16(0xc00c).u16(static_cast<std::uint16_t>(type)).u16(1).u32(300).u16(static_cast<std::uint16_t>(octets.size()));
  packet.bytes().insert(packet.bytes().end(), octets.begin(), octets.end());
  return packet.bump(1);
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

const Bytes kToExample{2, 'm', 'x', 0xc0, 17};  // mx.example

}  // namespace

TEST_CASE("names that point into the old question are right behind another one") {
  const Moved moved(with_data(RrType::cname, kToExample), "a-much-longer-name.elsewhere.example");
  REQUIRE(moved.good());
  const auto records = moved.records();
  REQUIRE(records.size() == 1);
  CHECK(moved.owner(records[0]) == "safe.example");
  CHECK(moved.name_in(records[0]) == "mx.example");
  CHECK(records[0].ttl == 60);
}

TEST_CASE("each type's names stand where they should, and the rest is left alone") {
  struct Case {
    RrType type;
    Bytes data;
    std::size_t name_at;
    Bytes behind;
  };
  const Bytes tail20(20, 9);
  const Case cases[] = {
      {RrType::ns, kToExample, 0, {}},
      {RrType::ptr, kToExample, 0, {}},
      {RrType::dname, kToExample, 0, {}},
      {RrType::mx, joined({{0, 10}, kToExample}), 2, {}},
      {RrType::srv, joined({{0, 1, 0, 2, 1, 187}, kToExample}), 6, {}},
      {RrType::rrsig, joined({Bytes(18, 3), kToExample, {7, 7, 7}}), 18, {7, 7, 7}},
      {RrType::nsec, joined({kToExample, {0, 1, 0x40}}), 0, {0, 1, 0x40}},
      {RrType::https, joined({{0, 1}, kToExample, {0, 4, 0, 4, 192, 0, 2, 1}}), 2, {0, 4, 0, 4, 192, 0, 2, 1}},
      {RrType::soa, joined({kToExample, kToExample, tail20}), 0, tail20},
  };
  for (const Case& each : cases) {
    const Moved moved(with_data(each.type, each.data), "other.example");
    REQUIRE(moved.good());
    const auto records = moved.records();
    REQUIRE(records.size() == 1);
    CHECK(moved.name_in(records[0], each.name_at) == "mx.example");
    CHECK(std::equal(each.behind.rbegin(), each.behind.rend(), records[0].rdata.rbegin()));
    CHECK(std::equal(each.data.begin(), each.data.begin() + static_cast<std::ptrdiff_t>(each.name_at), records[0].rdata.begin()));
  }
}

TEST_CASE("data of other types is copied as it stands") {
  const Bytes odd{0xc0, 12, 3, 'x'};
  const Moved moved(with_data(static_cast<RrType>(65280), odd), "other.example");
  REQUIRE(moved.records().size() == 1);
  CHECK(Bytes(moved.records()[0].rdata.begin(), moved.records()[0].rdata.end()) == odd);
}

TEST_CASE("a record that is not what its type says is refused") {
  for (const Bytes& data : {Bytes{3, 'm', 'x'}, Bytes{2, 'm', 'x', 0xc0, 60}, Bytes{0xc0, 42}, Bytes{1, 'a', 0, 'z'}, Bytes{}})
    CHECK_FALSE(Moved(with_data(RrType::cname, data), "other.example").good());
  CHECK_FALSE(Moved(with_data(RrType::soa, joined({kToExample, kToExample, Bytes(19, 1)})), "other.example").good());
  CHECK_FALSE(Moved(with_data(RrType::mx, {0}), "other.example").good());
  CHECK_FALSE(Moved(with_data(RrType::rrsig, Bytes(17, 1)), "other.example").good());
}

TEST_CASE("an owner that is the question's, or one before it, is written as two octets") {
  Packet answer = Packet::response().question("safe.example");
  answer.cname("safe.example", 60, "edge.example");
  for (std::uint8_t i = 0; i < 10; ++i) answer.a("edge.example", 60, {192, 0, 2, i});
  const Moved moved(answer, "Safe.Example");
  CHECK(moved.size() == 12 + 14 + 4 + (12 + 14) + 10 * 16);
  for (const RrView& rr : moved.records()) CHECK(moved.owner(rr) == (rr.type == RrType::a ? "edge.example" : "safe.example"));
}

TEST_CASE("what does not fit is the writer's to say") {
  Packet answer = Packet::response().question("safe.example");
  for (std::uint8_t i = 0; i < 10; ++i) answer.a("safe.example", 60, {192, 0, 2, i});
  const Moved moved(answer, "safe.example", RecordCopier::Ech::keep, 100);
  CHECK(moved.good());
  CHECK_FALSE(moved.fits());
}

TEST_CASE("ECH keys are left out of SVCB and HTTPS data, and damaged parameters are refused") {
  const auto remove = RecordCopier::Ech::remove;
  const Bytes ech{0, 5, 0, 2, 9, 9};
  const Bytes alpn{0, 1, 0, 3, 2, 'h', '2'};
  const auto data_without = [&](const Bytes& params) {
    const Moved moved(with_data(RrType::https, joined({{0, 1, 0}, params})), "other.example", remove);
    REQUIRE(moved.good());
    const auto records = moved.records();
    return Bytes(records.at(0).rdata.begin() + 3, records.at(0).rdata.end());
  };
  CHECK(data_without({}) == Bytes{});
  CHECK(data_without(joined({alpn, ech})) == alpn);
  CHECK(data_without(ech) == Bytes{});
  CHECK(data_without(joined({{0, 0, 0, 4, 0, 1, 0, 5}, alpn, ech})) == joined({{0, 0, 0, 2, 0, 1}, alpn}));
  CHECK(data_without(joined({{0, 0, 0, 2, 0, 5}, ech})) == Bytes{});
  for (const Bytes& params : {Bytes{0}, Bytes{0, 1, 0, 9, 1}, Bytes{0, 0, 0, 1, 5}, Bytes{0, 0, 0, 0}})
    CHECK_FALSE(Moved(with_data(RrType::svcb, joined({{0, 1, 0}, params})), "other.example", remove).good());
  const Moved kept(with_data(RrType::svcb, joined({{0, 1, 0}, ech})), "other.example");
  CHECK(kept.records().at(0).rdata.size() == 9);
}

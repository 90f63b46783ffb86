// SPDX-License-Identifier: Apache-2.0
// The records of any message, moved behind another question, with and without their ECH keys: each gives a whole record or is
// refused, and what was written is a well-formed message that says the same. Input: the message.
#include <array>
#include <vector>

#include "dns/record_copier.h"
#include "dns/service_binding.h"
#include "tests/fuzz/expect.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

struct Copied {
  std::vector<std::uint8_t> octets;
  std::size_t records = 0;
};

// All records that can be copied, as the answers to `question`, in a room of this size.
Copied copy_all(Octets message, const char* question, RecordCopier::Ech ech, std::size_t room) {
  Copied copied{std::vector<std::uint8_t>(room), 0};
  ByteWriter out(copied.octets);
  out.octets(Packet::response().question(question).octets());
  RecordCopier copier(out);
  copier.know_name_at(kHeaderOctets);
  copier.write_cname_of_question("safe.example"_name, 60);
  std::size_t whole = out.at();
  if (out.ok()) ++copied.records;
  MessageWalk walk(message);
  for (RrView rr; walk.next(rr);) {
    if (!copier.copy(rr, message, 300, ech)) break;  // half of it may be there: the answer is given up
    if (!out.ok()) break;
    whole = out.at();
    ++copied.records;
  }
  copied.octets.resize(whole);
  if (copied.records > 0) ByteWriter(std::span(copied.octets).subspan(6, 2)).u16(static_cast<std::uint16_t>(copied.records));
  return copied;
}

void check_same(Octets message, const Copied& copied, RecordCopier::Ech ech) {
  MessageWalk before(message);
  MessageWalk after(copied.octets);
  RrView from;
  RrView into;
  if (copied.records == 0) return;
  EXPECT(after.next(into) && into.type == RrType::cname);
  EXPECT(*read_name_at(copied.octets, into.rdata_at) == "safe.example"_name);
  for (std::size_t i = 1; i < copied.records; ++i) {
    EXPECT(before.next(from));
    EXPECT(after.next(into));
    EXPECT(into.type == from.type && into.klass == from.klass && into.ttl == 300);
    EXPECT(*read_name_at(message, from.owner_at) == *read_name_at(copied.octets, into.owner_at));
    switch (from.type) {
      case RrType::cname:
      case RrType::dname:
      case RrType::ns:
        EXPECT(*read_name_at(message, from.rdata_at) == *read_name_at(copied.octets, into.rdata_at));
        break;
      case RrType::svcb:
      case RrType::https:
        EXPECT(*read_name_at(message, from.rdata_at + 2) == *service_target(into.rdata));
        if (ech == RecordCopier::Ech::remove) EXPECT(into.rdata.size() <= from.rdata.size() + Name::kMostOctets);
        break;
      case RrType::a:
      case RrType::txt:
        EXPECT(std::equal(from.rdata.begin(), from.rdata.end(), into.rdata.begin(), into.rdata.end()));
        break;
      default:
        break;
    }
  }
  EXPECT(!after.next(into));
  EXPECT(after.ok() && after.finished());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const Octets message(octets, size);
  for (const char* question : {"a", "www.a-rather-long-name-for-a-search-engine.example"}) {
    for (const auto ech : {RecordCopier::Ech::keep, RecordCopier::Ech::remove}) {
      for (const std::size_t room : {std::size_t{4096}, std::size_t{512}, std::size_t{100}}) {
        check_same(message, copy_all(message, question, ech, room), ech);
      }
    }
  }
  return 0;
}

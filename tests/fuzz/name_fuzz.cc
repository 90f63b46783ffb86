// SPDX-License-Identifier: Apache-2.0
// Any octets, a name at any place: read as the slow twin reads them. The first octet says where; the text form survives a round
// trip.
#include "dns/name.h"
#include "tests/fuzz/expect.h"
#include "tests/oracle/slow_name.h"
#include "tests/support/reveal.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  if (size == 0) return 0;
  const Octets message(octets + 1, size - 1);
  const std::size_t at = message.empty() ? 0 : octets[0] % message.size();
  const auto expected = oracle::slow_read_name(message, at);
  ByteReader in(message);
  in.seek(at);
  const Name name = Name::read(in);
  EXPECT(in.ok() == expected.name.has_value());
  if (!expected.name) {
    EXPECT(in.error().code == expected.code);
    EXPECT(in.error().at <= message.size());
    EXPECT(name.is_root());
  } else {
    EXPECT(in.at() == expected.name->next);
    EXPECT(wire_of(name) == oracle::slow_wire(*expected.name));
    EXPECT(*Name::from_text(reveal(name)) == name);
    EXPECT(name.is_at_or_under(name.parent()));
  }
  // As text a person typed: refused, or a name that comes back.
  const auto typed = Name::from_text({reinterpret_cast<const char*>(message.data()), message.size()});
  if (typed) EXPECT(*Name::from_text(reveal(*typed)) == *typed);
  if (!typed) EXPECT(typed.error().at <= message.size());
  return 0;
}

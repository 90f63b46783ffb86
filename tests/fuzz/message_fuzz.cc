// SPDX-License-Identifier: Apache-2.0
// Any octets as a query and as a response: every view lies inside the message, every walk ends, every error has a place.
#include <algorithm>
#include <array>

#include "dns/addresses.h"
#include "dns/message.h"
#include "dns/service_binding.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

bool inside(Octets part, Octets whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void as_query(Octets message) {
  ByteReader in(message);
  const Header header = read_header(in);
  EXPECT(in.ok() == (message.size() >= kHeaderOctets));
  if (!in.ok()) return;
  Question question;
  Edns edns;
  const auto body = read_query_body(in, header, question, edns);
  if (!body) {
    EXPECT(body.error().code != Errc::ok);
    EXPECT(body.error().at <= message.size());
    return;
  }
  EXPECT(header.questions == 1 && header.answers == 0 && header.authorities == 0);
  EXPECT(message.size() >= kHeaderOctets + question.name.wire_size() + 4);  // the engine copies the name's spelling from here
  EXPECT(inside(edns.options, message));
  EXPECT(edns.udp_size >= kPlainUdpSize);
}

void as_response(Octets message) {
  MessageWalk walk(message);
  const Header& header = walk.header();
  const std::size_t most = std::size_t{header.answers} + header.authorities + header.additionals;
  std::size_t seen = 0;
  Section last = Section::answer;
  for (RrView rr; walk.next(rr);) {
    EXPECT(++seen <= most);
    EXPECT(rr.section >= last);
    EXPECT(inside(rr.rdata, message));
    EXPECT(rr.rdata_at + rr.rdata.size() <= message.size());
    EXPECT(rr.ttl_at + 4 <= message.size());
    EXPECT(rr.ttl <= 0x7fffffff);
    static_cast<void>(read_name_at(message, rr.owner_at));
    static_cast<void>(read_name_at(message, rr.rdata_at));
    static_cast<void>(service_target(rr.rdata));
    std::array<IpAddress, 4> hints;
    const std::size_t hinted = address_hints(rr.rdata, hints);
    EXPECT(hinted <= hints.size());
    const bool seen_all = hinted < hints.size();
    const auto any_private = std::any_of(hints.begin(), hints.begin() + static_cast<std::ptrdiff_t>(hinted),
                                         [](const IpAddress& address) { return address.is_private(); });
    if (any_private || seen_all) EXPECT(has_private_hint(rr.rdata) == any_private);
    last = rr.section;
  }
  if (walk.finished()) EXPECT(seen == most);
  std::array<IpAddress, 4> addresses;
  EXPECT(addresses_in(message, addresses) <= addresses.size());
  if (!walk.ok()) EXPECT(walk.error().at <= message.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  as_query({octets, size});
  as_response({octets, size});
  return 0;
}

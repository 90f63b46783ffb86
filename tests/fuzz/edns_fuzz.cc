// SPDX-License-Identifier: Apache-2.0
// Any octets as the options of an OPT record, and as the records behind a clean question: at most one OPT, at the root, with
// whole options. What they say of a client behind a forwarder agrees with a slow twin.
#include <array>
#include <set>
#include <vector>

#include "dns/client_claim.h"
#include "dns/edns.h"
#include "tests/fuzz/expect.h"
#include "tests/support/packet.h"

using namespace darban;

namespace {

// The slow twin: whether the octets are whole options, code, length and value each.
bool whole_options(Octets octets) {
  std::size_t at = 0;
  while (at < octets.size()) {
    if (octets.size() - at < 4) return false;
    const std::size_t length = static_cast<std::size_t>(octets[at + 2]) * 256 + octets[at + 3];
    if (octets.size() - at - 4 < length) return false;
    at += 4 + length;
  }
  return true;
}

// The slow twin of read_client_claim for what it believes: every MAC option must hold the same MAC, every client subnet of full
// length the same address. The text forms are believed as MacAddress reads them; base64 is not told apart here.
void check_claim(Octets octets) {
  const ClientClaim claim = read_client_claim(octets);
  EXPECT(!claim.unreadable || (!claim.mac && !claim.address && claim.trouble));
  EXPECT(!claim.mac || claim.mac->is_of_one_device());
  if (claim.trouble) EXPECT(claim.trouble->at < octets.size());
  std::set<std::vector<std::uint8_t>> macs;
  std::set<std::vector<std::uint8_t>> addresses;
  bool says_mac = false;
  for (std::size_t at = 0; octets.size() - at >= 4;) {
    const unsigned code = octets[at] * 256u + octets[at + 1];
    const std::size_t length = static_cast<std::size_t>(octets[at + 2]) * 256 + octets[at + 3];
    if (octets.size() - at - 4 < length) break;
    const std::vector<std::uint8_t> value(octets.begin() + static_cast<std::ptrdiff_t>(at + 4),
                                          octets.begin() + static_cast<std::ptrdiff_t>(at + 4 + length));
    says_mac = says_mac || code == 65001 || code == 65073;
    if (code == 65001) macs.insert(value);
    if (code == 8 && (length == 8 || length == 20) && value[0] == 0 && value[1] == (length == 8 ? 1 : 2) &&
        value[2] == (length - 4) * 8 && value[3] == 0) {
      std::vector<std::uint8_t> address(value.begin() + 4, value.end());
      if (address.size() == 4) address.insert(address.begin(), {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff});
      addresses.insert(address);
    }
    at += 4 + length;
  }
  EXPECT(says_mac || (!claim.mac && claim.unreadable == (addresses.size() > 1)));
  EXPECT(macs.size() < 2 || claim.unreadable);
  if (claim.mac && !macs.empty()) EXPECT(*claim.mac == MacAddress::from_octets(*macs.begin()));
  if (claim.address) {
    EXPECT(addresses.size() == 1);
    EXPECT(*claim.address == IpAddress::from_v6(*addresses.begin()));
  }
}

bool is_read(const Packet& packet, Edns& edns) {
  ByteReader in(packet.octets());
  const Header header = read_header(in);
  Question question;
  return read_query_body(in, header, question, edns).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  if (size < 4 || size > 65535) return 0;
  const auto udp_size = static_cast<std::uint16_t>(octets[0] << 8 | octets[1]);
  const std::vector<std::uint8_t> options(octets + 4, octets + size);
  check_claim(options);
  Edns edns;
  const auto with_options = Packet::query().question("a.example").opt(udp_size, (octets[2] & 1) != 0, octets[3], options);
  EXPECT(is_read(with_options, edns) == whole_options(options));
  if (whole_options(options)) {
    EXPECT(edns.present);
    EXPECT(edns.options.size() == options.size());
    EXPECT(edns.version == octets[3]);
    EXPECT(edns.dnssec_ok == ((octets[2] & 1) != 0));
    EXPECT(edns.udp_size == (udp_size < 512 ? 512 : udp_size));
  }
  auto with_records = Packet::query().question("a.example").count(3, octets[2]);  // the options as records of their own
  with_records.bytes().insert(with_records.bytes().end(), options.begin(), options.end());
  static_cast<void>(is_read(with_records, edns));

  std::array<std::uint8_t, 128> room{};
  ByteWriter out(room);
  write_opt(out, (octets[2] & 1) != 0, octets[3], static_cast<EdeCode>(udp_size));
  EXPECT(out.ok());
  auto ours = Packet::query().question("a.example");
  ours.bytes().insert(ours.bytes().end(), out.written().begin(), out.written().end());
  EXPECT(is_read(ours.bump(3), edns));
  EXPECT(edns.present && edns.udp_size == kEdnsUdpSize && edns.rcode_high == octets[3]);
  return 0;
}

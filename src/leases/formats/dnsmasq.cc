// SPDX-License-Identifier: Apache-2.0
#include "leases/formats/formats.h"
#include "leases/hardware.h"
#include "leases/reading.h"

namespace darban {
namespace {

// "06-00:11:..." and "20-" are other kinds of network: no MAC address, and no fault of the line.
bool is_other_hardware(std::string_view text) { return text.size() > 2 && text[2] == '-' && octets_of_hex(text.substr(0, 2)); }

void read_line(LeaseReading& in, const Words& words) {
  const auto end = number_of(words[0]);
  if (words.count < 4 || !end) return in.refuse(words.count < 4 ? Errc::truncated : Errc::bad_date);
  const auto address = IpAddress::from_text(words[2]);
  if (!address) return in.refuse(Errc::bad_address);
  const WallTime ends = end_of_seconds(*end);  // 0 is for ever, too
  if (address->is_v4()) {
    const auto mac = mac_of_text(words[1]);
    if (mac) return in.lease(*address, *mac, ends);
    return is_other_hardware(words[1]) ? in.over(*address) : in.refuse(Errc::bad_mac);
  }
  const auto duid = octets_of_hex(words[4]);
  if (!duid && words[4] != "*") return in.refuse(words.count < 5 ? Errc::truncated : Errc::bad_mac);
  const auto mac = duid ? mac_of_duid(*duid) : std::nullopt;
  return mac ? in.lease(*address, *mac, ends) : in.over(*address);
}

}  // namespace

bool dnsmasq_leases_speak(std::string_view line) {
  const Words words = words_of_line(line);
  if (words[0] == "duid") return words.count == 2 && octets_of_hex(words[1]);
  return words.count >= 4 && number_of(words[0]) && IpAddress::from_text(words[2]);
}

void parse_dnsmasq_leases(LeaseReading& in) {
  std::string_view line;
  while (in.next_line(line)) {
    const Words words = words_of_line(line);
    if (words[0] != "duid") read_line(in, words);
  }
}

}  // namespace darban

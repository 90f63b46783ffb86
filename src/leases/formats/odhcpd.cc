// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "leases/formats/formats.h"
#include "leases/hardware.h"
#include "leases/reading.h"

namespace darban {
namespace {

// The places of the words: "#" stands at 0.
constexpr std::size_t kId = 2;  // DUID or MAC address
constexpr std::size_t kIaid = 3;
constexpr std::size_t kEnd = 5;
constexpr std::size_t kFirstAddress = 8;

// "ADDRESS/LENGTH" of a single device; a shorter length is a network given to another router.
std::optional<IpAddress> single_address(std::string_view word, bool& readable) {
  const auto prefix = IpPrefix::from_text(word);
  readable = prefix.has_value() && word.find('/') != std::string_view::npos;
  return readable && prefix->is_single() ? std::optional(prefix->base()) : std::nullopt;
}

void read_state(LeaseReading& in, const Words& words) {
  const auto end = number_of(words[kEnd]);
  const auto id = octets_of_hex(words[kId]);
  if (words.count < kFirstAddress || !end || !id)
    return in.refuse(words.count < kFirstAddress ? Errc::truncated : !end ? Errc::bad_date : Errc::bad_mac);
  const bool is_mac = words[kIaid] == "ipv4" && id->size() == 6;
  std::optional<MacAddress> mac = is_mac ? std::optional(MacAddress::from_octets(*id)) : mac_of_duid(*id);
  if (mac && !mac->is_of_one_device()) mac.reset();
  for (std::size_t i = kFirstAddress; i < words.count; ++i) {
    bool readable = false;
    const auto address = single_address(words[i], readable);
    if (!readable) in.refuse(Errc::bad_address);
    if (!address) continue;
    if (mac && *end != 0)  // 0: it has ended; -1: for ever
      in.lease(*address, *mac, end_of_seconds(*end));
    else
      in.over(*address);
  }
}

}  // namespace

bool odhcpd_leases_speak(std::string_view line) {
  const Words words = words_of_line(line);
  if (words[0] != "#" || words.count < kFirstAddress) return words.count >= 2 && IpAddress::from_text(words[0]);
  const auto id = octets_of_hex(words[kId]);
  return id && number_of(words[kEnd]) && number_of(words[kFirstAddress - 1]);
}

void parse_odhcpd_leases(LeaseReading& in) {
  std::string_view line;
  while (in.next_line(line)) {
    const Words words = words_of_line(line);
    if (words[0] == "#")
      read_state(in, words);
    else if (!IpAddress::from_text(words[0]))
      in.refuse(Errc::bad_address);
  }
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The small grammars of values: times, sizes, addresses, days. Each takes a word and gives a value or the sentence that says what
// is wrong and what would be right. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/result.h"
#include "config/settings.h"

namespace darban {

struct Wrong {  // a sentence
  std::string sentence;
};
template <typename T>
using Read = Result<T, Wrong>;

Read<bool> read_flag(std::string_view text);  // true, yes, on; false, no, off
Read<std::uint64_t> read_count(std::string_view text, std::uint64_t lowest, std::uint64_t highest);
Read<Milliseconds> read_duration(std::string_view text);  // "1500ms", "10 s", "5min", "1h", "1d", "0"; at most 1,000 days
Read<std::uint64_t> read_size(std::string_view text);     // "64KiB", "4 MiB", "1GiB", "512B"; octets
Read<Endpoint> read_endpoint(std::string_view text, std::uint16_t default_port);  // 192.0.2.1, 192.0.2.1:53, ::1, [::1]:53
Read<IpPrefix> read_prefix(std::string_view text);                                // an address, or one with /length
Read<MacAddress> read_mac(std::string_view text);
// A name in a file of ours, as it was written: lower case, ASCII (an international name in its xn-- form), no dot at the end, no
// star, no address. "onion" is a name too.
Read<std::string> read_domain(std::string_view text);
// A day there is, 2000 to 2099, as it was written: "2026-11-21". As text they sort as days do.
Read<std::string> read_date(std::string_view text);

// ISO 3166-1 or 3166-2 ("PK", "PK-PB"), or "EU".
bool is_country(std::string_view text);

enum class DayEdge : std::uint8_t { start, end };
Read<std::uint16_t> read_time_of_day(std::string_view text, DayEdge edge);  // start: 0 to 1439; end: 1 to 1440 (00:00 is 1440)
Read<std::uint8_t> read_days(std::string_view text);  // one word: mon, monday, mon-thu, fri-mon, daily; bit 0 = Monday

// The same in the other direction, in the form that reads best: 90s, 4MiB.
std::string duration_text(Milliseconds duration);
std::string size_text(std::uint64_t octets);

}  // namespace darban

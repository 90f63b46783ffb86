// SPDX-License-Identifier: Apache-2.0
// AdGuard Home's own words, in ours: services, tags, durations. Pure; any thread.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/household.h"

namespace darban {

struct AdguardService {
  std::string_view id;                                               // as in blocked_services
  std::string_view key;                                              // a service or category of ours
  enum class Fits : std::uint8_t { same, wider } fits = Fits::same;  // wider: ours closes more
};
std::span<const AdguardService> adguard_services();
const AdguardService* adguard_service(std::string_view id);  // null: we have none such

// What client tags say of an age band: none of them is an age.
struct TagGuess {
  Band band = Band::adult;
  std::string why;
};
TagGuess band_of_tags(const std::vector<std::string>& tags);

// A Go duration such as "18h30m", or milliseconds as the page's JSON has them: the minute of the day, 0 to 1440.
std::optional<std::uint16_t> minute_of_duration(std::string_view text);

}  // namespace darban

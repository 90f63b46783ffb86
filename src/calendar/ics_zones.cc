// SPDX-License-Identifier: Apache-2.0
#include "calendar/ics_zones.h"

#include <algorithm>
#include <chrono>

namespace darban {
namespace {

using std::chrono::floor;

constexpr LocalDay kFirstDay{};  // of what is followed: 1970-01-01; before it the oldest offset holds

const IcsLine* line_of(const IcsBlock& block, std::string_view name) {
  const auto found =
      std::find_if(block.lines.begin(), block.lines.end(), [&](const IcsLine& line) { return line.name() == name; });
  return found == block.lines.end() ? nullptr : &*found;
}

// "/freeassociation.sourceforge.net/Europe/London": some programs put their own address before the IANA name.
Result<Zone> zone_by_name(const std::string& name) {
  if (!name.starts_with('/')) return Zone::from_name(name);
  for (std::size_t slash = name.find('/', 1); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    if (auto zone = Zone::from_name(std::string_view(name).substr(slash + 1))) return zone;
  }
  return Error{Errc::unknown_zone};
}

}  // namespace

Result<const Zone*, IcsFault> IcsZones::of(const IcsTime& time) {
  if (time.is_utc) return &utc_;
  if (time.zone.empty()) return &household_;
  auto known = known_.find(time.zone);
  if (known == known_.end()) known = known_.emplace(time.zone, found(time.zone)).first;
  if (!known->second) return known->second.error();
  return &*known->second;
}

Result<Zone, IcsFault> IcsZones::found(const std::string& name) {
  if (auto zone = zone_by_name(name)) return *zone;
  for (const IcsBlock& block : described_) {
    const IcsLine* const id = line_of(block, "TZID");
    if (id != nullptr && id->value() == name) return described(block);
  }
  return IcsFault{CalendarFault::unknown_zone, 0};
}

Result<Zone, IcsFault> IcsZones::described(const IcsBlock& block) {
  const IcsFault bad{CalendarFault::bad_zone, block.line, 1};
  std::vector<Zone::Step> steps;
  std::pair<WallTime, Seconds> earliest{kNever, Seconds(0)};
  for (const IcsBlock& part : block.parts) {
    if (!add_onsets(part, steps, earliest)) return bad;
  }
  if (steps.empty()) return bad;
  std::stable_sort(steps.begin(), steps.end(), [](const Zone::Step& a, const Zone::Step& b) { return a.from < b.from; });
  auto zone = Zone::from_steps(earliest.second, steps);
  if (!zone) return bad;
  return *zone;
}

// When a STANDARD or DAYLIGHT begins, by the clock that went before it (RFC 5545 section 3.6.5).
bool IcsZones::add_onsets(const IcsBlock& part, std::vector<Zone::Step>& steps, std::pair<WallTime, Seconds>& earliest) {
  const IcsLine* const start_line = line_of(part, "DTSTART");
  const IcsLine* const from_line = line_of(part, "TZOFFSETFROM");
  const IcsLine* const to_line = line_of(part, "TZOFFSETTO");
  if (start_line == nullptr || from_line == nullptr || to_line == nullptr) return false;
  const auto start = values_.times(*start_line);
  const auto from = values_.offset(*from_line);
  const auto to = values_.offset(*to_line);
  if (!start || start->size() != 1 || !from || !to) return false;

  const auto add = [&](LocalTime local) {
    const WallTime at(local.time_since_epoch() - *from);
    steps.push_back({at, *to});
    if (at < earliest.first) earliest = {at, *from};
  };
  const LocalTime first = start->front().time;
  add(first);
  for (const IcsLine& line : part.lines) {
    const std::string name = line.name();
    if (name == "RDATE") {
      const auto periods = values_.periods(line);
      if (!periods) return false;
      for (const IcsPeriod& each : *periods) add(each.begin.time);
    } else if (name == "RRULE") {
      auto rule = values_.rule(line);
      if (!rule || rule->every != RecurrenceRule::Every::year) return false;
      if (rule->until && rule->until->is_utc) rule->until->time += *from;
      const auto days = occurrences(*rule, first, kFirstDay, to_, steps_);
      if (!days) return false;
      for (const LocalDay day : *days) add(day + (first - floor<std::chrono::days>(first)));
    }
  }
  return true;
}

}  // namespace darban

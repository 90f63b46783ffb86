// SPDX-License-Identifier: Apache-2.0
#include "calendar/ics_blocks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace darban {
namespace {

constexpr std::array<std::string_view, 11> kOfEvents{"DTSTART", "DTEND",  "DURATION", "RRULE",    "EXRULE", "RDATE",
                                                     "EXDATE",  "STATUS", "UID",      "SEQUENCE", "SUMMARY"};
constexpr std::string_view kOverride = "RECURRENCE-ID";
constexpr std::array<std::string_view, 6> kOfZones{"TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"};

template <std::size_t kCount>
bool among(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return capitals;
}

class BlockReader {
 public:
  Result<IcsBlocks, IcsFault> read(std::vector<IcsLine> lines) {
    if (lines.empty()) return IcsFault{CalendarFault::no_calendar, 1, 1};
    for (IcsLine& line : lines) {
      if (const CalendarFault fault = take(line); fault != CalendarFault::none) return IcsFault{fault, line.number, 1};
    }
    if (!open_.empty()) return IcsFault{CalendarFault::cut_off, lines.back().number, 1};
    return std::move(made_);
  }

 private:
  CalendarFault take(IcsLine& line) {
    const std::string name = line.name();
    if (name == "BEGIN") return begin(in_capitals(line.value()), line.number);
    if (open_.empty()) return CalendarFault::no_calendar;
    if (name == "END") return end(in_capitals(line.value()));
    if (block_ == nullptr || open_.size() != depth_) return CalendarFault::none;  // not of an event, or of an alarm in one
    const bool wanted = in_zone_ ? among(kOfZones, name) : among(kOfEvents, name) || name == kOverride;
    if (wanted) block_->lines.push_back(std::move(line));
    return CalendarFault::none;
  }

  CalendarFault begin(std::string kind, int line) {
    if (open_.empty() && kind != "VCALENDAR") return CalendarFault::no_calendar;
    open_.push_back(kind);
    if (block_ == nullptr && kind == "VEVENT") return open(made_.events, kMostIcsEvents, line);
    if (block_ == nullptr && kind == "VTIMEZONE") {
      in_zone_ = true;
      return open(made_.zones, kMostIcsZones, line);
    }
    const bool in_zone_itself = in_zone_ && block_ == &made_.zones.back() && open_.size() == depth_ + 1;
    if (!in_zone_itself || (kind != "STANDARD" && kind != "DAYLIGHT")) return CalendarFault::none;
    made_.zones.back().parts.push_back({line, {}, {}});
    block_ = &made_.zones.back().parts.back();
    depth_ = open_.size();
    return CalendarFault::none;
  }

  CalendarFault open(std::vector<IcsBlock>& blocks, std::size_t most, int line) {
    if (blocks.size() == most) return CalendarFault::too_many_events;
    blocks.push_back({line, {}, {}});
    block_ = &blocks.back();
    depth_ = open_.size();
    return CalendarFault::none;
  }

  CalendarFault end(const std::string& kind) {
    if (open_.back() != kind) return CalendarFault::wrong_end;
    const bool of_block = block_ != nullptr && open_.size() == depth_;
    open_.pop_back();
    if (!of_block) return CalendarFault::none;
    const bool of_part = in_zone_ && kind != "VTIMEZONE";
    block_ = of_part ? &made_.zones.back() : nullptr;
    depth_ = open_.size();
    in_zone_ = of_part;
    return CalendarFault::none;
  }

  IcsBlocks made_;
  std::vector<std::string> open_;  // what has begun and not ended
  IcsBlock* block_ = nullptr;      // the event, zone or part of one that lines go to
  std::size_t depth_ = 0;          // of open_ when it began
  bool in_zone_ = false;
};

}  // namespace

Result<IcsBlocks, IcsFault> ics_blocks(std::vector<IcsLine> lines) { return BlockReader().read(std::move(lines)); }

}  // namespace darban

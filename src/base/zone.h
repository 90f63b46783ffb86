// SPDX-License-Identifier: Apache-2.0
// The household's time zone: which local time a moment is, and which moment a local time is.
// Written as an IANA name ("Asia/Karachi", read once from the machine's zone files, RFC 9636) or, where there are none, as a
// POSIX TZ string ("PKT-5", "CET-1CEST,M3.5.0,M10.5.0/3", "<X>-03:17:05"). Offsets may have seconds. An immutable value; any
// thread may read. Slow twin: the C library's localtime_r, in tests/unit/base/zone_test.cc.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/posix_tz.h"
#include "base/result.h"

namespace darban {

using LocalTime = std::chrono::local_seconds;  // what the clock on the wall shows

class Zone {
 public:
  // Errc::unknown_zone: neither a zone file of that name nor a POSIX TZ string. Reads the disk.
  static Result<Zone> from_text(std::string_view written);
  static Result<Zone> from_text(std::string_view written, const std::string& folder);  // zone files elsewhere
  // An IANA name only: a POSIX TZ string says the opposite of what a calendar means by "UTC+3". Reads the disk.
  static Result<Zone> from_name(std::string_view written);
  static Zone utc() { return Zone(); }
  // A zone as somebody described it: one offset before the first step, then each step's until the next. The steps ascend; offsets
  // are less than 26 hours. Errc::unknown_zone.
  struct Step {
    WallTime from;
    Seconds east{0};
  };
  static Result<Zone> from_steps(Seconds before, std::span<const Step> steps);

  // One stretch of time with one offset: [begin, end). Ends are -kNever and kNever where nothing is known to change.
  struct Span {
    Seconds east{0};  // local time is UTC + east
    WallTime begin = WallTime(-kNever.time_since_epoch());
    WallTime end = kNever;
  };
  Span span_at(WallTime time) const;
  LocalTime local(WallTime time) const { return LocalTime(time.time_since_epoch() + span_at(time).east); }

  // The first moment that shows this local time. A local time that the clock skips (summer time begins) is the moment of the
  // jump: the next existing minute (decisions.md 5). One that comes twice is its first pass; local() of any later moment tells
  // about the second.
  WallTime wall(LocalTime local) const;

 private:
  Zone() = default;
  static Result<Zone> from_name(std::string_view written, const std::string& folder);
  static std::optional<Zone> from_zone_file(Octets octets);
  struct Change {
    std::int64_t at;    // Unix seconds
    std::int32_t east;  // from then on
  };
  std::int32_t before_ = 0;       // before the first change
  std::vector<Change> changes_;   // ascending, each a different offset than the one before
  std::optional<PosixTz> after_;  // rules from `rules_from_` on; absent: the last offset stays
  WallTime rules_from_ = WallTime(-kNever.time_since_epoch());
};

}  // namespace darban

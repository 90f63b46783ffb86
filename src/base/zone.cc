// SPDX-License-Identifier: Apache-2.0
// Why not a library: Debian's date 3.0.1 does not compile its POSIX half as C++20, refuses "<X>-03:17:05" and hours like "/-2",
// and does not read the rule at the end of a zone file, so every "slim" file is wrong from its last listed change on (and a fat
// one from 2037).
#include "base/zone.h"

#include <algorithm>
#include <limits>

#include "base/bytes.h"
#include "base/mapped_file.h"

namespace darban {
namespace {

constexpr const char* kZoneFiles = "/usr/share/zoneinfo";
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLargestFile = 1u << 20;  // the largest of tzdata is 4 KiB
constexpr std::uint32_t kMostChanges = 10000;
constexpr std::int64_t kMostOffset = 26 * 3600;  // seconds
constexpr std::int64_t kFarPast = std::numeric_limits<std::int64_t>::min() / 4;

// "Asia/Karachi", "Etc/GMT+5": parts of letters, digits, '_', '+' and '-'. So no name leads out of the folder.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || name.front() == '/' || name.back() == '/') return false;
  char before = '/';
  for (const char c : name) {
    const bool part =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
    if (!part && !(c == '/' && before != '/')) return false;
    before = c;
  }
  return true;
}

std::int64_t i64(ByteReader& in) {
  const std::uint64_t high = in.u32();
  return static_cast<std::int64_t>(high << 32 | in.u32());
}
std::int32_t i32(ByteReader& in) { return static_cast<std::int32_t>(in.u32()); }

struct Counts {  // RFC 9636 section 3.1
  std::uint8_t version = 0;
  std::uint32_t utc_marks = 0;
  std::uint32_t standard_marks = 0;
  std::uint32_t leaps = 0;
  std::uint32_t changes = 0;
  std::uint32_t types = 0;
  std::uint32_t letters = 0;
};

Counts read_counts(ByteReader& in) {
  Counts counts;
  if (in.u32() != 0x545a6966) in.fail(Errc::unknown_zone);  // "TZif"
  counts.version = in.u8();
  in.skip(15);
  counts.utc_marks = in.u32();
  counts.standard_marks = in.u32();
  counts.leaps = in.u32();
  counts.changes = in.u32();
  counts.types = in.u32();
  counts.letters = in.u32();
  // "right/" files count leap seconds, which no system clock of ours does.
  if (counts.leaps != 0 || counts.changes > kMostChanges || counts.types == 0 || counts.types > 256 || counts.letters > 4096 ||
      counts.utc_marks > 256 || counts.standard_marks > 256) {
    in.fail(Errc::unknown_zone);
  }
  return counts;
}

std::size_t size_of(const Counts& counts, std::size_t time_octets) {
  return counts.changes * (time_octets + 1) + counts.types * std::size_t{6} + counts.letters + counts.standard_marks +
         counts.utc_marks;
}

}  // namespace

Result<Zone> Zone::from_text(std::string_view written) { return from_text(written, kZoneFiles); }

Result<Zone> Zone::from_name(std::string_view written) { return from_name(written, kZoneFiles); }

Result<Zone> Zone::from_name(std::string_view written, const std::string& folder) {
  if (written == "UTC" || written == "Etc/UTC") return utc();  // also where there are no zone files
  if (is_zone_name(written)) {
    const auto file = MappedFile::open(folder + "/" + std::string(written));
    if (file && file->octets().size() <= kLargestFile) {
      if (auto zone = from_zone_file(file->octets())) return *zone;
    }
  }
  return Error{Errc::unknown_zone};
}

Result<Zone> Zone::from_text(std::string_view written, const std::string& folder) {
  if (auto zone = from_name(written, folder)) return zone;
  const auto rule = PosixTz::from_text(written);
  if (!rule) return rule.error();
  Zone zone;
  zone.after_ = *rule;
  return zone;
}

// RFC 9636. Version 1 has 32-bit times; later versions repeat everything with 64-bit times and end with a TZ string.
std::optional<Zone> Zone::from_zone_file(Octets octets) {
  ByteReader in(octets);
  Counts counts = read_counts(in);
  const bool wide = counts.version >= '2';
  if (wide) {
    in.skip(size_of(counts, 4));
    counts = read_counts(in);
  }
  if (!in.ok()) return std::nullopt;

  ByteReader times(in.take(counts.changes * std::size_t{wide ? 8u : 4u}));
  const Octets which = in.take(counts.changes);
  ByteReader types(in.take(counts.types * std::size_t{6}));
  in.skip(counts.letters + counts.standard_marks + counts.utc_marks);
  if (!in.ok()) return std::nullopt;

  std::vector<std::int32_t> offsets;
  for (std::uint32_t i = 0; i < counts.types; ++i) {
    offsets.push_back(i32(types));
    types.skip(2);
    if (offsets.back() < -93599 || offsets.back() > 93599) return std::nullopt;  // RFC 9636 section 3.2: -25:59:59 to 25:59:59
  }
  Zone zone;
  zone.before_ = offsets.front();
  std::int32_t east = zone.before_;
  std::int64_t last = kFarPast;
  for (std::uint32_t i = 0; i < counts.changes; ++i) {
    const std::int64_t at = std::max(wide ? i64(times) : i32(times), kFarPast);
    if (which[i] >= offsets.size() || (i > 0 && at < last)) return std::nullopt;
    last = at;
    if (offsets[which[i]] == east) continue;  // only the abbreviation changed
    east = offsets[which[i]];
    zone.changes_.push_back({at, east});
  }
  if (!wide || in.u8() != '\n' || in.left() < 2) return zone;
  if (counts.changes > 0) zone.rules_from_ = WallTime(Seconds(last));
  const Octets footer = in.take(in.left() - 1);
  const auto rule = PosixTz::from_text({reinterpret_cast<const char*>(footer.data()), footer.size()});
  if (!rule) return std::nullopt;
  zone.after_ = *rule;
  return zone;
}

Result<Zone> Zone::from_steps(Seconds before, std::span<const Step> steps) {
  const auto fits = [](Seconds east) { return east.count() > -kMostOffset && east.count() < kMostOffset; };
  if (!fits(before)) return Error{Errc::unknown_zone};
  Zone zone;
  zone.before_ = static_cast<std::int32_t>(before.count());
  std::int32_t east = zone.before_;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!fits(steps[i].east) || (i > 0 && steps[i].from < steps[i - 1].from)) return Error{Errc::unknown_zone};
    if (steps[i].east.count() == east) continue;
    east = static_cast<std::int32_t>(steps[i].east.count());
    zone.changes_.push_back({steps[i].from.time_since_epoch().count(), east});
  }
  return zone;
}

Zone::Span Zone::span_at(WallTime time) const {
  const std::int64_t at = time.time_since_epoch().count();
  if (after_ && time >= rules_from_) {
    const PosixTz::Span rule = after_->span_at(at);
    const auto known = [](std::int64_t seconds) {
      return WallTime(Seconds(std::clamp(seconds, -kNever.time_since_epoch().count(), kNever.time_since_epoch().count())));
    };
    return {Seconds(rule.east), std::max(rules_from_, known(rule.begin)), known(rule.end)};
  }
  const auto later = std::upper_bound(changes_.begin(), changes_.end(), at,
                                      [](std::int64_t wanted, const Change& change) { return wanted < change.at; });
  Span span{.east = Seconds(before_)};
  if (later != changes_.begin()) {
    span.begin = WallTime(Seconds(std::prev(later)->at));
    span.east = Seconds(std::prev(later)->east);
  }
  if (later != changes_.end())
    span.end = WallTime(Seconds(later->at));
  else if (after_)
    span.end = rules_from_;
  return span;
}

WallTime Zone::wall(LocalTime local) const {
  // Offsets are less than 26 hours: the moment lies in a span that touches this much around the same numbers in UTC.
  const WallTime as_utc{local.time_since_epoch()};
  Span span = span_at(as_utc - Seconds(kMostOffset));
  for (;;) {
    const WallTime candidate = as_utc - span.east;
    if (candidate < span.begin) return span.begin;  // skipped: the clock jumped over it
    if (candidate < span.end || span.end == kNever) return candidate;
    span = span_at(span.end);
  }
}

}  // namespace darban

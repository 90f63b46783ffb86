// SPDX-License-Identifier: Apache-2.0
#include "gateway/ranges.h"

#include <algorithm>
#include <optional>

namespace darban::gateway {
namespace {

constexpr Point kFirstV4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr Point kLastV4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

// Nothing after the last address there is.
std::optional<Point> after(Point point) {
  for (std::size_t i = point.size(); i-- > 0;) {
    if (++point[i] != 0) return point;
  }
  return std::nullopt;
}

Point before(Point point) {
  for (std::size_t i = point.size(); i-- > 0;) {
    if (point[i]-- != 0) break;
  }
  return point;
}

Point last_of(const IpPrefix& prefix) {
  Point point = point_of(prefix.base());
  for (int bit = prefix.length(); bit < 128; ++bit) {
    auto& octet = point[static_cast<std::size_t>(bit) / 8];
    octet = static_cast<std::uint8_t>(octet | 0x80 >> (bit % 8));
  }
  return point;
}

// Walks the places in order of their first address, the widest first, with those that are open around the walker on a stack.
class Walk {
 public:
  std::vector<Range> over(std::vector<Plan::Place> places) {
    std::stable_sort(places.begin(), places.end(), [](const Plan::Place& a, const Plan::Place& b) {
      const Point x = point_of(a.prefix.base());
      const Point y = point_of(b.prefix.base());
      return x != y ? x < y : a.prefix.length() < b.prefix.length();
    });
    for (const Plan::Place& place : places) {
      const Point first = point_of(place.prefix.base());
      leave_those_before(first);
      if (!around_.empty() && at_ && *at_ < first) emit(*at_, before(first), around_.back().treatment);
      at_ = first;
      around_.push_back({last_of(place.prefix), place.treatment});
    }
    while (!around_.empty()) leave();
    return std::move(ranges_);
  }

 private:
  struct Around {
    Point last;
    Treatment treatment;
  };
  void leave_those_before(const Point& first) {
    while (!around_.empty() && around_.back().last < first) leave();
  }
  void leave() {
    const Around left = around_.back();
    around_.pop_back();
    if (!at_ || *at_ > left.last) return;  // what was inside ended where this one ends
    emit(*at_, left.last, left.treatment);
    at_ = after(left.last);
  }
  void emit(const Point& first, const Point& last, Treatment treatment) {
    if (!ranges_.empty() && ranges_.back().treatment == treatment && after(ranges_.back().last) == first)
      ranges_.back().last = last;
    else
      ranges_.push_back({first, last, treatment});
  }

  std::vector<Around> around_;
  std::optional<Point> at_;  // nothing: the walker is past the last address
  std::vector<Range> ranges_;
};

}  // namespace

Point point_of(const IpAddress& address) {
  Point point = kFirstV4;
  ByteWriter out(address.is_v4() ? std::span(point).subspan(12) : std::span(point));
  address.append_to(out);
  return point;
}

std::vector<Range> flatten(std::span<const Plan::Place> places) { return Walk().over({places.begin(), places.end()}); }

std::vector<Range> flatten(std::span<const IpPrefix> prefixes) {
  std::vector<Plan::Place> places;
  for (const IpPrefix& prefix : prefixes) places.push_back({prefix, {}});
  return flatten(places);
}

std::vector<Range> split(std::span<const Range> ranges, Family family) {
  std::vector<Range> part;
  for (const Range& range : ranges) {
    const bool has_v4 = range.first <= kLastV4 && range.last >= kFirstV4;
    if (family == Family::v4) {
      if (has_v4) part.push_back({std::max(range.first, kFirstV4), std::min(range.last, kLastV4), range.treatment});
      continue;
    }
    if (!has_v4) {
      part.push_back(range);
      continue;
    }
    if (range.first < kFirstV4) part.push_back({range.first, before(kFirstV4), range.treatment});
    if (range.last > kLastV4) part.push_back({*after(kLastV4), range.last, range.treatment});
  }
  return part;
}

const Range* find(std::span<const Range> ranges, const Point& address) {
  const auto behind = std::upper_bound(ranges.begin(), ranges.end(), address,
                                       [](const Point& asked, const Range& range) { return asked < range.first; });
  if (behind == ranges.begin()) return nullptr;
  const Range& range = *std::prev(behind);
  return address <= range.last ? &range : nullptr;
}

}  // namespace darban::gateway

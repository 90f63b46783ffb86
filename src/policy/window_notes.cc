// SPDX-License-Identifier: Apache-2.0
#include "policy/window_notes.h"

#include <algorithm>
#include <optional>

#include "policy/timetable.h"

namespace darban {
namespace {

bool same_keys(const std::vector<WrittenKey>& a, const std::vector<WrittenKey>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const WrittenKey& x, const WrittenKey& y) { return x.key == y.key; });
}

bool same_effect(const Window& a, const Window& b) {
  return a.mode == b.mode && same_keys(a.services, b.services) && same_keys(a.open, b.open);
}

// Minutes from the midnight before a window's start to its end: [start, end_of) may reach into the next day.
int end_of(const Window& window) { return window.end > window.start ? window.end : window.end + kMinutesPerDay; }

// Days, as bits, on which a window of `a` that starts then meets one of `b` that starts `shift` days later (-1, 0 or 1).
unsigned days_met(const Window& a, const Window& b, int shift) {
  const int start = b.start + shift * kMinutesPerDay;
  const int end = end_of(b) + shift * kMinutesPerDay;
  if (start >= end_of(a) || a.start >= end) return 0;
  const unsigned other = shift == 0 ? b.days : shift > 0 ? b.days >> 1 | (b.days & 1u) << 6 : (b.days << 1 | b.days >> 6) & 0x7fu;
  return a.days & other;
}

// Every minute of `a` is one of `b`, on the same evenings.
bool lies_within(const Window& a, const Window& b) {
  return (a.days & ~unsigned{b.days}) == 0 && b.start <= a.start && end_of(a) <= end_of(b);
}

std::string line_of(const Window& window) { return "the one in line " + std::to_string(window.place.line); }

std::optional<std::string> beside(const Window& window, const Window& earlier) {
  if (!same_effect(window, earlier)) return std::nullopt;
  if (lies_within(window, earlier)) return "this window changes nothing; " + line_of(earlier) + " says it already";
  if (lies_within(earlier, window)) return "this window covers another; " + line_of(earlier) + " changes nothing any more";
  if ((days_met(window, earlier, -1) | days_met(window, earlier, 0) | days_met(window, earlier, 1)) != 0)
    return "this window overlaps with another that does the same; " + line_of(earlier) + " and this could be one";
  return std::nullopt;
}

}  // namespace

std::vector<WindowNote> notes_on(std::span<const Window> windows) {
  std::vector<WindowNote> notes;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Window& window = windows[i];
    if (window.start == window.end) {
      notes.push_back({window.place,
                       "this window lasts 24 hours; "
                       "it ends at the minute at which it starts"});
      continue;
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (auto what = beside(window, windows[k])) {
        notes.push_back({window.place, std::move(*what)});
        break;
      }
    }
  }
  return notes;
}

}  // namespace darban

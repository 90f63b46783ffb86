// SPDX-License-Identifier: Apache-2.0
#include "engine/upstream_set.h"

#include <algorithm>

#include "base/check.h"

namespace darban {

UpstreamSet::UpstreamSet(std::size_t count) : upstreams_(count) { CHECK_INVARIANT(count <= kMost); }

std::optional<std::size_t> UpstreamSet::choose(const Asked& asked) const {
  std::optional<std::size_t> least_bad;
  for (std::size_t i = 0; i < upstreams_.size(); ++i) {
    if (asked.has(i)) continue;
    if (healthy(i)) return i;
    if (!least_bad || upstreams_[i].failures < upstreams_[*least_bad].failures) least_bad = i;
  }
  return least_bad;
}

std::optional<std::size_t> UpstreamSet::probe_due(MonoTime now) {
  if (dead_ == 0) return std::nullopt;
  for (std::size_t i = 0; i < upstreams_.size(); ++i) {
    Health& upstream = upstreams_[i];
    if (healthy(i) || now < upstream.probe_at) continue;
    upstream.probe_at = now + upstream.back_off;
    upstream.probing = true;
    return i;
  }
  return std::nullopt;
}

void UpstreamSet::answered(std::size_t upstream, Milliseconds took) {
  Health& health = upstreams_[upstream];
  if (!healthy(upstream)) --dead_;
  health.failures = 0;
  health.probing = false;
  const std::int64_t eighths = std::max<std::int64_t>(took.count(), 0) * 8;
  health.round_trip_eighths =
      health.round_trip_eighths < 0 ? eighths : health.round_trip_eighths + (eighths - health.round_trip_eighths) / 8;
}

void UpstreamSet::failed(std::size_t upstream, MonoTime now) {
  Health& health = upstreams_[upstream];
  const bool was_healthy = healthy(upstream);
  if (health.failures < UINT32_MAX) ++health.failures;
  if (healthy(upstream)) return;
  if (was_healthy) {
    ++dead_;
    health.back_off = kFirstBackOff;
  } else if (health.probing) {
    health.back_off = std::min(health.back_off * 2, kLongestBackOff);
  } else {
    return;  // one of many that were travelling when it died: nothing new
  }
  health.probing = false;
  health.probe_at = now + health.back_off;
}

std::optional<Milliseconds> UpstreamSet::round_trip(std::size_t upstream) const {
  const std::int64_t eighths = upstreams_[upstream].round_trip_eighths;
  if (eighths < 0) return std::nullopt;
  return Milliseconds(eighths / 8);
}

}  // namespace darban

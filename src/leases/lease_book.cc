// SPDX-License-Identifier: Apache-2.0
#include "leases/lease_book.h"

#include <algorithm>
#include <utility>

namespace darban {

LeaseBook::LeaseBook(std::size_t files, HashSeed seed) : seed_(seed), files_(files, File(seed)) {}

void LeaseBook::take(std::size_t number, const Leases& said, const Now& now) {
  File& file = files_[number];
  if (said.format != nullptr) file.absence = said.format->absence;
  if (file.absence == Absence::is_over) {
    for (auto& [address, held] : file.held) held.missing = held.missing.value_or(now.mono);
  }
  for (const IpAddress& address : said.over) file.held.erase(address);
  for (const Lease& lease : said.leases) hold(file, lease, now);
  linger_over_ = now.mono;  // tick() finds the right time
  if (!next_round_) next_round_ = now.mono + kEndRound;
  changed_ = true;
}

void LeaseBook::hold(File& file, const Lease& lease, const Now& now) {
  if (file.held.size() >= kMostLeases && !file.held.contains(lease.address)) {  // a journal's old leases make room
    std::erase_if(file.held, [&](const auto& each) { return each.second.missing || each.second.lease.ends <= now.wall; });
    if (file.held.size() >= kMostLeases) return;
  }
  file.held[lease.address] = {lease, std::nullopt};
}

std::optional<MonoTime> LeaseBook::due() const {
  if (linger_over_ && next_round_) return std::min(*linger_over_, *next_round_);
  return linger_over_ ? linger_over_ : next_round_;
}

bool LeaseBook::tick(const Now& now) {
  bool changed = std::exchange(changed_, false);
  if (linger_over_ && *linger_over_ <= now.mono && forget_missing(now.mono)) changed = true;
  const bool round = next_round_ && *next_round_ <= now.mono;
  if (round) next_round_ = now.mono + kEndRound;
  if ((round || changed) && some_ended(now)) changed = true;  // always counted after a change: the next round compares with it
  return changed;
}

bool LeaseBook::forget_missing(MonoTime now) {
  linger_over_.reset();
  bool forgot = false;
  for (File& file : files_) {
    const auto is_over = [now](const auto& each) { return each.second.missing && now - *each.second.missing >= kLinger; };
    if (std::erase_if(file.held, is_over) > 0) forgot = true;
    for (const auto& [address, held] : file.held) {
      if (held.missing && (!linger_over_ || *held.missing + kLinger < *linger_over_)) linger_over_ = *held.missing + kLinger;
    }
  }
  return forgot;
}

// Or came back, when the clock was set back.
bool LeaseBook::some_ended(const Now& now) {
  std::size_t running = 0;
  for (const File& file : files_) {
    running += static_cast<std::size_t>(
        std::count_if(file.held.begin(), file.held.end(), [&](const auto& each) { return each.second.lease.ends > now.wall; }));
  }
  return std::exchange(running_, running) != running;
}

std::vector<Lease> LeaseBook::in_force(const Now& now) const {
  std::unordered_map<IpAddress, const Lease*, AddressHash> best(0, AddressHash{seed_});
  for (const File& file : files_) {
    for (const auto& [address, held] : file.held) {
      if (held.lease.ends <= now.wall) continue;
      const Lease*& chosen = best[address];
      if (chosen == nullptr || held.lease.ends > chosen->ends) chosen = &held.lease;
    }
  }
  std::vector<Lease> all;
  all.reserve(best.size());
  for (const auto& [address, lease] : best) all.push_back(*lease);
  return all;
}

}  // namespace darban

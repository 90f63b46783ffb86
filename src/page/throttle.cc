// SPDX-License-Identifier: Apache-2.0
#include "page/throttle.h"

#include <algorithm>
#include <array>

namespace darban::page {
namespace {

Seconds wait_after(std::uint32_t failures) {
  if (failures <= Throttle::kFree) return Seconds(0);
  const std::uint32_t doublings = std::min(failures - Throttle::kFree - 1, 20u);
  return std::min(Throttle::kFirstWait * (std::int64_t{1} << doublings), Throttle::kLongestWait);
}

}  // namespace

Throttle::Throttle() { crypto::fill_random(key_); }

Result<Throttle::Try, Seconds> Throttle::begin(const std::optional<IpAddress>& visitor, std::string_view subject, MonoTime now) {
  const Try made{key_of(visitor), key_of(subject)};
  const Failures* const address = addresses_.find(made.address, now);
  const Failures* const account = subjects_.find(made.subject, now);
  MonoTime free = address != nullptr ? address->free : now;
  const bool failed_itself = address != nullptr && address->count >= kOwnTries;
  if (failed_itself && account != nullptr) free = std::max(free, account->free);
  if (free > now) return std::chrono::ceil<Seconds>(free - now);
  addresses_.add(made.address, now);
  subjects_.add(made.subject, now);
  return made;
}

void Throttle::forgive(const Try& made, MonoTime now) {
  addresses_.take_back(made.address, now);
  subjects_.forget(made.subject);
}

std::uint64_t Throttle::key_of(const std::optional<IpAddress>& visitor) const {
  std::array<std::uint8_t, 17> octets{};  // all zero: the local socket
  if (visitor) {
    octets[0] = visitor->is_v4() ? 4 : 6;
    const std::uint64_t high = visitor->high();
    const std::uint64_t low = visitor->is_v4() ? visitor->low() : 0;
    for (std::size_t i = 0; i < 8; ++i) {
      octets[1 + i] = static_cast<std::uint8_t>(high >> (8 * i));
      octets[9 + i] = static_cast<std::uint8_t>(low >> (8 * i));
    }
  }
  return crypto::keyed_hash(key_, octets);
}

std::uint64_t Throttle::key_of(std::string_view subject) const {
  return crypto::keyed_hash(key_, {reinterpret_cast<const std::uint8_t*>(subject.data()), subject.size()});
}

const Throttle::Failures* Throttle::Table::find(std::uint64_t who, MonoTime now) const {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Failures& each) { return each.who == who; });
  return row == rows_.end() || now - row->last >= kForgotten ? nullptr : &*row;
}

void Throttle::Table::add(std::uint64_t who, MonoTime now) {
  Failures& row = place_for(who, now);
  ++row.count;
  row.last = now;
  row.free = now + wait_after(row.count);
}

void Throttle::Table::take_back(std::uint64_t who, MonoTime now) {
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Failures& each) { return each.who == who; });
  if (row == rows_.end() || row->count == 0) return;
  --row->count;
  row->free = now;
}

void Throttle::Table::forget(std::uint64_t who) {
  std::erase_if(rows_, [&](const Failures& each) { return each.who == who; });
}

// A full table lets go of whoever failed least, and of those the one longest ago: made-up names and addresses drive out each
// other, and not the one that is attacked.
Throttle::Failures& Throttle::Table::place_for(std::uint64_t who, MonoTime now) {
  std::erase_if(rows_, [&](const Failures& each) { return now - each.last >= kForgotten; });
  const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Failures& each) { return each.who == who; });
  if (row != rows_.end()) return *row;
  if (rows_.size() < most_) return rows_.emplace_back(Failures{.who = who});
  const auto least = std::min_element(rows_.begin(), rows_.end(), [](const Failures& a, const Failures& b) {
    return a.count != b.count ? a.count < b.count : a.last < b.last;
  });
  return *least = Failures{.who = who};
}

}  // namespace darban::page

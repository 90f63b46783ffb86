// SPDX-License-Identifier: Apache-2.0
#include "web/visitor_book.h"

#include <algorithm>

namespace darban::web {

VisitorBook::Visitor* VisitorBook::find(VisitorId id) {
  const auto found = std::find_if(visitors_.begin(), visitors_.end(), [&](const Visitor& one) { return one.id == id; });
  return found == visitors_.end() ? nullptr : &*found;
}

std::size_t VisitorBook::size() const {
  return static_cast<std::size_t>(
      std::count_if(visitors_.begin(), visitors_.end(), [](const Visitor& one) { return one.state != State::sent_away; }));
}

std::optional<IpAddress> VisitorBook::address_of(VisitorId visitor) const {
  const Visitor* found = const_cast<VisitorBook*>(this)->find(visitor);
  return found == nullptr ? std::nullopt : found->address;
}

// A browser that keeps a connection for later loses nothing but that; then who has been asking for the longest.
VisitorBook::Visitor* VisitorBook::least_wanted(MonoTime now) {
  Visitor* least = nullptr;
  for (Visitor& one : visitors_) {
    if (one.state != State::asking || now - one.since < limits_.settled) continue;
    const bool less = least == nullptr || (one.asked_before && !least->asked_before) ||
                      (one.asked_before == least->asked_before && one.since < least->since);
    if (less) least = &one;
  }
  return least;
}

VisitorBook::Admission VisitorBook::admit(const std::optional<IpAddress>& address, MonoTime now) {
  const auto same = std::count_if(visitors_.begin(), visitors_.end(), [&](const Visitor& one) {
    return address && one.state != State::sent_away && one.address == address;
  });
  if (static_cast<std::size_t>(same) >= limits_.of_one_address) return {};
  Admission admission;
  if (size() >= limits_.all) {
    Visitor* const least = least_wanted(now);
    if (least == nullptr) return {};
    least->state = State::sent_away;
    admission.sent_away = least->id;
  }
  const auto id = static_cast<VisitorId>(++last_);
  visitors_.push_back({id, address, State::asking, now});
  admission.visitor = id;
  return admission;
}

void VisitorBook::brings_much(VisitorId visitor) {
  if (Visitor* const found = find(visitor)) found->brings_much = true;
}

void VisitorBook::has_asked(VisitorId visitor, MonoTime now) {
  Visitor* const found = find(visitor);
  if (found == nullptr || found->state != State::asking) return;
  found->state = State::answered;
  found->since = now;
  found->asked_before = true;
}

void VisitorBook::has_answer(VisitorId visitor, MonoTime now) {
  Visitor* const found = find(visitor);
  if (found == nullptr || found->state == State::sent_away) return;
  found->state = State::asking;
  found->since = now;
  found->brings_much = false;
}

bool VisitorBook::begin_stream(VisitorId visitor) {
  Visitor* const found = find(visitor);
  if (found == nullptr || found->state == State::sent_away) return false;
  std::size_t all = 0;
  std::size_t same = 0;
  for (const Visitor& one : visitors_) {
    if (one.state != State::streaming) continue;
    ++all;
    if (found->address && one.address == found->address) ++same;
  }
  if (all >= limits_.streams || same >= limits_.streams_of_one_address) return false;
  found->state = State::streaming;
  return true;
}

void VisitorBook::has_left(VisitorId visitor) {
  if (Visitor* const found = find(visitor)) found->state = State::sent_away;
}

void VisitorBook::gone(VisitorId visitor) {
  std::erase_if(visitors_, [&](const Visitor& one) { return one.id == visitor; });
}

std::vector<VisitorId> VisitorBook::overdue(MonoTime now) {
  std::vector<VisitorId> late;
  for (Visitor& one : visitors_) {
    const Milliseconds patience = one.brings_much ? limits_.large_request : limits_.request;
    const bool asks_too_long = one.state == State::asking && now - one.since >= patience;
    const bool reads_too_long = one.state == State::answered && now - one.since >= limits_.answer;
    if (!asks_too_long && !reads_too_long) continue;
    one.state = State::sent_away;
    late.push_back(one.id);
  }
  return late;
}

}  // namespace darban::web

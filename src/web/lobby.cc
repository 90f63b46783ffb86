// SPDX-License-Identifier: Apache-2.0
#include "web/lobby.h"

#include <poll.h>
#include <sys/socket.h>

#include <utility>
#include <vector>

namespace darban::web {

Lobby::Visitor* Lobby::find(VisitorId visitor) {
  const auto found = visitors_.find(visitor);
  return found == visitors_.end() ? nullptr : &found->second;
}

void Lobby::shut(const Visitor& visitor) { ::shutdown(visitor.connection.mine.get(), SHUT_RDWR); }

// A sleeping connection is not read, so libmicrohttpd would notice only at the second write.
bool Lobby::has_left(const Visitor& visitor) {
  pollfd looked_at{visitor.connection.mine.get(), POLLRDHUP, 0};
  return ::poll(&looked_at, 1, 0) > 0;
}

std::optional<VisitorId> Lobby::admit(Connection connection, const std::optional<IpAddress>& address, MonoTime now) {
  const std::lock_guard lock(mutex_);
  const auto admission = book_.admit(address, now);
  if (admission.sent_away) {
    if (const Visitor* other = find(*admission.sent_away)) shut(*other);
  }
  if (!admission.visitor) return std::nullopt;
  // One of the same number that never began: libmicrohttpd had no memory for it.
  std::erase_if(visitors_, [&](const auto& one) {
    if (one.second.connection.theirs != connection.theirs) return false;
    book_.gone(one.first);
    return true;
  });
  visitors_[*admission.visitor] = {std::move(connection), nullptr, nullptr, false};
  return admission.visitor;
}

std::optional<VisitorId> Lobby::visitor_at(int theirs) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, visitor] : visitors_) {
    if (visitor.connection.theirs == theirs) return id;
  }
  return std::nullopt;
}

void Lobby::gone(VisitorId visitor) {
  const std::lock_guard lock(mutex_);
  visitors_.erase(visitor);
  book_.gone(visitor);
}

Lobby::Place Lobby::place_of(VisitorId visitor) {
  const std::lock_guard lock(mutex_);
  const Visitor* const found = find(visitor);
  return found == nullptr ? Place{} : Place{book_.address_of(visitor), found->connection.way};
}

void Lobby::brings_much(VisitorId visitor) {
  const std::lock_guard lock(mutex_);
  book_.brings_much(visitor);
}

void Lobby::has_asked(VisitorId visitor, MonoTime now) {
  const std::lock_guard lock(mutex_);
  book_.has_asked(visitor, now);
}

void Lobby::waits_for(VisitorId visitor, std::shared_ptr<ReplySlot> slot) {
  const std::lock_guard lock(mutex_);
  if (Visitor* const found = find(visitor)) found->slot = std::move(slot);
}

void Lobby::waits_no_more(VisitorId visitor) { waits_for(visitor, nullptr); }

bool Lobby::listens_to(VisitorId visitor, std::shared_ptr<EventStream> stream) {
  // A page that is opened anew comes before the sweep has seen that it went.
  for (const auto& left : streams_of_those_who_left()) left->end();
  const std::lock_guard lock(mutex_);
  Visitor* const found = find(visitor);
  if (found == nullptr || !book_.begin_stream(visitor)) return false;
  found->stream = std::move(stream);
  return true;
}

std::vector<std::shared_ptr<EventStream>> Lobby::streams_of_those_who_left() {
  std::vector<std::shared_ptr<EventStream>> left;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, visitor] : visitors_) {
    if (!visitor.stream || !has_left(visitor)) continue;
    book_.has_left(id);
    left.push_back(visitor.stream);
  }
  return left;
}

void Lobby::has_answer(VisitorId visitor, MonoTime now) {
  const std::lock_guard lock(mutex_);
  book_.has_answer(visitor, now);
  if (Visitor* const found = find(visitor)) {
    found->slot = nullptr;
    found->stream = nullptr;
  }
}

void Lobby::sweep(MonoTime now) {
  std::vector<std::shared_ptr<ReplySlot>> late;
  {
    const std::lock_guard lock(mutex_);
    for (const VisitorId overdue : book_.overdue(now)) {
      Visitor* const visitor = find(overdue);
      if (visitor == nullptr) continue;
      visitor->leaves = true;
      // A sleeping connection does not notice that it was shut: it is woken with an answer instead.
      if (visitor->slot)
        late.push_back(visitor->slot);
      else
        shut(*visitor);
    }
  }
  for (const auto& slot : late) slot->answer(problem(Refusal::late));
  for (const auto& stream : streams_of_those_who_left()) stream->end();
}

void Lobby::beat() {
  std::vector<std::shared_ptr<EventStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, visitor] : visitors_) {
      if (visitor.stream) streams.push_back(visitor.stream);
    }
  }
  for (const auto& stream : streams) stream->beat();
}

void Lobby::part_with(Way way) {
  std::vector<std::shared_ptr<EventStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [id, visitor] : visitors_) {
      if (visitor.connection.way != way) continue;
      visitor.leaves = true;
      if (visitor.stream) streams.push_back(visitor.stream);
    }
  }
  for (const auto& stream : streams) stream->end();
}

bool Lobby::parts_with(VisitorId visitor) {
  const std::lock_guard lock(mutex_);
  const Visitor* const found = find(visitor);
  return found == nullptr || found->leaves;
}

void Lobby::wake_all() {
  std::vector<std::shared_ptr<ReplySlot>> slots;
  std::vector<std::shared_ptr<EventStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, visitor] : visitors_) {
      if (visitor.slot) slots.push_back(visitor.slot);
      if (visitor.stream) streams.push_back(visitor.stream);
    }
  }
  for (const auto& slot : slots) slot->answer(problem(Refusal::busy));
  for (const auto& stream : streams) stream->end();
}

}  // namespace darban::web

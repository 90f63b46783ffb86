// SPDX-License-Identifier: Apache-2.0
#include "web/event_stream.h"

#include <algorithm>
#include <utility>

namespace darban::web {
namespace {

constexpr std::string_view kMissed = "event: missed\ndata: {}\n\n";
constexpr std::string_view kBeat = ":\n\n";

std::string frame_of(std::string_view name, std::string_view json) {
  std::string frame = "event: ";
  frame.append(name).append("\ndata: ");
  for (const char c : json) frame += c == '\n' || c == '\r' ? ' ' : c;  // JSON has none of its own outside of blanks
  return frame += "\n\n";
}

}  // namespace

void EventStream::send(Text name, std::string_view json) {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  quiet_ = false;
  put(frame_of(name.view(), json));
  wake();
}

void EventStream::beat() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(quiet_, true) && !ended_ && frames_.empty()) {
    put(std::string(kBeat));
    wake();
  }
}

// Half a frame is never taken away: the visitor would read two events as one.
void EventStream::put(std::string frame) {
  octets_ += frame.size();
  frames_.push_back(std::move(frame));
  const std::size_t oldest = read_ > 0 ? 1 : 0;
  while (frames_.size() > oldest + 1 && (frames_.size() > kMostWaiting || octets_ > kMostOctets)) {
    const auto dropped = frames_.begin() + static_cast<std::ptrdiff_t>(oldest);
    octets_ -= dropped->size();
    frames_.erase(dropped);
    missed_ = true;
  }
}

void EventStream::wake() {
  if (Sleeper* sleeper = std::exchange(asleep_, nullptr)) sleeper->wake_up();
}

void EventStream::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  wake();
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  asleep_ = nullptr;
  frames_.clear();
  read_ = octets_ = 0;
}

bool EventStream::over() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

EventStream::Taken EventStream::take(std::span<char> room, Sleeper& sleeper) {
  const std::lock_guard lock(mutex_);
  if (missed_ && read_ == 0) {
    frames_.emplace_front(kMissed);
    octets_ += kMissed.size();
    missed_ = false;
  }
  std::size_t filled = 0;
  while (!frames_.empty() && filled < room.size()) {
    const std::string_view rest = std::string_view(frames_.front()).substr(read_);
    const std::size_t piece = std::min(rest.size(), room.size() - filled);
    std::copy_n(rest.begin(), piece, room.begin() + static_cast<std::ptrdiff_t>(filled));
    filled += piece;
    read_ += piece;
    if (piece < rest.size()) break;
    octets_ -= frames_.front().size();
    frames_.pop_front();
    read_ = 0;
  }
  if (filled > 0) return {filled, State::open};
  if (ended_) return {0, State::ended};
  asleep_ = &sleeper;
  sleeper.fall_asleep();
  return {0, State::open};
}

}  // namespace darban::web

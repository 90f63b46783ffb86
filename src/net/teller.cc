// SPDX-License-Identifier: Apache-2.0
#include "net/teller.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "dns/addresses.h"

namespace darban {

Teller::Teller(Workplace& place, Engine::Deliver deliver)
    : place_(place), deliver_(std::move(deliver)), seed_(place.random.seed()) {
  if (!place.settings.gateway_socket.empty()) remembered_.resize(kRemembered);
}

bool Teller::hold(Query& query) {
  Counters& counters = place_.engine.counters();
  std::array<IpAddress, gateway::kMostTold> room;
  const auto addresses = std::span(room).first(addresses_in(query.reply, room));
  if (addresses.empty()) return false;
  const auto number = connected() ? tell(query, addresses) : std::nullopt;
  if (!number) {
    counters.add(Health::gateway_untold);
    return false;
  }
  if (is_answered(*number)) return false;
  if (held_.size() >= kMostHeld || place_.full()) {
    counters.add(Health::gateway_untold);
    return false;
  }
  held_.push_back({&query, *number, place_.now().mono + kPatience, {query.reply.begin(), query.reply.end()}});
  query.gated = false;  // it goes straight on from here
  return true;
}

// The same device may be told of an address again when its door closed or opened in between: what it was told then may have been
// taken back. So the mode's end and the policy's generation are part of the key.
std::uint64_t Teller::key_of(const Query& query, const IpAddress& address) const {
  const std::uint64_t device = query.has_mac ? query.mac.hash(seed_) : query.asking_address().hash(seed_);
  const std::uint64_t state = static_cast<std::uint64_t>(query.mode.until.time_since_epoch().count()) ^ query.judged_by << 48 ^
                              (query.verdict.step == Step::never_block ? 1u : 0u) ^ (door_closed(query.mode) ? 2u : 0u);
  return address.hash({fold_multiply(device ^ seed_.value, state | 1u << 7)});
}

std::optional<std::uint32_t> Teller::tell(const Query& query, std::span<const IpAddress> addresses) {
  const MonoTime now = place_.now().mono;
  std::uint32_t wait_for = answered_;
  bool news = false;
  for (const IpAddress& address : addresses) {
    const std::uint64_t key = key_of(query, address);
    const Remembered& remembered = place_of(key);
    if (remembered.key != key || now >= remembered.until)
      news = true;
    else if (!is_answered(remembered.number) && static_cast<std::int32_t>(remembered.number - wait_for) > 0)
      wait_for = remembered.number;
  }
  if (!news) return wait_for;
  if (!send(query, addresses)) return std::nullopt;
  // The gateway keeps them twice as long: what is not told again until then still stands.
  const MonoTime until = now + Milliseconds(place_.settings.gateway_answered_for) / 2;
  for (const IpAddress& address : addresses) {
    const std::uint64_t key = key_of(query, address);
    place_of(key) = {key, last_, until};
  }
  place_.engine.counters().add(Health::gateway_told);
  return last_;
}

bool Teller::send(const Query& query, std::span<const IpAddress> addresses) {
  std::array<std::uint8_t, gateway::tell_octets(gateway::kMostTold)> room;
  const gateway::TellHead head{query.has_mac ? &query.mac : nullptr, query.asking_address(), door_closed(query.mode),
                               query.verdict.step == Step::never_block};
  const Octets message = gateway::write_tell(room, last_ + 1, head, addresses);
  if (::send(fd_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
    if (errno != EAGAIN && errno != ENOBUFS) disconnect();  // else it is behind with its work
    return false;
  }
  ++last_;
  return true;
}

bool Teller::connected() {
  if (fd_.valid()) return true;
  const MonoTime now = place_.now().mono;
  const std::string& path = place_.settings.gateway_socket;
  sockaddr_un address{};
  if (path.empty() || path.size() >= sizeof address.sun_path || (try_again_ && now < *try_again_)) return false;
  try_again_ = now + kTryAgain;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid() || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
  fd_ = std::move(fd);
  poll_.emplace(place_.loop, fd_.get(), [this](Interest) { readable(); });
  if (!poll_->valid()) {
    disconnect();
    return false;
  }
  poll_->want(Interest::readable);
  return true;
}

// Whatever it was told may be gone with it.
void Teller::disconnect() {
  poll_.reset();
  fd_.reset();
  std::fill(remembered_.begin(), remembered_.end(), Remembered{});
  answered(last_);
}

void Teller::readable() {
  place_.wake();
  for (;;) {
    std::array<std::uint8_t, 64> room;
    const ssize_t count = ::recv(fd_.get(), room.data(), room.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    const auto message = gateway::read_message(Octets(room).first(count > 0 ? static_cast<std::size_t>(count) : 0));
    if (!message) return disconnect();
    if (message->verb == gateway::Verb::refused) std::fill(remembered_.begin(), remembered_.end(), Remembered{});
    answered(message->number);
  }
}

void Teller::answered(std::uint32_t number) {
  if (static_cast<std::int32_t>(number - last_) > 0) return;  // nothing of ours
  answered_ = number;
  let_go([this](const Held& held) { return is_answered(held.number); });
}

void Teller::tick() {
  const MonoTime now = place_.wake().mono;
  let_go([&](const Held& held) {
    const bool late = now >= held.until;
    if (late) place_.engine.counters().add(Health::gateway_late);
    return late;
  });
}

// Delivering may bring new questions, so those that go are taken out first.
template <typename Which>
void Teller::let_go(Which which) {
  const auto first = std::stable_partition(held_.begin(), held_.end(), [&](const Held& held) { return !which(held); });
  std::vector<Held> going(std::make_move_iterator(first), std::make_move_iterator(held_.end()));
  held_.erase(first, held_.end());
  for (Held& held : going) {
    held.query->reply = held.reply;
    deliver_(*held.query);
  }
}

void Teller::forget(const Query& query) {
  std::erase_if(held_, [&](const Held& held) { return held.query == &query; });
}

}  // namespace darban

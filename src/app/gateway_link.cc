// SPDX-License-Identifier: Apache-2.0
#include "app/gateway_link.h"

#include <errno.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "app/control_client.h"
#include "base/errc.h"
#include "base/log.h"
#include "base/system_error.h"

namespace darban {
namespace {

constexpr Milliseconds kSoon{20};  // until a full socket is tried again

}  // namespace

Text text_of(GatewayState state) {
  switch (state) {
    case GatewayState::off:
      return "off";
    case GatewayState::away:
      return "not connected: is darban-gateway running, and may darban speak to it?";
    case GatewayState::waiting:
      return "connected, the rules are on their way to the kernel";
    case GatewayState::in_force:
      return "connected, the kernel's rules are in force";
    case GatewayState::refused:
      return "connected, but the rules were refused";
    case GatewayState::misordered:
      return "off: the settings are not in order";
  }
  return "off";
}

void GatewayLink::want(const std::string& socket, const gateway::Plan& plan) {
  if (socket != socket_) hang_up();
  socket_ = socket;
  if (plan_ && *plan_ == plan) return;
  plan_ = plan;
  once_more_.reset();
  if (fd_.valid())
    send_plan();
  else if (!next_)
    connect();
}

void GatewayLink::stop(GatewayState why) {
  if (fd_.valid()) {
    send_short(gateway::Verb::clear);
    log::info("gateway mode ends: every door is open");
  }
  hang_up();
  plan_.reset();
  next_.reset();
  once_more_.reset();
  state_ = why;
}

void GatewayLink::connect() {
  next_ = now() + kTryAgain;
  const auto address = unix_address(socket_);
  UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!address || !fd.valid() || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    if (state_ != GatewayState::away)
      log::error("gateway mode is not in force, nobody takes our word at gateway.socket: {}", text_of(system_error().code));
    state_ = GatewayState::away;
    return;
  }
  fd_ = std::move(fd);
  loop_.add(fd_.get(), [this] { readable(); });
  next_ = now() + kBeat;
  send_plan();
}

void GatewayLink::hang_up() {
  if (fd_.valid()) loop_.remove(fd_.get());
  fd_.reset();
  outgoing_.clear();
}

void GatewayLink::send_plan() {
  plan_number_ = ++number_;
  for (auto& message : gateway::messages_of(*plan_, plan_number_)) outgoing_.push_back(std::move(message));
  if (state_ != GatewayState::in_force) state_ = GatewayState::waiting;
  flush();
}

void GatewayLink::flush() {
  while (!outgoing_.empty()) {
    const auto& message = outgoing_.front();
    if (::send(fd_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
      if (errno == EAGAIN || errno == ENOBUFS) return;  // a tick goes on
      outgoing_.clear();                                // readable() sees the end
      return;
    }
    outgoing_.pop_front();
  }
}

void GatewayLink::send_short(gateway::Verb verb) {
  std::array<std::uint8_t, gateway::kShortMessage> room;
  const Octets message = gateway::write_short(room, verb, ++number_);
  outgoing_.emplace_back(message.begin(), message.end());
  flush();
}

void GatewayLink::readable() {
  while (fd_.valid()) {
    std::array<std::uint8_t, 64> room;
    const ssize_t count = ::recv(fd_.get(), room.data(), room.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    const auto message = gateway::read_message(Octets(room).first(count > 0 ? static_cast<std::size_t>(count) : 0));
    if (message) {
      heard(*message);
      continue;
    }
    hang_up();
    next_ = now();
    state_ = GatewayState::away;
    log::error("darban-gateway is gone, and with it gateway mode: questions are answered as before, and it is tried again");
  }
}

void GatewayLink::heard(const gateway::Message& message) {
  if (message.number != plan_number_ && message.verb == gateway::Verb::done) return;  // a beat
  const GatewayState before = state_;
  refusal_ = message.verb == gateway::Verb::refused ? message.refusal : gateway::Refusal::none;
  state_ = refusal_ == gateway::Refusal::none ? GatewayState::in_force : GatewayState::refused;
  if (state_ == GatewayState::refused) once_more_ = now() + kAfterRefusal;
  if (state_ == before) return;
  if (state_ == GatewayState::in_force)
    log::info("gateway mode is in force");
  else
    log::error("gateway mode is not in force: {}", refusal_);
}

void GatewayLink::tick() {
  if (!plan_) return;
  const MonoTime time = now();
  if (!fd_.valid()) {
    if (next_ && *next_ <= time) connect();
    return;
  }
  flush();
  if (once_more_ && *once_more_ <= time) {
    once_more_.reset();
    send_plan();
  }
  if (*next_ <= time && outgoing_.empty()) send_short(gateway::Verb::beat);
  if (*next_ <= time) next_ = time + kBeat;
  if (!outgoing_.empty()) next_ = time + kSoon;
}

}  // namespace darban

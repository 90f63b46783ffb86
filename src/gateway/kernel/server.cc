// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/server.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"
#include "base/errc.h"
#include "base/log.h"
#include "base/system_error.h"

namespace darban::gateway {
namespace {

constexpr mode_t kMode = 0660;
constexpr int kPacketsPerTurn = 64;  // then the others have theirs
constexpr Seconds kLook{1};

std::string sentence(const std::string& path, std::string_view what) {
  return "the socket " + path + " can not be made: " + std::string(what);
}

std::optional<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

bool somebody_answers(const sockaddr_un& address) {
  const UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool watch(int epoll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

}  // namespace

Result<UniqueFd, std::string> Server::bind(const std::string& path, const Owner& owner) {
  const auto address = address_of(path);
  if (!address) return sentence(path, "a path for a socket has 1 to 107 octets");
  if (somebody_answers(*address)) return sentence(path, "another darban-gateway is running and answers there");
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) {
    if (!S_ISSOCK(there.st_mode)) return sentence(path, "there is a file of that name which is not a socket");
    ::unlink(path.c_str());
  }
  UniqueFd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const mode_t before = ::umask(0777 & ~kMode);  // right from the first moment
  const bool bound = fd.valid() && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0;
  const Error problem = system_error();
  ::umask(before);
  if (!bound) return sentence(path, text_of(problem.code).view());
  // Without root the socket stays ours, which is enough where we are in the daemon's group.
  const bool given = ::lchown(path.c_str(), static_cast<uid_t>(-1), owner.group) == 0;
  if (!given) return sentence(path, "it can not be given to the group of darban's user");
  if (::listen(fd.get(), static_cast<int>(kMostConnections)) != 0) return sentence(path, text_of(system_error().code).view());
  return fd;
}

Server::Server(UniqueFd listener, Gate& gate, const Owner& owner)
    : listener_(std::move(listener)), gate_(gate), owner_(owner), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  CHECK_INVARIANT(epoll_.valid() && watch(epoll_.get(), listener_.get()));
  last_beat_ = now();
  next_look_ = last_beat_ + kLook;
}

void Server::run(int stop_descriptor) {
  CHECK_INVARIANT(watch(epoll_.get(), stop_descriptor));
  std::array<epoll_event, 32> events;
  for (;;) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), next_wait());
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == stop_descriptor) return;
      if (descriptor == listener_.get()) {
        accept();
      } else if (const auto found = connections_.find(descriptor); found != connections_.end()) {
        read(found->second);
      }
    }
    acknowledge_tells();
    look_at_time();
    if (gate_.forgot_all()) {  // the workers remember what they told: they begin anew
      for (auto& [descriptor, connection] : connections_) connection.gone = connection.gone || descriptor != leader_;
    }
    std::erase_if(connections_, [](const auto& each) { return each.second.gone; });
    if (!connections_.contains(leader_)) leader_ = -1;
  }
}

int Server::next_wait() const {
  return static_cast<int>(std::clamp<std::int64_t>((next_look_ - now()).count(), 0, Milliseconds(kLook).count()));
}

void Server::accept() {
  UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!fd.valid()) return;
  ucred peer{};
  socklen_t size = sizeof peer;
  const bool known = ::getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  if (!known || (peer.uid != 0 && peer.uid != owner_.user)) {
    log::warn("somebody who is not darban was hung up on");
    return;
  }
  if (connections_.size() >= kMostConnections || !watch(epoll_.get(), fd.get())) return;
  const int descriptor = fd.get();
  connections_[descriptor].fd = std::move(fd);
}

void Server::read(Connection& connection) {
  std::array<std::uint8_t, kMostOctets + 1> packet;  // a longer one is cut to this, and refused
  for (int i = 0; i < kPacketsPerTurn && !connection.gone; ++i) {
    const ssize_t count = ::recv(connection.fd.get(), packet.data(), packet.size(), MSG_DONTWAIT);
    // A reset says that the other side left without reading our answers; what it said before is still to come.
    if (count < 0 && (errno == EINTR || errno == ECONNRESET)) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      connection.gone = true;
      return;
    }
    react(connection, Octets(packet).first(static_cast<std::size_t>(count)));
  }
}

void Server::react(Connection& connection, Octets packet) {
  auto message = read_message(packet);
  if (!message) {
    const bool version = message.error().code == Errc::newer_version;
    answer(connection, Verb::refused, packet.size() < 6 ? 0 : load_u32(packet.data() + 2),
           version ? Refusal::other_version : Refusal::bad_message);
    connection.gone = true;  // whoever errs once is not what it should be
    return;
  }
  if (message->verb != Verb::tell) return lead(connection, std::move(*message));
  const Refusal refusal = gate_.note(std::get<Tell>(message->body), now());
  if (refusal == Refusal::none) {
    connection.told = message->number;
    return;
  }
  acknowledge_tells();  // an answer stands for all numbers before it
  answer(connection, Verb::refused, message->number, refusal);
}

// Plans and signs of life. Who begins a plan leads from then on: a daemon that was started anew need not wait for the old one's
// end.
void Server::lead(Connection& connection, Message message) {
  const int descriptor = connection.fd.get();
  const std::uint32_t number = message.number;
  if (message.verb == Verb::begin) {
    if (const auto other = connections_.find(leader_); other != connections_.end() && leader_ != descriptor)
      other->second.gone = true;
    leader_ = descriptor;
  }
  if (leader_ != descriptor) return answer(connection, Verb::refused, number, Refusal::not_leader);
  last_beat_ = now();
  switch (message.verb) {
    case Verb::commit:
      return put_in_force(connection, number);
    case Verb::beat:
      return answer(connection, Verb::done, number);
    case Verb::clear:
      gate_.clear();
      log::info("every door is open: darban says so");
      return answer(connection, Verb::done, number);
    default:
      // What is wrong with a part is said with the commit.
      if (connection.draft.take(std::move(message)) == Refusal::bad_message) connection.gone = true;
  }
}

void Server::put_in_force(Connection& connection, std::uint32_t number) {
  const auto plan = connection.draft.finish();
  if (!plan) return answer(connection, Verb::refused, number, plan.error());
  const bool stood = gate_.stands();
  const Refusal refusal = gate_.bring_to(*plan, now());
  if (refusal != Refusal::none) return answer(connection, Verb::refused, number, refusal);
  if (!stood) log::info("the table stands: {} devices and {} networks", plan->devices.size(), plan->places.size());
  answer(connection, Verb::done, number);
}

void Server::answer(Connection& connection, Verb verb, std::uint32_t number, Refusal refusal) {
  std::array<std::uint8_t, kShortMessage> room;
  const Octets packet = write_short(room, verb, number, refusal);
  if (::send(connection.fd.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return;
  // Who does not read its answers is hung up on. Who has left may have said something before.
  if (errno != EPIPE && errno != ECONNRESET) connection.gone = true;
}

void Server::acknowledge_tells() {
  const Refusal refusal = gate_.flush(now());
  if (refusal == Refusal::kernel) hang_up_on_leader();
  for (auto& [descriptor, connection] : connections_) {
    if (!connection.told || connection.gone) continue;
    answer(connection, refusal == Refusal::none ? Verb::done : Verb::refused, *connection.told, refusal);
    connection.told.reset();
  }
}

void Server::hang_up_on_leader() {
  if (const auto leader = connections_.find(leader_); leader != connections_.end()) leader->second.gone = true;
}

void Server::look_at_time() {
  const MonoTime time = now();
  if (time < next_look_) return;
  next_look_ = time + kLook;
  gate_.forget_the_ended(time);
  if (!gate_.stands() || time - last_beat_ < kPatience) return;
  gate_.clear();
  hang_up_on_leader();  // when it wakes up it sends its plan again
  log::warn("no sign of life from darban for {}: every door is open until it comes back", kPatience);
}

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
#include "app/control_server.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "app/local_socket.h"

namespace darban {
namespace {

constexpr Text kWhat = "the control socket";

}  // namespace

Result<UniqueFd, std::string> ControlServer::bind(const std::string& path) {
  return listen_locally(path, kWhat, static_cast<int>(kMostClients));
}

void ControlServer::give_to(const std::string& path, const UserIds& ids) { give_local_socket_to(path, kWhat, ids); }

ControlServer::ControlServer(UniqueFd listener, std::string path, EventLoop& loop, Answer answer)
    : listener_(std::move(listener)), path_(std::move(path)), loop_(loop), answer_(std::move(answer)) {
  loop_.add(listener_.get(), [this] { accept_client(); });
}

ControlServer::~ControlServer() {
  for (const auto& [descriptor, client] : clients_) loop_.remove(descriptor);
  loop_.remove(listener_.get());
  ::unlink(path_.c_str());
}

void ControlServer::accept_client() {
  UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!fd.valid() || clients_.size() >= kMostClients) return;  // one too many is hung up on
  const int descriptor = fd.get();
  clients_[descriptor].id = static_cast<ClientId>(++last_client_);
  clients_[descriptor].fd = std::move(fd);
  loop_.add(descriptor, [this, descriptor] { read_client(descriptor); });
}

void ControlServer::read_client(int descriptor) {
  Client& client = clients_.at(descriptor);
  std::array<char, kLongestRequest> piece;
  const ssize_t count = ::recv(descriptor, piece.data(), piece.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return forget(descriptor);
  client.line.append(piece.data(), static_cast<std::size_t>(count));
  const auto end = client.line.find('\n');
  if (end == std::string::npos && client.line.size() < kLongestRequest) return;
  const auto request = read_request(std::string_view(client.line).substr(0, end));
  if (!request) return answer(descriptor, {ControlOutcome::misunderstood, request.error() + "\n"});
  if (const auto reply = answer_(client.id, *request)) return answer(descriptor, *reply);
  loop_.remove(descriptor);  // it is not listened to while it waits: one that said all it has to say may have closed its half
}

void ControlServer::reply(ClientId client, const ControlReply& reply) {
  const auto found = std::find_if(clients_.begin(), clients_.end(), [&](const auto& each) { return each.second.id == client; });
  if (found != clients_.end()) answer(found->first, reply);
}

void ControlServer::answer(int descriptor, const ControlReply& reply) {
  Client& client = clients_.at(descriptor);
  client.rest = written(reply).substr(0, kLongestReply);
  client.seen.reset();  // its patience begins anew
  loop_.remove(descriptor);
  loop_.add_writer(descriptor, [this, descriptor] { write_rest(descriptor); });
  write_rest(descriptor);
}

// What fits at once is all but the longest list; the rest goes when the client has read.
void ControlServer::write_rest(int descriptor) {
  std::string& rest = clients_.at(descriptor).rest;
  const ssize_t count = ::send(descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count > 0) rest.erase(0, static_cast<std::size_t>(count));
  if (count < 0 || rest.empty()) forget(descriptor);
}

void ControlServer::drop_idle(MonoTime now) {
  for (auto each = clients_.begin(); each != clients_.end();) {
    const int descriptor = each->first;
    auto& seen = each->second.seen;
    ++each;
    if (!seen)
      seen = now;
    else if (now - *seen > kPatience)
      forget(descriptor);
  }
}

void ControlServer::forget(int descriptor) {
  loop_.remove(descriptor);
  clients_.erase(descriptor);
}

}  // namespace darban

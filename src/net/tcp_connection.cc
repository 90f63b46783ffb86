// SPDX-License-Identifier: Apache-2.0
#include "net/tcp_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace darban {
namespace {

constexpr int kReadsPerWake = 4;  // then the others have their turn

bool try_later(int error) { return error == EAGAIN || error == EINTR; }

}  // namespace

TcpConnection::TcpConnection(Workplace& place, Forwarder& forwarder, Teller& teller, UniqueFd fd, const IpAddress& client,
                             const IpAddress& asked, std::function<void(TcpConnection&)> changed)
    : place_(place),
      forwarder_(forwarder),
      teller_(teller),
      fd_(std::move(fd)),
      client_(client),
      asked_(asked),
      changed_(std::move(changed)),
      poll_(place.loop, fd_.get(), [this](Interest interest) { ready(interest); }),
      last_used_(place.now().mono) {
  watched_ = Interest::readable;
  poll_.want(watched_);
}

TcpConnection::~TcpConnection() {
  for (Query* query : waiting_) {
    place_.engine.forget(*query);
    teller_.forget(*query);
    place_.queries.put(query);
  }
}

void TcpConnection::ready(Interest interest) {
  place_.wake();
  if (includes(interest, Interest::readable)) read();
  changed_(*this);
}

void TcpConnection::read() {
  for (int i = 0; i < kReadsPerWake && !broken_ && !input_ended_ && input_size_ < input_.size(); ++i) {
    const ssize_t count = ::recv(fd_.get(), input_.data() + input_size_, input_.size() - input_size_, MSG_DONTWAIT);
    if (count < 0) {
      broken_ = !try_later(errno);
      return;
    }
    if (count == 0) {
      input_ended_ = true;  // half-closed (RFC 7766 section 6.2.3 asks to answer what came before)
      return;
    }
    input_size_ += static_cast<std::size_t>(count);
    last_used_ = place_.now().mono;
    take_messages();
  }
}

void TcpConnection::take_messages() {
  std::size_t at = 0;
  bool whole = true;
  while (!broken_ && may_take()) {
    const Octets rest = Octets(input_).subspan(at, input_size_ - at);
    const std::size_t size = rest.size() < 2 ? 0 : static_cast<std::size_t>(rest[0] << 8 | rest[1]);
    if (size > kMostRequest) broken_ = true;
    whole = rest.size() >= 2 && rest.size() >= size + 2;
    if (broken_ || !whole) break;
    take(rest.subspan(2, size));
    at += size + 2;
  }
  if (at > 0) std::memmove(input_.data(), input_.data() + at, input_size_ - at);
  input_size_ -= at;
  const bool incomplete = !whole && input_size_ > 0;
  if (incomplete && (!incomplete_ || at > 0)) message_began_ = place_.now().mono;
  incomplete_ = incomplete;
}

void TcpConnection::take(Octets message) {
  Query* query = place_.full() ? nullptr : place_.queries.take();
  if (query == nullptr) {
    place_.engine.counters().add(Health::overflow);
    return;
  }
  query->request = message;
  query->room = place_.room();
  query->client = client_;
  query->asked = asked_;
  query->transport = Transport::tcp;
  query->transport_mark = reinterpret_cast<std::uintptr_t>(this);
  place_.engine.read(*query, place_.now());
  place_.identify(*query);
  switch (place_.engine.ask(*query, place_.now())) {
    case Next::reply:
      if (query->gated && teller_.hold(*query)) {
        waiting_.push_back(query);
        break;
      }
      append(query->reply);
      place_.queries.put(query);
      break;
    case Next::forward:
      waiting_.push_back(query);
      forwarder_.start(*query);
      break;
    case Next::wait:
      waiting_.push_back(query);
      break;
    case Next::drop:
      place_.queries.put(query);
      break;
  }
}

void TcpConnection::deliver(Query& query) {
  std::erase(waiting_, &query);
  append(query.reply);
  place_.queries.put(&query);
  changed_(*this);
}

void TcpConnection::append(Octets reply) {
  if (output_.size() - written_ + reply.size() > kMostUnreadAnswers) {
    broken_ = true;
    return;
  }
  if (output_.empty()) last_used_ = place_.now().mono;  // the client's time to read it begins
  output_.push_back(static_cast<std::uint8_t>(reply.size() >> 8));
  output_.push_back(static_cast<std::uint8_t>(reply.size()));
  output_.insert(output_.end(), reply.begin(), reply.end());
}

void TcpConnection::flush() {
  take_messages();
  write();
  if (broken_) return;
  const bool read_more = !input_ended_ && may_take() && input_size_ < input_.size();
  const auto wanted = static_cast<Interest>((read_more ? 1 : 0) | (output_.empty() ? 0 : 2));
  if (wanted != watched_) poll_.want(wanted);
  watched_ = wanted;
}

void TcpConnection::write() {
  while (!broken_ && written_ < output_.size()) {
    const ssize_t count = ::send(fd_.get(), output_.data() + written_, output_.size() - written_, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) {
      broken_ = !try_later(errno);
      return;
    }
    written_ += static_cast<std::size_t>(count);
    last_used_ = place_.now().mono;
  }
  output_.clear();
  written_ = 0;
  if (output_.capacity() > kUnreadAnswers) output_.shrink_to_fit();
}

void TcpConnection::tick() {
  const MonoTime now = place_.now().mono;
  if (incomplete_ && now - message_began_ > kMessageDeadline) broken_ = true;
  if (waiting_.empty() && now - last_used_ > place_.settings.tcp_idle)
    broken_ = true;  // idle, or does not read what it asked for
}

}  // namespace darban

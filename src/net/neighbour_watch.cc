// SPDX-License-Identifier: Apache-2.0
#include "net/neighbour_watch.h"

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/random.h"
#include "base/system_error.h"
#include "base/unique_fd.h"
#include "net/neighbour_book.h"
#include "net/neighbour_message.h"

namespace darban {
namespace {

constexpr std::size_t kRoom = 64 * 1024;  // octets; the kernel's parts of a dump are at most half of it
constexpr int kReadsPerCall = 64;

bool ask_for_all(int fd) {
  struct {
    nlmsghdr header;
    ndmsg body;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_GETNEIGH;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.ndm_family = AF_UNSPEC;
  return ::send(fd, &request, sizeof request, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof request);
}

}  // namespace

struct NeighbourWatch::Parts {
  explicit Parts(UniqueFd opened) : fd(std::move(opened)), book(Random().seed()), room(kRoom) {}
  void take_messages(Octets messages, MonoTime now);

  UniqueFd fd;
  NeighbourBook book;
  std::vector<std::uint8_t> room;
};

NeighbourWatch::NeighbourWatch(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
NeighbourWatch::~NeighbourWatch() = default;

Result<std::unique_ptr<NeighbourWatch>> NeighbourWatch::open() {
  UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
  if (!fd.valid()) return system_error();
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_NEIGH;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return system_error();
  if (!ask_for_all(fd.get())) return system_error();
  return std::unique_ptr<NeighbourWatch>(new NeighbourWatch(std::make_unique<Parts>(std::move(fd))));
}

int NeighbourWatch::fd() const { return parts_->fd.get(); }

void NeighbourWatch::readable(MonoTime now) {
  for (int i = 0; i < kReadsPerCall; ++i) {
    sockaddr_nl from{};
    socklen_t from_size = sizeof from;
    const ssize_t count =
        ::recvfrom(fd(), parts_->room.data(), parts_->room.size(), 0, reinterpret_cast<sockaddr*>(&from), &from_size);
    if (count < 0) {
      if (errno == ENOBUFS) ask_for_all(fd());  // news were lost: start from the whole table
      if (errno == EINTR || errno == ENOBUFS) continue;
      return;
    }
    if (from.nl_pid == 0)
      parts_->take_messages(Octets(parts_->room).first(static_cast<std::size_t>(count)), now);  // only the kernel is believed
  }
}

void NeighbourWatch::Parts::take_messages(Octets messages, MonoTime now) {
  while (messages.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header;
    std::memcpy(&header, messages.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > messages.size()) return;
    if (header.nlmsg_type == NLMSG_DONE)
      book.whole_table_seen(now);
    else if (const auto news = read_neighbour(messages.first(header.nlmsg_len)))
      book.take(*news, now);
    messages = messages.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), messages.size()));
  }
}

std::optional<MonoTime> NeighbourWatch::due() const { return parts_->book.due(); }

bool NeighbourWatch::tick(MonoTime now) { return parts_->book.tick(now); }

std::vector<Neighbour> NeighbourWatch::table() const { return parts_->book.table(); }

}  // namespace darban

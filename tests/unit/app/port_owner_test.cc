// SPDX-License-Identifier: Apache-2.0
#include "app/port_owner.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace darban {
namespace {

const IpAddress kLoopback = IpAddress::from_text("127.0.0.1").value();

struct Bound {
  UniqueFd fd;
  std::uint16_t port = 0;
};

Bound bound_socket(int type, const char* address) {
  Bound bound{UniqueFd(::socket(AF_INET, type | SOCK_CLOEXEC, 0))};
  sockaddr_storage room{};
  auto* raw = reinterpret_cast<sockaddr*>(&room);
  IpAddress::from_text(address)->to_socket(raw, 0);
  REQUIRE(::bind(bound.fd.get(), raw, sizeof(sockaddr_in)) == 0);
  socklen_t size = sizeof room;
  REQUIRE(::getsockname(bound.fd.get(), raw, &size) == 0);
  bound.port = ntohs(reinterpret_cast<sockaddr_in*>(raw)->sin_port);
  return bound;
}

TEST_CASE("the owner of a UDP port of our own is this process") {
  const Bound bound = bound_socket(SOCK_DGRAM, "127.0.0.1");
  const auto owner = owner_of_port(SocketKind::udp, kLoopback, bound.port);
  REQUIRE(owner);
  CHECK(owner->pid == ::getpid());
  CHECK(owner->command == "unit_app");
  CHECK_FALSE(owner->user.empty());
}

TEST_CASE("a TCP port has an owner only once somebody listens") {
  const Bound bound = bound_socket(SOCK_STREAM, "127.0.0.1");
  CHECK_FALSE(owner_of_port(SocketKind::tcp, kLoopback, bound.port));
  REQUIRE(::listen(bound.fd.get(), 1) == 0);
  const auto owner = owner_of_port(SocketKind::tcp, kLoopback, bound.port);
  REQUIRE(owner);
  CHECK(owner->pid == ::getpid());
}

TEST_CASE("who holds the port on all addresses holds it on each") {
  const Bound bound = bound_socket(SOCK_DGRAM, "0.0.0.0");
  CHECK(owner_of_port(SocketKind::udp, kLoopback, bound.port));
}

TEST_CASE("who wants all addresses meets the one who holds a single one") {
  const Bound bound = bound_socket(SOCK_DGRAM, "127.0.0.1");
  CHECK(owner_of_port(SocketKind::udp, IpAddress::from_text("0.0.0.0").value(), bound.port));
}

TEST_CASE("the same port on another address is not in the way") {
  const Bound bound = bound_socket(SOCK_DGRAM, "127.0.0.1");
  CHECK_FALSE(owner_of_port(SocketKind::udp, IpAddress::from_text("127.0.0.9").value(), bound.port));
}

TEST_CASE("a line of the kernel's table is read into its parts") {
  const auto row = read_socket_row(
      "  812: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 21433 2 0000 0");
  REQUIRE(row);
  CHECK(row->address == kLoopback);
  CHECK(row->port == 53);
  CHECK(row->state == 7);
  CHECK(row->user == 101);
  CHECK(row->inode == 21433);
}

TEST_CASE("an IPv6 line is read too") {
  const auto row = read_socket_row(
      "   1: 00000000000000000000000001000000:14E9 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 "
      "00000000  0  0 7 1 0");
  REQUIRE(row);
  CHECK(row->address == IpAddress::from_text("::1").value());
  CHECK(row->port == 5353);
}

TEST_CASE("the heading and damaged lines are no sockets") {
  CHECK_FALSE(
      read_socket_row("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"));
  CHECK_FALSE(read_socket_row(""));
  CHECK_FALSE(read_socket_row("0: 0100007F 00000000:0000 07 0:0 0:0 0 101 0 21433"));
  CHECK_FALSE(read_socket_row("0: 010000:0035 00000000:0000 07 0:0 0:0 0 101 0 21433"));
  CHECK_FALSE(read_socket_row("0: 0100007F:10035 00000000:0000 07 0:0 0:0 0 101 0 21433"));
}

TEST_CASE("the sentence names the program and what to do about it") {
  CHECK(explain_port_in_use("0.0.0.0:53", PortOwner{612, "systemd-resolve", "systemd-resolve"}).find("DNSStubListener=no") !=
        std::string::npos);
  CHECK(explain_port_in_use("0.0.0.0:53", PortOwner{7, "dnsmasq", "dnsmasq"}).find("dnsmasq (process 7") != std::string::npos);
  CHECK(explain_port_in_use("127.0.0.1:5353", PortOwner{0, "", "avahi"}).find("PORT=5454") != std::string::npos);
  CHECK(explain_port_in_use("127.0.0.1:53", std::nullopt).find("does not say by whom") != std::string::npos);
}

}  // namespace
}  // namespace darban

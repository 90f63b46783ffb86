// SPDX-License-Identifier: Apache-2.0
// Who holds a port that we want: the kernel's socket tables (/proc/net/udp, udp6, tcp, tcp6) name the socket, /proc/*/fd names
// its process. Slow and only for the error message; without root other users' processes can not be seen, but the user's name can.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/net_address.h"

namespace darban {

enum class SocketKind { udp, tcp };

struct SocketRow {  // one line of a socket table
  IpAddress address;
  std::uint16_t port = 0;
  unsigned state = 0;  // as in linux/tcp_states.h
  unsigned user = 0;
  std::uint64_t inode = 0;
};

struct PortOwner {
  int pid = 0;          // 0: not visible for us
  std::string command;  // as in /proc/PID/comm; empty when not visible
  std::string user;
};

std::optional<SocketRow> read_socket_row(std::string_view line);

// The first process in whose way a socket for `address` and `port` would stand.
std::optional<PortOwner> owner_of_port(SocketKind kind, const IpAddress& address, std::uint16_t port);

// Two or three sentences for the operator: who it is and what to do about it. `written` is the address as the settings say it.
std::string explain_port_in_use(std::string_view written, const std::optional<PortOwner>& owner);

}  // namespace darban

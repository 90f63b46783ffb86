// SPDX-License-Identifier: Apache-2.0
#include "app/port_owner.h"

#include <dirent.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <memory>
#include <vector>

#include "app/small_file.h"

namespace darban {
namespace {

constexpr unsigned kTcpListen = 0x0a;

template <typename Number>
std::optional<Number> number_of(std::string_view digits, int base) {
  Number value{};
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (auto start = line.find_first_not_of(' '); start != std::string_view::npos; start = line.find_first_not_of(' ')) {
    line.remove_prefix(start);
    words.push_back(line.substr(0, line.find(' ')));
    line.remove_prefix(words.back().size());
  }
  return words;
}

// The kernel prints each 32-bit word of the address as a number in the machine's own order.
std::optional<IpAddress> address_of(std::string_view hex) {
  std::array<std::uint8_t, 16> octets{};
  if (hex.size() != 8 && hex.size() != 32) return std::nullopt;
  for (std::size_t i = 0; i < hex.size() / 8; ++i) {
    const auto word = number_of<std::uint32_t>(hex.substr(i * 8, 8), 16);
    if (!word) return std::nullopt;
    std::memcpy(octets.data() + i * 4, &*word, 4);
  }
  return hex.size() == 8 ? IpAddress::from_v4(Octets(octets).first(4)) : IpAddress::from_v6(octets);
}

std::string user_name(unsigned id) {
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 16384> room;
  if (::getpwuid_r(id, &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return std::to_string(id);
  return entry.pw_name;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

bool holds_socket(const std::string& descriptors, std::string_view socket) {
  const Folder folder(::opendir(descriptors.c_str()));
  if (!folder) return false;
  std::array<char, 64> target;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string path = descriptors + "/" + entry->d_name;
    const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
    if (length > 0 && std::string_view(target.data(), static_cast<std::size_t>(length)) == socket) return true;
  }
  return false;
}

PortOwner process_of(const SocketRow& row) {
  PortOwner owner;
  owner.user = user_name(row.user);
  const std::string socket = "socket:[" + std::to_string(row.inode) + "]";
  const Folder processes(::opendir("/proc"));
  while (const dirent* entry = processes ? ::readdir(processes.get()) : nullptr) {
    const auto pid = number_of<int>(entry->d_name, 10);
    const std::string process = std::string("/proc/") + entry->d_name;
    if (!pid || !holds_socket(process + "/fd", socket)) continue;
    owner.pid = *pid;
    owner.command = read_small_file(process + "/comm", 64).value_or("");
    while (owner.command.ends_with('\n')) owner.command.pop_back();
    break;
  }
  return owner;
}

bool stands_in_the_way(const SocketRow& row, SocketKind kind, const IpAddress& address, std::uint16_t port) {
  if (row.port != port || (kind == SocketKind::tcp && row.state != kTcpListen)) return false;
  const bool same_family = row.address.is_v4() == address.is_v4();
  // A socket for all IPv6 addresses usually takes IPv4 too.
  if (row.address.is_unspecified()) return same_family || !row.address.is_v4();
  return row.address == address || (address.is_unspecified() && (same_family || !address.is_v4()));
}

// What owns port 53 on the usual systems, and the gentlest way to make room.
std::string_view advice_for(const PortOwner& owner) {
  const auto is = [&](std::string_view name) { return owner.command.starts_with(name) || owner.user.starts_with(name); };
  if (is("systemd-resolve")) {
    return "systemd-resolved keeps 127.0.0.53 only: listen on 127.0.0.1 and the address of your network instead of 0.0.0.0, or "
           "put\n"
           "  [Resolve]\n  DNSStubListener=no\nin /etc/systemd/resolved.conf.d/darban.conf and run: systemctl restart "
           "systemd-resolved";
  }
  if (is("dnsmasq")) {
    return "dnsmasq also hands out addresses on many routers: keep it, and move its DNS to another port with `port=5353` in "
           "/etc/dnsmasq.conf\n"
           "(OpenWrt: uci set dhcp.@dnsmasq[0].port=54). If NetworkManager started it for a shared connection, listen on your "
           "other address.";
  }
  if (is("avahi")) {
    return "avahi answers names in .local by multicast and needs 5353: choose another port for darban (for ./dev run: PORT=5454 "
           "./dev run)";
  }
  if (is("darban")) return "another darban is running: stop it first (systemctl stop darban)";
  if (is("named") || is("unbound") || is("pihole") || is("AdGuard") || is("kresd") || is("connmand")) {
    return "it answers DNS questions itself: stop it, or move it to another port and name it under `upstreams`";
  }
  return "stop it, or choose another address or port under `listen`";
}

}  // namespace

std::optional<SocketRow> read_socket_row(std::string_view line) {
  const auto words = words_of(line);  // number: local remote state queues timer retransmits user timeout inode
  if (words.size() < 10) return std::nullopt;
  const auto colon = words[1].find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto address = address_of(words[1].substr(0, colon));
  const auto port = number_of<std::uint16_t>(words[1].substr(colon + 1), 16);
  const auto state = number_of<unsigned>(words[3], 16);
  const auto user = number_of<unsigned>(words[7], 10);
  const auto inode = number_of<std::uint64_t>(words[9], 10);
  if (!address || !port || !state || !user || !inode) return std::nullopt;
  return SocketRow{*address, *port, *state, *user, *inode};
}

std::optional<PortOwner> owner_of_port(SocketKind kind, const IpAddress& address, std::uint16_t port) {
  const std::array<const char*, 2> tables =
      kind == SocketKind::udp ? std::array{"/proc/net/udp", "/proc/net/udp6"} : std::array{"/proc/net/tcp", "/proc/net/tcp6"};
  for (const char* path : tables) {
    const auto table = read_small_file(path, std::size_t{64} << 20);
    if (!table) continue;
    std::string_view rest = *table;
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const auto row = read_socket_row(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (row && stands_in_the_way(*row, kind, address, port)) return process_of(*row);
    }
  }
  return std::nullopt;
}

std::string explain_port_in_use(std::string_view written, const std::optional<PortOwner>& owner) {
  std::string text(written);
  text += " is already taken";
  if (!owner) return text + ", and the kernel does not say by whom: " + std::string(advice_for(PortOwner{}));
  if (owner->pid != 0)
    text += " by " + owner->command + " (process " + std::to_string(owner->pid) + ", user " + owner->user + ").\n";
  if (owner->pid == 0) text += " by a process of user " + owner->user + "; as root, `ss -lptun` shows which.\n";
  return text + std::string(advice_for(*owner));
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// c-ares, in a process that has nothing to lose (sandbox.h). No TCP: a cut answer's addresses are addresses, and releases before
// 1.34.7 use memory after its end when getaddrinfo changes to TCP (CVE-2026-33630).
#include "update/host_addresses.h"

#define CARES_NO_DEPRECATED
#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <array>

namespace darban {
namespace {

constexpr std::size_t kMostAtOnce = 16;     // names in flight
constexpr std::size_t kMostAddresses = 16;  // kept of one name
constexpr int kOneTry = 1500;               // ms
constexpr int kTries = 2;                   // of each resolver
constexpr int kEdnsOctets = 1232;           // fits every path without fragments

// "192.0.2.1:53,[2001:db8::1]:53". An IpAddress has no text form on purpose; a resolver out of the settings may have one here.
std::string csv_of(const std::vector<Endpoint>& resolvers) {
  std::string csv;
  for (const Endpoint& resolver : resolvers) {
    sockaddr_in6 socket{};
    resolver.address.to_socket(reinterpret_cast<sockaddr*>(&socket), resolver.port);
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool v4 = resolver.address.is_v4();
    const void* octets =
        v4 ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&socket)->sin_addr) : &socket.sin6_addr;
    if (::inet_ntop(v4 ? AF_INET : AF_INET6, octets, text.data(), text.size()) == nullptr) continue;
    if (!csv.empty()) csv += ",";
    csv += v4 ? std::string(text.data()) : "[" + std::string(text.data()) + "]";
    csv += ":" + std::to_string(resolver.port);
  }
  return csv;
}

// The questions of one call.
class LookUp {
 public:
  using Found = HostAddresses::Found;
  LookUp() = default;
  LookUp(const LookUp&) = delete;
  LookUp& operator=(const LookUp&) = delete;
  ~LookUp() {
    if (channel_ != nullptr) ::ares_destroy(channel_);  // tells every question that is left
    ::ares_library_cleanup();
  }
  bool begin(const std::vector<Endpoint>& resolvers);
  void add(const std::string& host) { asked_.push_back({this, host, {}}); }
  void run(MonoTime until);
  struct Asked {
    LookUp* owner;
    std::string host;
    Found found;
  };
  const std::vector<Asked>& asked() const { return asked_; }

 private:
  static void answered(void* asked, int status, int timeouts, ares_addrinfo* answer);
  static void socket_changed(void* self, ares_socket_t socket, int readable, int writable);
  void ask_more();
  void serve(Milliseconds longest);
  ares_channel channel_ = nullptr;
  std::vector<Asked> asked_;  // complete before the first question: c-ares holds pointers into it
  std::size_t next_ = 0;
  std::size_t travelling_ = 0;
  std::vector<pollfd> sockets_;
};

bool LookUp::begin(const std::vector<Endpoint>& resolvers) {
  if (::ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return false;
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_IGNTC | ARES_FLAG_EDNS;
  options.timeout = kOneTry;
  options.tries = kTries;
  options.ednspsz = kEdnsOctets;
  std::array<char, 2> dns_only{"b"};
  options.lookups = dns_only.data();
  options.sock_state_cb = socket_changed;
  options.sock_state_cb_data = this;
  const int given =
      ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
  if (::ares_init_options(&channel_, &options, given) != ARES_SUCCESS) {
    channel_ = nullptr;
    return false;
  }
  const std::string csv = csv_of(resolvers);
  return !csv.empty() && ::ares_set_servers_ports_csv(channel_, csv.c_str()) == ARES_SUCCESS;
}

void LookUp::socket_changed(void* self, ares_socket_t socket, int readable, int writable) {
  auto& sockets = static_cast<LookUp*>(self)->sockets_;
  std::erase_if(sockets, [&](const pollfd& each) { return each.fd == socket; });
  const auto events = static_cast<short>((readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0));
  if (events != 0) sockets.push_back({socket, events, 0});
}

void LookUp::answered(void* asked, int status, int, ares_addrinfo* answer) {
  auto& [owner, host, found] = *static_cast<Asked*>(asked);
  --owner->travelling_;
  const bool nobody = status == ARES_ENOTFOUND || status == ARES_ENODATA || status == ARES_EBADNAME;
  found.trouble = nobody || status == ARES_SUCCESS ? FetchTrouble::name_not_found : FetchTrouble::resolvers_silent;
  if (answer == nullptr) return;
  for (const ares_addrinfo_node* node = answer->nodes; node != nullptr; node = node->ai_next) {
    const IpAddress address = IpAddress::from_socket(node->ai_addr);
    const bool known = std::find(found.addresses.begin(), found.addresses.end(), address) != found.addresses.end();
    if (!address.is_unspecified() && !known && found.addresses.size() < kMostAddresses) found.addresses.push_back(address);
  }
  if (!found.addresses.empty()) found.trouble = FetchTrouble::none;
  ::ares_freeaddrinfo(answer);
}

void LookUp::ask_more() {
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;
  while (next_ < asked_.size() && travelling_ < kMostAtOnce) {
    Asked& asked = asked_[next_++];
    ++travelling_;
    ::ares_getaddrinfo(channel_, asked.host.c_str(), nullptr, &hints, answered, &asked);
  }
}

void LookUp::serve(Milliseconds longest) {
  timeval most{};
  most.tv_sec = longest.count() / 1000;
  most.tv_usec = longest.count() % 1000 * 1000;
  timeval room{};
  const timeval* wait = ::ares_timeout(channel_, &most, &room);
  const auto milliseconds = static_cast<int>(wait->tv_sec * 1000 + wait->tv_usec / 1000 + 1);
  std::vector<pollfd> seen = sockets_;  // serving changes the list
  const int ready = ::poll(seen.data(), seen.size(), milliseconds);
  if (ready <= 0) return ::ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  for (const pollfd& socket : seen) {
    if (socket.revents == 0) continue;
    const bool write = (socket.revents & POLLOUT) != 0;
    ::ares_process_fd(channel_, (socket.revents & ~POLLOUT) != 0 ? socket.fd : ARES_SOCKET_BAD,
                      write ? socket.fd : ARES_SOCKET_BAD);
  }
}

void LookUp::run(MonoTime until) {
  const SystemClock clock(false);
  for (ask_more(); travelling_ > 0; ask_more()) {
    const Milliseconds left = until - clock.now().mono;
    if (left.count() <= 0) break;
    serve(left);
  }
}

}  // namespace

void HostAddresses::ask(std::span<const std::string> hosts, MonoTime now) {
  LookUp look_up;
  for (const std::string& host : hosts) {
    known_[host] = {FetchTrouble::resolvers_silent, {}, now};
    look_up.add(host);
  }
  if (!look_up.begin(resolvers_)) return;
  look_up.run(now + kLongestLookUp);
  for (const LookUp::Asked& asked : look_up.asked()) {
    known_[asked.host] = asked.found;
    known_[asked.host].asked = now;
  }
}

void HostAddresses::look_up(std::span<const std::string> hosts, MonoTime now) {
  std::vector<std::string> unknown;
  for (const std::string& host : hosts) {
    const bool twice = std::find(unknown.begin(), unknown.end(), host) != unknown.end();
    if (!twice && !known_.contains(host)) unknown.push_back(host);
  }
  if (!unknown.empty()) ask(unknown, now);
}

const HostAddresses::Found& HostAddresses::of(const std::string& host, MonoTime now) {
  look_up({&host, 1}, now);
  const Found& found = known_[host];
  if (found.trouble == FetchTrouble::resolvers_silent && now - found.asked >= kAskAgainAfter) {
    std::vector<std::string> silent;
    for (const auto& [name, each] : known_) {
      if (each.trouble == FetchTrouble::resolvers_silent) silent.push_back(name);
    }
    ask(silent, now);
  }
  return known_[host];
}

}  // namespace darban

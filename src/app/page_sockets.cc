// SPDX-License-Identifier: Apache-2.0
#include "app/page_sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "app/local_socket.h"
#include "app/port_owner.h"
#include "app/small_file.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "net/socket_address.h"

namespace darban {
namespace {

constexpr int kBacklog = 128;
constexpr int kFirstInherited = 3;  // sd_listen_fds(3)
constexpr int kMostInherited = 16;
constexpr Text kLocalSocket = "the page's socket";

bool set(int fd, int level, int option) {
  const int on = 1;
  return ::setsockopt(fd, level, option, &on, sizeof on) == 0;
}

std::string why_not(const WebListen& listen, int problem) {
  const std::string place = "web.listen: " + listen.written;
  switch (problem) {
    case EADDRINUSE: {
      const auto owner = owner_of_port(SocketKind::tcp, listen.endpoint.address, listen.endpoint.port);
      const bool known = owner && !owner->command.empty();
      return place + " is already taken" + (known ? " by " + owner->command : "") +
             "; end that program, or give the page another port, such as 8080";
    }
    case EACCES:
    case EPERM:
      return place + ": ports below 1024 need a privilege; start as root with `process: user`, use a systemd .socket unit with " +
             "`inherited`, or write a higher port such as 8080";
    case EAFNOSUPPORT:
      return place + ": this machine has no IPv6";
    default:
      return place + ": " + std::string(text_of(system_error_of(problem).code).view());
  }
}

// errno as the error. An address that no interface has today is listened on all the same (IP_FREEBIND).
Result<UniqueFd, int> listen_on(const Endpoint& endpoint) {
  const SocketAddress address(NetEndpoint{endpoint.address, endpoint.port, 0});
  UniqueFd fd(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return errno;
  const bool v6 = address.family() == AF_INET6;
  set(fd.get(), SOL_SOCKET, SO_REUSEADDR);  // connections of our last life may linger
  if (v6 && !set(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY)) return errno;
  if (!set(fd.get(), v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_FREEBIND : IP_FREEBIND)) return errno;
  if (::bind(fd.get(), address.get(), address.size()) != 0 || ::listen(fd.get(), kBacklog) != 0) return errno;
  return fd;
}

bool listens(int fd) {
  int answer = 0;
  socklen_t size = sizeof answer;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer != 0;
}

bool is_unix(int fd) {
  int family = 0;
  socklen_t size = sizeof family;
  return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 && family == AF_UNIX;
}

int number_of(const char* name) {
  const char* const value = ::getenv(name);
  const std::string_view text = value == nullptr ? "" : value;
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() ? number : 0;
}

// The service manager's listening stream sockets: descriptors from 3 on, for the process that LISTEN_PID names.
void take_inherited(PageSockets& page) {
  const int count = number_of("LISTEN_PID") == ::getpid() ? std::clamp(number_of("LISTEN_FDS"), 0, kMostInherited) : 0;
  const std::size_t before = page.listeners.size();
  for (int fd = kFirstInherited; fd < kFirstInherited + count; ++fd) {
    if (!listens(fd)) continue;
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    page.listeners.push_back({UniqueFd(fd), is_unix(fd) ? web::Way::local_socket : web::Way::plain});
  }
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  if (page.listeners.size() == before)
    page.problems.emplace_back("web.listen: nothing was inherited; start darban by a systemd .socket unit, or write an address");
}

void open_one(const WebListen& listen, PageSockets& page) {
  switch (listen.kind) {
    case WebListen::Kind::inherited:
      return take_inherited(page);
    case WebListen::Kind::local_socket: {
      auto fd = listen_locally(listen.path, kLocalSocket, kBacklog);
      if (fd)
        page.listeners.push_back({std::move(*fd), web::Way::local_socket});
      else
        page.problems.push_back("web.listen: " + fd.error());
      return;
    }
    case WebListen::Kind::http:
    case WebListen::Kind::https: {
      auto fd = listen_on(listen.endpoint);
      if (fd)
        page.listeners.push_back({std::move(*fd), listen.kind == WebListen::Kind::https ? web::Way::encrypted : web::Way::plain});
      else
        page.problems.push_back(why_not(listen, fd.error()));
      return;
    }
  }
}

}  // namespace

Result<web::Certificate, NoCertificate> read_page_certificate(const Settings& settings) {
  if (settings.web_certificate.empty()) return NoCertificate{};
  const auto none = [](const char* key, const std::string& path, Errc code) {
    return NoCertificate{code, key + path + " can not be read: " + std::string(text_of(code).view())};
  };
  auto chain = read_small_file(settings.web_certificate);
  if (!chain) return none("web.certificate: ", settings.web_certificate, chain.error().code);
  auto key = read_small_file(settings.web_key);
  if (!key) return none("web.key: ", settings.web_key, key.error().code);
  return web::Certificate{std::move(*chain), std::move(*key)};
}

PageSockets open_page_sockets(const Settings& settings) {
  PageSockets page;
  for (const WebListen& listen : settings.web_listen) open_one(listen, page);
  page.certificate = read_page_certificate(settings);
  return page;
}

void give_page_sockets_to(const Settings& settings, const UserIds& ids) {
  for (const WebListen& listen : settings.web_listen) {
    if (listen.kind == WebListen::Kind::local_socket) give_local_socket_to(listen.path, kLocalSocket, ids);
  }
}

void remove_page_sockets(const Settings& settings) {
  for (const WebListen& listen : settings.web_listen) {
    if (listen.kind == WebListen::Kind::local_socket) ::unlink(listen.path.c_str());
  }
}

}  // namespace darban

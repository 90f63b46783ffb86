// SPDX-License-Identifier: Apache-2.0
#include "app/control_client.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstring>

#include "base/errc.h"
#include "base/system_error.h"
#include "base/unique_fd.h"

namespace darban {
namespace {

constexpr time_t kPatience = 5;  // seconds for each step

UniqueFd connected_to(const std::string& path) {
  const auto address = unix_address(path);
  if (!address) {
    errno = ENOENT;
    return {};
  }
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{kPatience, 0};
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) return {};
  return fd;
}

std::string why_not_connected(const std::string& path, int problem) {
  if (problem == ENOENT || problem == ECONNREFUSED) {
    return "darban is not running (nobody answers at " + path + "): start it with `darban run` or `systemctl start darban`";
  }
  if (problem == EACCES) return "you may not ask the daemon (" + path + "): use sudo, or become a member of the socket's group";
  return "the daemon can not be asked at " + path + ": " + std::string(text_of(system_error_of(problem).code).view());
}

}  // namespace

std::optional<sockaddr_un> unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

bool somebody_answers(const std::string& path) { return connected_to(path).valid(); }

Result<ControlReply, std::string> ask_daemon(const std::string& path, const ControlRequest& request) {
  const auto line = line_of(request);
  if (!line) return ControlReply{ControlOutcome::misunderstood, line.error()};
  const UniqueFd fd = connected_to(path);
  if (!fd.valid()) return why_not_connected(path, errno);
  if (::send(fd.get(), line->text.data(), line->text.size(), MSG_NOSIGNAL) < 0)
    return std::string("the daemon hung up; is it stopping?");
  std::string octets;
  std::array<char, 4096> piece;
  while (octets.size() <= kLongestReply) {
    const ssize_t count = ::recv(fd.get(), piece.data(), piece.size(), 0);
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::string("the daemon does not answer; its log may say why");
    octets.append(piece.data(), static_cast<std::size_t>(count));
  }
  if (octets.empty()) return std::string("the daemon hung up without an answer: it is busy with others, or stopping");
  auto reply = read_reply(octets);
  if (!reply) return std::string("the running daemon is of another version: restart it");
  return std::move(*reply);
}

}  // namespace darban

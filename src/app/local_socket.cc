// SPDX-License-Identifier: Apache-2.0
#include "app/local_socket.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/control_client.h"
#include "base/errc.h"
#include "base/log.h"
#include "base/system_error.h"

namespace darban {
namespace {

constexpr mode_t kMode = 0660;

bool make_folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0) return true;
  return ::mkdir(path.substr(0, slash).c_str(), 0755) == 0 || errno == EEXIST;
}

}  // namespace

Result<UniqueFd, std::string> listen_locally(const std::string& path, Text what, int backlog) {
  const auto sentence = [&](std::string_view why) {
    return std::string(what.view()) + " " + path + " can not be made: " + std::string(why);
  };
  const auto address = unix_address(path);
  if (!address) return sentence("the path is too long for a socket (107 octets at most)");
  if (!make_folder_of(path)) return sentence(text_of(system_error().code).view());
  if (somebody_answers(path)) return sentence("another darban is running and answers there");
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) {
    if (!S_ISSOCK(there.st_mode)) return sentence("there is a file of that name which is not a socket");
    ::unlink(path.c_str());
  }
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const mode_t before = ::umask(0777 & ~kMode);  // the mode must be right from the first moment, not after a chmod
  const bool bound = fd.valid() && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0;
  const Error problem = system_error();
  ::umask(before);
  if (!bound) return sentence(text_of(problem.code).view());
  if (::listen(fd.get(), backlog) != 0) return sentence(text_of(system_error().code).view());
  return fd;
}

void give_local_socket_to(const std::string& path, Text what, const UserIds& ids) {
  if (::lchown(path.c_str(), ids.user, ids.group) != 0 && running_as_root()) {
    log::warn("{} stays root's: {}", what, text_of(system_error().code));
  }
}

}  // namespace darban

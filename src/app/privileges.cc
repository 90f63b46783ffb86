// SPDX-License-Identifier: Apache-2.0
#include "app/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>

#include "base/log.h"

namespace darban {

Result<UserIds, std::string> find_user(const std::string& name) {
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 16384> room;
  const int problem = ::getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
  if (problem != 0) return std::string("the user database can not be read; is /etc/passwd in order?");
  if (found == nullptr)
    return "there is no user \"" + name + "\"; create it with: adduser --system --group --no-create-home " + name;
  return UserIds{entry.pw_uid, entry.pw_gid};
}

Result<void, std::string> become(const UserIds& ids, const std::string& name) {
  if (::geteuid() == ids.user) return {};  // already there: started by the service manager as that user
  if (!running_as_root())
    return "only root can become \"" + name + "\"; start as root or as \"" + name + "\", or leave `user` empty";
  if (::setgroups(0, nullptr) != 0 || ::setgid(ids.group) != 0 || ::setuid(ids.user) != 0) {
    return "giving up root for \"" + name + "\" did not work; does the container or unit forbid it?";
  }
  if (ids.user != 0 && ::setuid(0) == 0) return "root was given up for \"" + name + "\" but could be had back";
  return {};
}

bool running_as_root() { return ::geteuid() == 0; }

void seal_process() {
  ::signal(SIGPIPE, SIG_IGN);
  const struct rlimit none {};
  const bool sealed = ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!sealed) log::warn("core dumps or new privileges could not be ruled out: a crash might write memory to the disk");
}

}  // namespace darban

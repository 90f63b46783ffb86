// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/lockdown.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "base/unique_fd.h"

namespace darban::gateway {
namespace {

constexpr std::uint32_t kNeeded = 1u << CAP_NET_ADMIN;  // it is among the first 32

using CapabilityWords = std::array<__user_cap_data_struct, 2>;
__user_cap_header_struct header() { return {_LINUX_CAPABILITY_VERSION_3, 0}; }

bool read_capabilities(CapabilityWords& words) {
  auto head = header();
  return ::syscall(SYS_capget, &head, words.data()) == 0;
}

// The bounding set and root's special place first: both need a capability that goes right after. Who is not root has neither to
// lose.
bool keep_one_capability() {
  for (int capability = 0; capability <= 63; ++capability) {
    if (capability != CAP_NET_ADMIN) ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  ::prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED, 0, 0,
          0);
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  const CapabilityWords wanted{__user_cap_data_struct{kNeeded, kNeeded, 0}, __user_cap_data_struct{0, 0, 0}};
  auto head = header();
  if (::syscall(SYS_capset, &head, wanted.data()) != 0) return false;
  CapabilityWords left{};
  return read_capabilities(left) && left[0].permitted == kNeeded && left[1].permitted == 0;
}

// Landlock with rights and no rule that gives one back: no file, no folder, no program. With its raw system calls and numbers,
// because headers of routers are old (update/landlock.h does the same for a step of an update, with rules).
bool give_up_files() {
#ifdef SYS_landlock_create_ruleset
  constexpr unsigned kAskVersion = 1;
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  if (version < 1) return false;
  std::uint64_t rights = (1u << 13) - 1;  // version 1: execute, read, write, make, remove
  if (version >= 2) rights |= 1u << 13;   // refer
  if (version >= 3) rights |= 1u << 14;   // truncate
  const UniqueFd rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0)));
  return rules.valid() && ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
#else
  return false;
#endif
}

}  // namespace

Text text_of(Lockdown lockdown) {
  switch (lockdown) {
    case Lockdown::complete:
      return "nothing but CAP_NET_ADMIN is left, and no file";
    case Lockdown::without_landlock:
      return "nothing but CAP_NET_ADMIN is left; this kernel has no Landlock to give up files with";
    case Lockdown::no_net_admin:
      return "CAP_NET_ADMIN is missing: start as root, or with that capability";
    case Lockdown::refused:
      return "the other capabilities could not be given up";
  }
  return "nothing is known";
}

Lockdown lock_down() {
  ::signal(SIGPIPE, SIG_IGN);
  const struct rlimit none {};
  ::setrlimit(RLIMIT_CORE, &none);
  CapabilityWords had{};
  if (!read_capabilities(had) || (had[0].permitted & kNeeded) == 0) return Lockdown::no_net_admin;
  if (!keep_one_capability()) return Lockdown::refused;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Lockdown::refused;
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // last: changes of capabilities set it again
  return give_up_files() ? Lockdown::complete : Lockdown::without_landlock;
}

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
// The order matters: what needs root or an open /proc comes first, then the other user, then what closes doors for good.
#include "update/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "base/unique_fd.h"
#include "update/landlock.h"

namespace darban {
namespace {

// A sanitizer's shadow memory counts as data; under one there is no memory limit.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryCanBeLimited = false;
#else
constexpr bool kMemoryCanBeLimited = true;
#endif

constexpr std::array<Text, kMeasures> kMeasureNames{
    "closed descriptors", "memory limit",      "processor limit", "file limit",    "no core file",
    "low priority",       "idle disk",         "dies first",      "other user",    "network namespace",
    "dies with parent",   "no new privileges", "files",           "network rules",
};
constexpr std::array<Text, 4> kAppliedNames{"not asked", "applied", "not in this kernel", "refused"};

Applied applied_if(bool worked) {
  if (worked) return Applied::applied;
  return errno == ENOSYS || errno == EINVAL ? Applied::not_in_this_kernel : Applied::refused;
}

// One by one, for kernels before 5.9: up to the limit there is.
void close_each(unsigned first, unsigned last) {
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) != 0) most.rlim_cur = 4096;
  const auto end = static_cast<unsigned>(std::min<rlim_t>(most.rlim_cur, 65536));
  for (unsigned fd = first; fd < end && fd <= last; ++fd) ::close(static_cast<int>(fd));
}

void close_between(unsigned first, unsigned last) {
  if (first > last) return;
#ifdef SYS_close_range
  if (::syscall(SYS_close_range, first, last, 0) == 0) return;
#endif
  close_each(first, last);
}

Applied close_descriptors(std::vector<int> keep) {
  std::sort(keep.begin(), keep.end());
  unsigned first = STDERR_FILENO + 1;
  for (const int fd : keep) {
    if (fd < static_cast<int>(first)) continue;
    close_between(first, static_cast<unsigned>(fd) - 1);
    first = static_cast<unsigned>(fd) + 1;
  }
  close_between(first, ~0u);
  return Applied::applied;
}

template <typename Resource>
Applied limit(Resource which, std::uint64_t most) {
  rlimit both{};
  if (::getrlimit(which, &both) != 0) return Applied::refused;
  both.rlim_cur = both.rlim_max = std::min<rlim_t>(both.rlim_max, static_cast<rlim_t>(most));
  return applied_if(::setrlimit(which, &both) == 0);
}

Applied idle_disk() {
#ifdef SYS_ioprio_set
  constexpr int kWhoProcess = 1;  // linux/ioprio.h
  constexpr int kClassIdle = 3;
  constexpr int kClassShift = 13;
  return applied_if(::syscall(SYS_ioprio_set, kWhoProcess, 0, kClassIdle << kClassShift) == 0);
#else
  return Applied::not_in_this_kernel;
#endif
}

Applied die_first() {
  const UniqueFd file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  return applied_if(file.valid() && ::write(file.get(), "1000", 4) == 4);
}

// An empty network of our own: root may simply have one, everybody else inside a user namespace of their own.
Applied leave_network() {
  if (::unshare(CLONE_NEWNET) == 0) return Applied::applied;
  return applied_if(::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0);
}

Applied become(const SandboxTerms::User& user) {
  if (::geteuid() != 0) return ::geteuid() == user.user ? Applied::applied : Applied::refused;
  if (user.user == 0) return Applied::refused;
  const bool changed = ::setgroups(0, nullptr) == 0 && ::setresgid(user.group, user.group, user.group) == 0 &&
                       ::setresuid(user.user, user.user, user.user) == 0;
  if (!changed) return applied_if(false);
  return ::setuid(0) == 0 ? Applied::refused : Applied::applied;  // there must be no way back
}

void apply_limits(const SandboxTerms& terms, SandboxReport& report) {
  if (terms.memory != 0) {
    report.set(Measure::memory_limit, kMemoryCanBeLimited ? limit(RLIMIT_DATA, terms.memory) : Applied::refused);
  }
  if (terms.processor != 0) report.set(Measure::processor_limit, limit(RLIMIT_CPU, terms.processor));
  if (terms.largest_file != 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    report.set(Measure::file_limit, limit(RLIMIT_FSIZE, terms.largest_file));
  }
  report.set(Measure::no_core_file, limit(RLIMIT_CORE, 0));
}

}  // namespace

Text text_of(Measure measure) { return kMeasureNames.at(static_cast<std::size_t>(measure)); }
Text text_of(Applied applied) { return kAppliedNames.at(static_cast<std::size_t>(applied)); }

std::optional<Measure> measure_of(std::string_view text) {
  const auto found = std::find_if(kMeasureNames.begin(), kMeasureNames.end(), [&](Text name) { return name.view() == text; });
  if (found == kMeasureNames.end()) return std::nullopt;
  return static_cast<Measure>(found - kMeasureNames.begin());
}

std::optional<Applied> applied_of(std::string_view text) {
  const auto found = std::find_if(kAppliedNames.begin(), kAppliedNames.end(), [&](Text name) { return name.view() == text; });
  if (found == kAppliedNames.end()) return std::nullopt;
  return static_cast<Applied>(found - kAppliedNames.begin());
}

SandboxReport enter_sandbox(const SandboxTerms& terms) {
  SandboxReport report;
  ::signal(SIGPIPE, SIG_IGN);
  report.set(Measure::closed_descriptors, close_descriptors(terms.keep_open));
  report.set(Measure::low_priority, applied_if(::setpriority(PRIO_PROCESS, 0, 19) == 0));
  report.set(Measure::idle_disk, idle_disk());
  report.set(Measure::dies_first, die_first());
  const bool offline = terms.network == SandboxTerms::Network::none;
  if (offline) report.set(Measure::network_namespace, leave_network());
  if (terms.user) report.set(Measure::other_user, become(*terms.user));
  apply_limits(terms, report);
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) report.set(Measure::no_core_file, Applied::refused);
  if (terms.dies_with_parent) {  // here, because a change of user would undo it
    report.set(Measure::dies_with_parent, applied_if(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0));
  }
  report.set(Measure::no_new_privileges, applied_if(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0));
  const LandlockReport landlock = restrict_by_landlock({terms.writable, terms.readable, terms.network});
  report.set(Measure::files, landlock.files);
  report.set(Measure::network_rules, landlock.network);
  return report;
}

std::vector<std::string> what_libraries_read() {
  return {"/usr",
          "/lib",
          "/lib64",
          "/etc/ssl",
          "/etc/pki",
          "/etc/ca-certificates",
          "/etc/ld.so.cache",
          "/etc/hosts",
          "/etc/resolv.conf",
          "/etc/host.conf",
          "/etc/nsswitch.conf",
          "/etc/gai.conf",
          "/etc/localtime",
          "/dev/urandom",
          "/dev/random",
          "/dev/null"};
}

}  // namespace darban

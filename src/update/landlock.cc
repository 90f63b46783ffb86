// SPDX-License-Identifier: Apache-2.0
#include "update/landlock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "base/unique_fd.h"

namespace darban {
namespace {

// linux/landlock.h, with the version of the interface that brought each.
namespace right {
constexpr std::uint64_t execute = 1 << 0;
constexpr std::uint64_t write_file = 1 << 1;
constexpr std::uint64_t read_file = 1 << 2;
constexpr std::uint64_t read_folder = 1 << 3;
constexpr std::uint64_t remove_folder = 1 << 4;
constexpr std::uint64_t remove_file = 1 << 5;
constexpr std::uint64_t make_device = 1 << 6 | 1 << 11;  // character, block
constexpr std::uint64_t make_folder = 1 << 7;
constexpr std::uint64_t make_file = 1 << 8;
constexpr std::uint64_t make_other = 1 << 9 | 1 << 10 | 1 << 12;  // socket, pipe, symbolic link
constexpr std::uint64_t refer = 1 << 13;                          // 2
constexpr std::uint64_t truncate = 1 << 14;                       // 3
constexpr std::uint64_t device_control = 1 << 15;                 // 5
constexpr std::uint64_t tcp_bind = 1 << 0;                        // 4
constexpr std::uint64_t tcp_connect = 1 << 1;                     // 4
constexpr std::uint64_t reach_out = 1 << 0 | 1 << 1;              // 6: abstract sockets of others, signals to others
}  // namespace right

constexpr std::uint64_t kReading = right::read_file | right::read_folder;
constexpr std::uint64_t kOnFiles = right::write_file | right::read_file | right::truncate;  // the rest is for folders only
constexpr int kRuleForPath = 1;                                                             // LANDLOCK_RULE_PATH_BENEATH
constexpr unsigned kAskVersion = 1;                                                         // LANDLOCK_CREATE_RULESET_VERSION

struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};
struct __attribute__((packed)) PathRule {
  std::uint64_t allowed;
  std::int32_t folder;
};

#ifdef SYS_landlock_create_ruleset
long create_ruleset(const Ruleset* rules, std::size_t size, unsigned flags) {
  return ::syscall(SYS_landlock_create_ruleset, rules, size, flags);
}
long add_rule(int ruleset, const PathRule& rule) { return ::syscall(SYS_landlock_add_rule, ruleset, kRuleForPath, &rule, 0); }
long restrict_self(int ruleset) { return ::syscall(SYS_landlock_restrict_self, ruleset, 0); }
#else
long create_ruleset(const Ruleset*, std::size_t, unsigned) { return -1; }
long add_rule(int, const PathRule&) { return -1; }
long restrict_self(int) { return -1; }
#endif

std::uint64_t writing(int version) {
  std::uint64_t rights = right::write_file | right::remove_folder | right::remove_file | right::make_folder | right::make_file;
  if (version >= 2) rights |= right::refer;
  if (version >= 3) rights |= right::truncate;
  return rights;
}

Ruleset handled(int version, const LandlockRules& rules) {
  Ruleset set;
  set.files = writing(version) | right::execute | right::make_device | right::make_other;
  if (version >= 5) set.files |= right::device_control;
  if (!rules.readable.empty()) set.files |= kReading;
  const bool closed = rules.network == SandboxTerms::Network::none;
  if (version >= 4) set.network = right::tcp_bind | (closed ? right::tcp_connect : 0);
  if (version >= 6) set.scoped = right::reach_out;
  return set;
}

// An old kernel refuses a structure that is longer than it knows.
std::size_t size_for(int version) {
  if (version < 4) return sizeof(std::uint64_t);
  return version < 6 ? 2 * sizeof(std::uint64_t) : sizeof(Ruleset);
}

enum class Added : std::uint8_t { yes, no_such_path, no };
Added allow(int ruleset, const std::string& path, std::uint64_t rights) {
  const UniqueFd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!place.valid()) return Added::no_such_path;
  struct stat what {};
  if (::fstat(place.get(), &what) != 0) return Added::no;
  if (!S_ISDIR(what.st_mode)) rights &= kOnFiles;
  return add_rule(ruleset, PathRule{rights, place.get()}) == 0 ? Added::yes : Added::no;
}

bool allow_all(int ruleset, const Ruleset& set, int version, const LandlockRules& rules) {
  for (const std::string& path : rules.writable) {
    if (allow(ruleset, path, (writing(version) | kReading) & set.files) != Added::yes) return false;
  }
  for (const std::string& path : rules.readable) {
    if (allow(ruleset, path, kReading) == Added::no) return false;
  }
  return true;
}

}  // namespace

int landlock_version() {
  const long version = create_ruleset(nullptr, 0, kAskVersion);
  return version < 0 ? 0 : static_cast<int>(version);
}

LandlockReport restrict_by_landlock(const LandlockRules& rules) {
  const int version = landlock_version();
  if (version == 0) return {};
  const Ruleset set = handled(version, rules);
  LandlockReport report{Applied::refused, version >= 4 ? Applied::refused : Applied::not_in_this_kernel};
  const UniqueFd ruleset(static_cast<int>(create_ruleset(&set, size_for(version), 0)));
  if (!ruleset.valid() || !allow_all(ruleset.get(), set, version, rules) || restrict_self(ruleset.get()) != 0) return report;
  report.files = Applied::applied;
  if (version >= 4) report.network = Applied::applied;
  return report;
}

}  // namespace darban

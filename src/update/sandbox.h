// SPDX-License-Identifier: Apache-2.0
// The steps of an update that read what strangers wrote (downloading, compiling) give up beforehand what they do not need:
// rights, files, memory, the network. Every measure is taken where the kernel has it, and the report says which held; nothing
// here is fatal, so that a router with an old kernel gets its lists too. The caller decides what it insists on. For a process
// with one thread, before it reads the first foreign octet. There is no way back.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/showable.h"

namespace darban {

enum class Measure : std::uint8_t {
  closed_descriptors,  // all but standard input, output, error and those to keep
  memory_limit,        // RLIMIT_DATA
  processor_limit,     // RLIMIT_CPU
  file_limit,          // RLIMIT_FSIZE
  no_core_file,        // RLIMIT_CORE, PR_SET_DUMPABLE
  low_priority,        // nice 19
  idle_disk,           // ioprio class idle
  dies_first,          // oom_score_adj: when memory runs out, this goes and not the daemon
  other_user,
  network_namespace,  // an empty one: no interface but a loopback that is down
  dies_with_parent,   // PR_SET_PDEATHSIG
  no_new_privileges,
  files,          // Landlock: the folders and nothing else, no program can be started
  network_rules,  // Landlock: no TCP server, and where the network is closed no TCP client
};
inline constexpr std::size_t kMeasures = static_cast<std::size_t>(Measure::network_rules) + 1;

enum class Applied : std::uint8_t { not_asked, applied, not_in_this_kernel, refused };

Text text_of(Measure measure);
Text text_of(Applied applied);
std::optional<Measure> measure_of(std::string_view text);
std::optional<Applied> applied_of(std::string_view text);

struct SandboxTerms {
  std::vector<std::string> writable;  // folders that exist; all that is below them
  std::vector<std::string> readable;  // files and folders besides; what does not exist is left out. Empty: everything
  std::vector<int> keep_open;         // descriptors besides 0, 1 and 2
  enum class Network : std::uint8_t { client, none } network = Network::none;
  struct User {
    unsigned user = 0;
    unsigned group = 0;
  };
  std::optional<User> user;        // to become, when root; whoever is not root stays
  std::uint64_t memory = 0;        // octets of heap; 0: no limit
  std::uint64_t processor = 0;     // seconds; 0: no limit
  std::uint64_t largest_file = 0;  // octets; 0: no limit. Writing beyond fails, and does not kill
  bool dies_with_parent = true;    // with the thread that started us
};

class SandboxReport {
 public:
  Applied of(Measure measure) const { return applied_.at(static_cast<std::size_t>(measure)); }
  void set(Measure measure, Applied applied) { applied_.at(static_cast<std::size_t>(measure)) = applied; }
  // What an update insists on: no root where another user was given, no new privileges.
  bool holds_the_least() const {
    return of(Measure::other_user) != Applied::refused && of(Measure::no_new_privileges) == Applied::applied;
  }
  // Whether TCP and UDP are both out of reach.
  bool offline() const { return of(Measure::network_namespace) == Applied::applied; }
  friend bool operator==(const SandboxReport&, const SandboxReport&) = default;

 private:
  std::array<Applied, kMeasures> applied_{};
};

SandboxReport enter_sandbox(const SandboxTerms& terms);

// What a program reads that uses shared libraries and TLS: libraries, certificate authorities, random numbers, resolv.conf.
std::vector<std::string> what_libraries_read();

}  // namespace darban

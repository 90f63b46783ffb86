// SPDX-License-Identifier: Apache-2.0
// The leases in force, from several files that others write while we read. Pure: time is an argument.
//
// A file may be met half written, and the last good word must hold (decisions.md 11). What holds when:
//   an unfinished last line or block   is not read; what was known of its address stays
//   a lease that is missing            stays for kLinger: a server that writes its file anew in place (dnsmasq) is done by then.
//   In a
//                                      journal (Kea) missing means nothing, and the lease stays until its end
//   an empty file                      the same as every lease missing
//   a file that can not be read, or in which no line can be read, or that is gone
//                                      everything stays, each lease until its own end
//   a lease whose end is past          is over, by the wall clock, within a minute
#pragma once
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "leases/format.h"
#include "leases/lease.h"

namespace darban {

class LeaseBook {
 public:
  static constexpr Seconds kLinger{10};
  static constexpr Milliseconds kEndRound{60000};  // how late an end may be noticed

  LeaseBook(std::size_t files, HashSeed seed);

  // File number `file` was read.
  void take(std::size_t file, const Leases& said, const Now& now);
  // When tick() may have something to do; nothing: nothing is known.
  std::optional<MonoTime> due() const;
  // True when in_force() may have changed since the last tick().
  bool tick(const Now& now);
  // At most one for an address: of several files' the one that ends last, then the first file's.
  std::vector<Lease> in_force(const Now& now) const;

 private:
  struct Held {
    Lease lease;
    std::optional<MonoTime> missing;  // since when it is not in its file
  };
  struct File {
    explicit File(HashSeed seed) : held(0, AddressHash{seed}) {}
    std::unordered_map<IpAddress, Held, AddressHash> held;
    Absence absence = Absence::is_over;
  };
  void hold(File& file, const Lease& lease, const Now& now);
  bool forget_missing(MonoTime now);
  bool some_ended(const Now& now);
  HashSeed seed_;
  std::vector<File> files_;
  std::optional<MonoTime> linger_over_;  // the first of the missing
  std::optional<MonoTime> next_round_;   // while there are leases
  std::size_t running_ = 0;              // leases whose end was to come, at the last look
  bool changed_ = false;
};

}  // namespace darban

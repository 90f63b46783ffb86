// SPDX-License-Identifier: Apache-2.0
// How fast passwords and codes may be tried, for each visitor's address (IPv6: its /64) and for each account. Four may be wrong;
// from the fifth on there is a wait that doubles, from 2 seconds to 15 minutes. Addresses and names are hashed with a key of this
// boot, in memory only, and forgotten after six hours.
//
// Nobody is locked out for ever: an address that did not fail lately has tries that the account's wait does not touch, so a child
// who types nonsense for a parent's account stops the own tablet and not the parent's phone. And nobody goes round it: a try
// counts as wrong until it was right, so that many at once are not one; who is right has that try back and no more, so an account
// of one's own resets nothing. Only handlers that take a password or a code ask here; all other pages are never slowed.
//
// Time is an argument. One thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/net_address.h"
#include "base/result.h"

namespace darban::page {

class Throttle {
 public:
  static constexpr std::uint32_t kFree = 4;      // that may be wrong before there is a wait
  static constexpr std::uint32_t kOwnTries = 2;  // of an address, whatever others did to the account
  static constexpr Seconds kFirstWait{2};
  static constexpr Seconds kLongestWait{900};
  static constexpr Seconds kForgotten{6 * 3600};
  static constexpr std::size_t kMostAddresses = 1024;
  static constexpr std::size_t kMostSubjects = 256;

  Throttle();  // with a new key

  struct Try {
    std::uint64_t address = 0;
    std::uint64_t subject = 0;
  };
  // `subject`: the account's name key, or what else is tried. The error: how long to wait, at least a second.
  Result<Try, Seconds> begin(const std::optional<IpAddress>& visitor, std::string_view subject, MonoTime now);
  // It was right.
  void forgive(const Try& made, MonoTime now);

 private:
  struct Failures {
    std::uint64_t who = 0;
    std::uint32_t count = 0;
    MonoTime last{};
    MonoTime free{};  // no try before
  };
  class Table {
   public:
    explicit Table(std::size_t most) : most_(most) {}
    const Failures* find(std::uint64_t who, MonoTime now) const;
    void add(std::uint64_t who, MonoTime now);
    void take_back(std::uint64_t who, MonoTime now);
    void forget(std::uint64_t who);

   private:
    Failures& place_for(std::uint64_t who, MonoTime now);
    std::size_t most_;
    std::vector<Failures> rows_;
  };
  std::uint64_t key_of(const std::optional<IpAddress>& visitor) const;
  std::uint64_t key_of(std::string_view subject) const;
  crypto::HashKey key_;
  Table addresses_{kMostAddresses};
  Table subjects_{kMostSubjects};
};

}  // namespace darban::page

// SPDX-License-Identifier: Apache-2.0
// The table `inet darban` as a plan wants it. packaging/README.md shows it as `nft list table inet darban` does. Its chains never
// change but for two that hold a port and the guest's treatment; everything else is in sets, so that a device's door closes with
// one element. One thread.
//
//   prerouting   questions to port 53 of anybody become questions to us
//   forward      from the household to the outside: outward; from outside to the household: inward
//   outward      whose packet it is: by MAC, then the longest prefix, then the others; and on to that treatment's chain
//   inward       nobody outside begins to talk to a device whose door is closed
//
// The conntrack state is not asked for a closed door, so what ran before it closed does not run on.
#pragma once
#include <span>
#include <vector>

#include "base/unique_fd.h"
#include "gateway/kernel/nft.h"
#include "gateway/kernel/told_book.h"
#include "gateway/plan.h"

namespace darban::gateway {

class Table {
 public:
  // `netlink`: nft::open_netlink(); the table lives as long as it is open.
  explicit Table(UniqueFd netlink) : netlink_(std::move(netlink)) {}

  // Brings the table from what stands to `plan` in one transaction, with `taken` out of its sets. 0, or the kernel's errno: then
  // nothing changed, unless stands() says that the table is gone.
  int bring_to(const Plan& plan, std::span<const ToldBook::Entry> taken);
  // Takes the table down.
  int clear();
  bool stands() const { return plan_.has_value(); }
  const Plan& plan() const { return *plan_; }

  struct Told {
    ToldBook::Entry entry;
    bool renewed = false;  // an element that may stand already
  };
  int tell(std::span<const Told> told, Seconds lasts);

 private:
  UniqueFd netlink_;
  std::optional<Plan> plan_;  // nothing: there is no table of ours
};

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
// What darban-gateway does with each message, and the only thing that touches the kernel: plans come into force, told addresses
// go into the sets, doors that close cut what runs. No sockets here; time is an argument. One thread.
#pragma once
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "gateway/kernel/neighbour.h"
#include "gateway/kernel/table.h"
#include "gateway/kernel/told_book.h"
#include "gateway/message.h"
#include "gateway/roster.h"

namespace darban::gateway {

class Gate {
 public:
  explicit Gate(UniqueFd netlink, HashSeed seed) : table_(std::move(netlink)), book_(seed) {}

  // From one plan to the next, as a whole. kernel: what stood before stands still, unless stands() says otherwise. The flows of
  // devices whose doors close now are cut, but for those to vital names.
  Refusal bring_to(const Plan& plan, MonoTime now);
  // Takes the table down; every door is open.
  void clear();
  bool stands() const { return table_.stands(); }

  // Gathers what must go into the sets; flush() puts it there, for all at once.
  Refusal note(const Tell& tell, MonoTime now);
  Refusal flush(MonoTime now);
  // Once the sets were made anew nothing of what was told is in them: true once.
  bool forgot_all();
  // Now and then.
  void forget_the_ended(MonoTime now) { book_.forget_the_ended(now); }

  struct Counts {
    std::uint64_t plans = 0;
    std::uint64_t told = 0;  // addresses
    std::uint64_t cut = 0;   // flows
  };
  const Counts& counts() const { return counts_; }

 private:
  std::vector<ToldBook::Entry> take_back(const Roster& next);
  void cut_what_runs(const Roster& before, MonoTime now);
  Table table_;
  NeighbourLookUp neighbours_;
  ToldBook book_;
  Roster roster_;
  std::vector<Table::Told> gathered_;
  bool forgot_all_ = false;
  Counts counts_;
};

}  // namespace darban::gateway

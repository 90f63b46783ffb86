// SPDX-License-Identifier: Apache-2.0
// Listens to the kernel's neighbour tables over netlink (RTM_GETNEIGH, RTNLGRP_NEIGH; rtnetlink(7)), IPv4 and IPv6, and publishes
// a Neighbours when something changed. Needs no privilege. Control thread only: poll fd(), call readable() when it is, and tick()
// at due().
//
// Changes come in bursts (a whole school wakes up at eight), so they are gathered for kGather before a table is published.
// A neighbour the kernel has forgotten or can not reach is remembered for kRemember: a tablet that wakes up must be known with
// its first question, and the kernel learns it only by the answer. An address that moves to another MAC moves at once.
#pragma once
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/published.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "net/neighbours.h"

namespace darban {

class NeighbourWatch {
 public:
  static constexpr Milliseconds kGather{200};
  static constexpr Seconds kRemember{3600};

  // Opens the socket and asks for the whole table, which arrives by readable(). Fails where there is no netlink (some sandboxes).
  static Result<std::unique_ptr<NeighbourWatch>> open(Published<Neighbours>& published, MonoTime now);
  ~NeighbourWatch();
  NeighbourWatch(const NeighbourWatch&) = delete;
  NeighbourWatch& operator=(const NeighbourWatch&) = delete;

  int fd() const;
  void readable(MonoTime now);
  // When tick() has something to do.
  std::optional<MonoTime> due() const;
  // True when a new table was published: poke the workers.
  bool tick(MonoTime now);

 private:
  struct Parts;
  explicit NeighbourWatch(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Listens to the kernel's neighbour tables over netlink (RTM_GETNEIGH, RTNLGRP_NEIGH; rtnetlink(7)), IPv4 and IPv6. Needs no privilege. Control thread only: poll fd(), call readable() when it is, and tick()
// at due().
//
// Changes are gathered for a moment, and a neighbour the kernel has forgotten or can not reach is remembered for an hour
// (neighbour_book.h): the kernel learns of a tablet that wakes up only by our answer to its first question.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/neighbours.h"

namespace darban {

class NeighbourWatch {
 public:
  // Opens the socket and asks for the whole table, which arrives by readable(). Fails where there is no netlink (some sandboxes).
  static Result<std::unique_ptr<NeighbourWatch>> open();
  ~NeighbourWatch();
  NeighbourWatch(const NeighbourWatch&) = delete;
  NeighbourWatch& operator=(const NeighbourWatch&) = delete;

  int fd() const;
  void readable(MonoTime now);
  // When tick() has something to do.
  std::optional<MonoTime> due() const;
  // True when there is a new table.
  bool tick(MonoTime now);
  std::vector<Neighbour> table() const;

 private:
  struct Parts;
  explicit NeighbourWatch(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban

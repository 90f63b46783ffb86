// SPDX-License-Identifier: Apache-2.0
// Who is in the house: the kernel's neighbours and the DHCP leases, published to the workers as one table of addresses. Control
// thread only; the workers never wait for any of it.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "app/lease_files.h"
#include "app/new_devices.h"
#include "base/published.h"
#include "net/neighbour_watch.h"

namespace darban {

class RollCall {
 public:
  // Reads the lease files at once; the neighbours come through the loop. Both references must outlive it.
  RollCall(std::vector<LeaseFile> files, EventLoop& loop, Published<Neighbours>& published, const Clock& clock);
  ~RollCall();
  RollCall(const RollCall&) = delete;
  RollCall& operator=(const RollCall&) = delete;

  // The settings name other files now.
  void use(std::vector<LeaseFile> files);
  // When tick() has something to do.
  MonoTime due() const;
  // True when a new table was published: poke the workers.
  bool tick(const Now& now, const Policy& policy);
  // The household has other rules: perhaps a device was named.
  void compare_with(const Policy& policy, const Now& now);
  const NewDevices& new_devices() const { return new_devices_; }
  // Lease files that can not be used.
  std::vector<ConfigError> problems() const { return leases_->problems(); }

 private:
  std::vector<Neighbour> book(const Now& now) const;
  EventLoop& loop_;
  Published<Neighbours>& published_;
  const Clock& clock_;
  HashSeed seed_;
  std::unique_ptr<NeighbourWatch> neighbours_;  // null: they can not be read here
  std::vector<LeaseFile> files_;
  std::optional<LeaseFiles> leases_;
  bool other_files_ = false;
  NewDevices new_devices_;
};

}  // namespace darban

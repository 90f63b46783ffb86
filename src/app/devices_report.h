// SPDX-License-Identifier: Apache-2.0
// What `darban devices` shows: new devices with what an adult needs to write them down, and everybody's devices as the household
// file labels them. A day and nothing finer, nobody's presence (product.md 3.4). Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/household_devices.h"
#include "app/new_devices.h"

namespace darban {

struct DeviceFacts {
  std::optional<std::int64_t> today;  // as NewDevice::noticed; nothing: the clock is not to be trusted
  std::span<const NewDevice> new_devices;
  bool more_new_devices = false;
  std::span<const ListedPerson> people;
  std::string household_file;
};

// At most `most` octets: what does not fit is left out whole and counted.
std::string devices_text(const DeviceFacts& facts, std::size_t most);
std::string devices_json(const DeviceFacts& facts, std::size_t most);

// How many are new, for `darban status`.
struct NewDeviceCount {
  std::uint64_t devices = 0;
  std::uint64_t with_private_address = 0;
  bool or_more = false;
  std::optional<std::int64_t> since;  // the day the first of them was noticed
};
NewDeviceCount count_of(std::span<const NewDevice> devices, bool more);
// "3 new devices since Friday, 2 with a private address: ..."; `count.devices` is at least 1.
std::string new_devices_text(const NewDeviceCount& count, std::optional<std::int64_t> today);

// "2026-11-27", of days since 1970-01-01.
std::string date_text(std::int64_t day);

}  // namespace darban

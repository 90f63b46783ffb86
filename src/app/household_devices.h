// SPDX-License-Identifier: Apache-2.0
// The household's devices as `darban devices` lists them: by person, with the labels that adults wrote. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/household.h"

namespace darban {

struct ListedDevice {
  std::string label;
  std::uint32_t macs = 0;
  std::uint32_t private_macs = 0;  // locally administered: the device made them up itself
};

struct ListedPerson {
  std::string name;
  std::vector<ListedDevice> devices;
};

inline std::vector<ListedPerson> devices_of(const Household& household) {
  std::vector<ListedPerson> people;
  people.reserve(household.people.size());
  for (const WrittenPerson& person : household.people) {
    ListedPerson& listed = people.emplace_back(ListedPerson{person.name, {}});
    for (const WrittenDevice& device : person.devices) {
      ListedDevice& each = listed.devices.emplace_back(ListedDevice{device.label, 0, 0});
      for (const WrittenMac& mac : device.macs) {
        ++each.macs;
        if (mac.mac.is_locally_administered()) ++each.private_macs;
      }
    }
  }
  return people;
}

}  // namespace darban

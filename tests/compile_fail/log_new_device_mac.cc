// SPDX-License-Identifier: Apache-2.0
// A new device's address may be shown to the adult who asks, and can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "app/new_devices.h"
#include "base/json_writer.h"
#include "base/log.h"

namespace darban {

void test(const NewDevice& device, JsonWriter& json) {
#ifdef BAD
  static_cast<void>(json);
  log::info("new here: {}", device.mac_for_the_household_file());
#else
  json.item(device.mac_for_the_household_file());
#endif
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Nobody can make a new device out of a MAC address, and so read the address of a question.
// refused: is private within this context
#include "app/new_devices.h"

namespace darban {

bool test(const MacAddress& mac) {
#ifdef BAD
  return NewDevice(mac, std::nullopt).is_private();
#else
  return mac.is_locally_administered();
#endif
}

}  // namespace darban

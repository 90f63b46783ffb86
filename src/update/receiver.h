// SPDX-License-Identifier: Apache-2.0
// Who takes what a transfer brings.
#pragma once
#include "base/bytes.h"
#include "update/fetch_trouble.h"
#include "update/http_head.h"

namespace darban {

class Receiver {
 public:
  virtual ~Receiver() = default;
  // A head is complete; then octets of its body, unpacked. Anything but none ends the transfer with that trouble.
  virtual FetchTrouble head(const HttpHead& head) = 0;
  virtual FetchTrouble octets(Octets octets) = 0;
};

}  // namespace darban

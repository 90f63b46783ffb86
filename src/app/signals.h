// SPDX-License-Identifier: Apache-2.0
// SIGHUP, SIGINT and SIGTERM as something that can be read (signalfd(2)). Made before any other thread, which then inherits the
// mask.
#pragma once
#include <cstdint>
#include <optional>

#include "base/unique_fd.h"

namespace darban {

enum class Signal : std::uint8_t { reload, stop };

class Signals {
 public:
  Signals();
  int descriptor() const { return fd_.get(); }
  std::optional<Signal> next();  // empty: no more are waiting

 private:
  UniqueFd fd_;
};

}  // namespace darban

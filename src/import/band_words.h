// SPDX-License-Identifier: Apache-2.0
// A guess at an age band from what a family called a group or a device. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "config/household.h"

namespace darban {

struct BandWord {
  Band band = Band::adult;
  std::string why;  // a sentence
};
BandWord band_of_name(std::string_view name);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Vital names: open for everybody in every mode, above every list and rule, and never counted (decisions.md 2, step 3). Specific
// hosts only, never a whole open platform: what stands here is open at three in the morning for a six-year-old. A household adds
// its own in household.yaml; nothing takes one away.
// Beside them the shared names, which half the web stands on: no list closes one, time and the family's own rules do.
// The table is blocklists/never-block.yaml, taken in when the program is built (vital_table.inc); each row has its source there.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "policy/special_names.h"

namespace darban {

enum class Vital : std::uint8_t {
  connectivity,  // "am I behind a login page?": without it phones leave the Wi-Fi
  time,          // a wrong clock breaks certificates and every timetable
  certificates,  // OCSP, CRL and the intermediate certificates themselves
  update,        // of operating systems and browsers
  push,          // alarms, calls and messages wait behind it
  helpline,      // for children and for the adults who worry about them
  safe_search,   // where safe search leads (safesearch.md 1): no list closes it, but time and an allow-list do
  shared,        // not vital: delivery networks, sign-in, payment and platforms; no list closes it, everything else may
};

struct VitalName {
  std::string_view name;
  NameScope scope;
  Vital purpose;
};

std::span<const VitalName> vital_names();   // every purpose but `shared`
std::span<const VitalName> shared_names();  // only those
void add_vital_names(SpecialNamesBuilder& names);
void add_shared_names(SpecialNamesBuilder& names);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Who is meant, and when, by the words an operator typed for `darban explain`. Pure but for the clock.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/explain.h"

namespace darban {

// Each gives an Inquiry whose time and type are still to be set, or a sentence.
Result<Inquiry, std::string> inquiry_of_person(std::string_view name, const Policy& policy);
Result<Inquiry, std::string> inquiry_of_room(std::string_view label, const Policy& policy);    // "guest" too
Result<Inquiry, std::string> inquiry_of_device(std::string_view label, const Policy& policy);  // "tablet" or "Ali/tablet"
Result<Inquiry, std::string> inquiry_of_address(std::string_view address, const Policy& policy);
// A person, a room, guest, "device:LABEL" or an address: the first that there is.
Result<Inquiry, std::string> inquiry_of_anybody(std::string_view who, const Policy& policy);

// A typed time is believed. `now` is what the daemon sees: with a clock that nobody set, time rules are off.
Result<Now, std::string> moment_of(std::string_view written, const Policy& policy, bool wait_for_sync);
Result<RrType, std::string> type_of(std::string_view written);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// "What adults changed": grants that are in force or will be, with who gave them and why, and the log of changes to the rules.
// What concerns this person or everybody. Pure.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "page/child/frame.h"
#include "page/child/my_rules.h"
#include "policy/grant.h"

namespace darban::page {

struct AdultChange {
  WallTime at{};
  std::string by{};
  std::string setting{};
  std::string was{};
  std::string became{};
};

struct ChangesSeen {
  std::vector<Grant> grants{};
  std::vector<AdultChange> log{};  // newest first
  bool log_whole = true;           // the chain of the log holds
};

// Of all grants those that reach this person (or room), or one of their devices.
std::vector<Grant> grants_for(std::span<const Grant> grants, std::string_view who, const Now& now);

web::Response changes_page(const Reader& reader, const Clockwork& clockwork, const ChangesSeen& seen, const Household* household);

}  // namespace darban::page

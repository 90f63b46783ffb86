// SPDX-License-Identifier: Apache-2.0
#include "policy/given_grant.h"

#include <algorithm>

namespace darban {

Text text_of(GrantCap cap) {
  switch (cap) {
    case GrantCap::none:
      return "";
    case GrantCap::bonus:
      return "bonus";
    case GrantCap::pause:
      return "pause";
  }
  return "unknown cap";
}

Text text_of(GrantEnd end) {
  switch (end) {
    case GrantEnd::time:
      return "time";
    case GrantEnd::revoked:
      return "revoked";
    case GrantEnd::replaced:
      return "replaced";
  }
  return "unknown end";
}

Seconds GivenGrant::ran(const Now& now) const {
  if (ended) return ended->ran;
  const auto remaining = std::max(std::chrono::floor<Seconds>(grant.ends - now.mono), Seconds(0));
  return std::clamp(counted - remaining, Seconds(0), counted);
}

}  // namespace darban

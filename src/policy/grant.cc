// SPDX-License-Identifier: Apache-2.0
#include "policy/grant.h"

namespace darban {

Text text_of(GrantWhat what) {
  switch (what) {
    case GrantWhat::pause:
      return "pause";
    case GrantWhat::open_all:
      return "open-all";
    case GrantWhat::mode:
      return "mode";
    case GrantWhat::service:
      return "service";
    case GrantWhat::site:
      return "site";
  }
  return "unknown grant";
}

}  // namespace darban

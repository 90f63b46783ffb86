// SPDX-License-Identifier: Apache-2.0
// What `darban account` asks of the daemon. A password never travels: the command hashes it.
#pragma once
#include <cstdint>
#include <string>

#include "base/showable.h"

namespace darban {

struct AccountOrder {
  enum class Kind : std::uint8_t { list, list_json, add, password, role, remove, totp_off };
  Kind kind = Kind::list;
  std::string name{};      // of all but the lists
  std::string role{};      // of add and role
  std::string language{};  // of add; may be empty
  std::string hash{};      // of add and password
};
inline Text text_of(AccountOrder::Kind kind) {
  switch (kind) {
    case AccountOrder::Kind::list:
      return "list";
    case AccountOrder::Kind::list_json:
      return "list-json";
    case AccountOrder::Kind::add:
      return "add";
    case AccountOrder::Kind::password:
      return "password";
    case AccountOrder::Kind::role:
      return "role";
    case AccountOrder::Kind::remove:
      return "remove";
    case AccountOrder::Kind::totp_off:
      return "totp-off";
  }
  return "list";
}

}  // namespace darban

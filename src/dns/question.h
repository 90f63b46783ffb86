// SPDX-License-Identifier: Apache-2.0
// What is asked: a name, a type and a class (RFC 1035 section 4.1.2). Private as its name is.
#pragma once
#include "dns/name.h"
#include "dns/registry.h"

namespace darban {

struct Question {
  Name name;
  RrType type{};
  RrClass klass{};
  friend bool operator==(const Question&, const Question&) = default;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// A place where visitors knock.
#pragma once
#include "base/unique_fd.h"
#include "web/request.h"

namespace darban::web {

struct Listener {
  UniqueFd fd;  // listens already: TCP, a Unix stream socket, or one that was inherited
  Way way = Way::plain;
};

}  // namespace darban::web

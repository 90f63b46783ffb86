// SPDX-License-Identifier: Apache-2.0
// A visitor's connection that can be put to sleep until there is something to say. Implemented over libmicrohttpd's suspend and
// resume, and by the tests.
#pragma once

namespace darban::web {

class Sleeper {
 public:
  virtual ~Sleeper() = default;
  virtual void fall_asleep() = 0;  // on the HTTP thread only
  virtual void wake_up() = 0;      // any thread; only after fall_asleep(), and once
};

}  // namespace darban::web

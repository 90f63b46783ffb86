// SPDX-License-Identifier: Apache-2.0
#include "base/thread_priority.h"

#include <errno.h>
#include <sys/resource.h>

namespace darban {

void step_back_for_questions() {
  errno = 0;
  const int now = ::getpriority(PRIO_PROCESS, 0);  // -1 may be a priority: errno tells
  if (errno == 0) ::setpriority(PRIO_PROCESS, 0, now + kStepsBack);  // Linux takes more than the lowest for the lowest
}

}  // namespace darban

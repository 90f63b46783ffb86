// SPDX-License-Identifier: Apache-2.0
#include "app/commands/daemon_reply.h"

#include "app/exit_code.h"
#include "app/terminal.h"

namespace darban {

int print_reply(const ControlReply& reply) {
  switch (reply.outcome) {
    case ControlOutcome::done:
      terminal::print(reply.text);
      return kExitOk;
    case ControlOutcome::refused:
      terminal::print_error(reply.text);
      return kExitFailed;
    case ControlOutcome::misunderstood:
      break;
  }
  terminal::print_error(reply.text);
  return kExitUsage;
}

}  // namespace darban

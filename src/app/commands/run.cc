// SPDX-License-Identifier: Apache-2.0
#include "app/commands/run.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/daemon.h"
#include "app/exit_code.h"
#include "app/terminal.h"

namespace darban {

int run_daemon(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--foreground", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("run", arguments.error());
  const auto daemon = Daemon::start(std::string(arguments->value("--config").value_or(kDefaultConfig)));
  if (!daemon) {
    terminal::print_error("darban does not start: " + daemon.error());
    return kExitFailed;
  }
  return (*daemon)->run() == Daemon::End::asked_for ? kExitOk : kExitFailed;  // a service manager starts anew what failed
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/status.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/daemon_reply.h"
#include "app/control_client.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "config/yaml.h"

namespace darban {

int run_status(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--json", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("status", arguments.error());
  const auto settings = load_settings(std::string(arguments->value("--config").value_or(kDefaultConfig)));
  if (!settings) {
    terminal::print_error(text_of(settings.error()).view());
    return kExitFailed;
  }
  const auto reply =
      ask_daemon(settings->control_socket, StatusRequest{arguments->has("--json") ? ReportForm::json : ReportForm::text});
  if (!reply) {
    terminal::print_error(reply.error());
    return kExitFailed;
  }
  return print_reply(*reply);
}

}  // namespace darban

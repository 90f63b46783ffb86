// SPDX-License-Identifier: Apache-2.0
#include "app/commands/grants.h"

#include "app/command_line.h"

namespace darban {

int run_grants(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--json", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("grants", arguments.error());
  return ask_and_show(*arguments, GrantsRequest{arguments->has("--json") ? ReportForm::json : ReportForm::text});
}

}  // namespace darban

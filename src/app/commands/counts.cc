// SPDX-License-Identifier: Apache-2.0
#include "app/commands/counts.h"

#include <array>

#include "app/command_line.h"
#include "app/commands/grant_arguments.h"

namespace darban {

int run_counts(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}};
  const auto arguments = Arguments::read(words, kOptions, kMostWords);
  if (!arguments) return usage_error("counts", arguments.error());
  const auto whos = whos_of(arguments->places());
  if (whos.size() > 1) return usage_error("counts", "one person or room at a time");
  return ask_and_show(*arguments, CountsRequest{whos.empty() ? "" : whos.front()});
}

}  // namespace darban

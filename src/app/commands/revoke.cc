// SPDX-License-Identifier: Apache-2.0
#include "app/commands/revoke.h"

#include "app/command_line.h"
#include "config/scalars.h"

namespace darban {

int run_revoke(std::span<const std::string_view> words) {
  constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;
  constexpr std::array kOptions{Option{"--all"}, Option{"--by"}, Option{"--config"}};
  const auto arguments = Arguments::read(words, kOptions, kMostNamed);
  if (!arguments) return usage_error("revoke", arguments.error());
  RevokeWish wish;
  wish.all_of = arguments->value("--all").value_or("");
  for (const std::string_view place : arguments->places()) {
    const auto id = read_count(place, 1, kMostNumber);
    if (!id)
      return usage_error("revoke", "what is taken back is said by its number (`darban grants` shows it): " + id.error().sentence);
    wish.ids.push_back(static_cast<std::int64_t>(*id));
  }
  if (wish.ids.empty() == wish.all_of.empty())
    return usage_error("revoke", "say either which numbers (`darban grants` shows them), or --all WHO");
  wish.by = giver_of(*arguments);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

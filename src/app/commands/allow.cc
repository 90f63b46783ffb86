// SPDX-License-Identifier: Apache-2.0
#include "app/commands/allow.h"

#include "app/command_line.h"

namespace darban {

int run_allow(std::span<const std::string_view> words) {
  static constexpr auto kOptions = with_giver(
      std::array{Option{"--for"}, Option{"--minutes"}, Option{"--until"}, Option{"--confirm", Option::Takes::nothing}});
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("allow", arguments.error());
  GrantWish wish;
  wish.kind = GrantWish::Kind::allow;
  if (arguments->places().empty() || arguments->places()[0].empty())
    return usage_error("allow", "say what: a site such as games.example, or a service such as roblox");
  wish.what = arguments->places()[0];
  wish.who = whos_of(arguments->value("--for").value_or(""));
  if (wish.who.empty()) return usage_error("allow", "say for whom: --for Ali, --for everyone");
  if (const auto wrong = read_length(*arguments, ForOption::is_somebody, wish)) return usage_error("allow", *wrong);
  wish.confirmed = arguments->has("--confirm");
  read_giver(*arguments, wish);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/open.h"

#include "app/command_line.h"

namespace darban {

int run_open(std::span<const std::string_view> words) {
  static constexpr auto kOptions = with_giver(std::array{Option{"--minutes"}, Option{"--for"}, Option{"--until"}});
  const auto arguments = Arguments::read(words, kOptions, kMostWords);
  if (!arguments) return usage_error("open", arguments.error());
  GrantWish wish;
  wish.kind = GrantWish::Kind::open_all;
  wish.who = whos_of(arguments->places());
  if (wish.who.empty()) return usage_error("open", "say for whom; for one site write: darban allow SITE --for WHO");
  if (const auto wrong = read_length(*arguments, ForOption::is_a_duration, wish)) return usage_error("open", *wrong);
  read_giver(*arguments, wish);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

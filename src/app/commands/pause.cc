// SPDX-License-Identifier: Apache-2.0
#include "app/commands/pause.h"

#include "app/command_line.h"

namespace darban {

int run_pause(std::span<const std::string_view> words) {
  static constexpr auto kOptions = with_giver(std::array{Option{"--minutes"}, Option{"--for"}, Option{"--until"}});
  const auto arguments = Arguments::read(words, kOptions, kMostWords);
  if (!arguments) return usage_error("pause", arguments.error());
  GrantWish wish;
  wish.kind = GrantWish::Kind::pause;
  wish.who = whos_of(arguments->places());
  if (wish.who.empty()) return usage_error("pause", "say who: a person, a room, guest, a device as Ali/tablet, or everyone");
  if (const auto wrong = read_length(*arguments, ForOption::is_a_duration, wish)) return usage_error("pause", *wrong);
  read_giver(*arguments, wish);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

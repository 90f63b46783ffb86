// SPDX-License-Identifier: Apache-2.0
#include "app/commands/bonus.h"

#include "app/command_line.h"
#include "config/scalars.h"

namespace darban {

int run_bonus(std::span<const std::string_view> words) {
  constexpr std::uint64_t kMostMinutes = 1440;
  const auto arguments = Arguments::read(words, kGiverOptions, kMostWords);
  if (!arguments) return usage_error("bonus", arguments.error());
  const auto places = arguments->places();
  if (places.size() < 2) return usage_error("bonus", "say who, and how many minutes: darban bonus Ali 30");
  const auto minutes = read_count(places.back(), 1, kMostMinutes);
  if (!minutes) return usage_error("bonus", "the last word is how many minutes: " + minutes.error().sentence);
  GrantWish wish;
  wish.kind = GrantWish::Kind::bonus;
  wish.who = whos_of(places.first(places.size() - 1));
  wish.minutes = static_cast<std::uint32_t>(*minutes);
  read_giver(*arguments, wish);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

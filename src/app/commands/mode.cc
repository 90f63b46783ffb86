// SPDX-License-Identifier: Apache-2.0
#include "app/commands/mode.h"

#include "app/command_line.h"
#include "config/spelling.h"

namespace darban {
namespace {

std::optional<Mode> mode_of(std::string_view word) {
  for (const Mode mode : {Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off}) {
    if (text_of(mode).view() == word) return mode;
  }
  return std::nullopt;
}

}  // namespace

int run_mode(std::span<const std::string_view> words) {
  static constexpr auto kOptions = with_giver(std::array{Option{"--minutes"}, Option{"--for"}, Option{"--until"}});
  const auto arguments = Arguments::read(words, kOptions, kMostWords);
  if (!arguments) return usage_error("mode", arguments.error());
  const auto places = arguments->places();
  if (places.size() < 2) return usage_error("mode", "say who, and which mode: darban mode Ali homework");
  const auto mode = mode_of(places.back());
  if (!mode)
    return usage_error("mode", quote(places.back()) + " is not a mode; the last word is free, homework, school, bedtime or off");
  GrantWish wish;
  wish.kind = GrantWish::Kind::mode;
  wish.mode = *mode;
  wish.who = whos_of(places.first(places.size() - 1));
  if (const auto wrong = read_length(*arguments, ForOption::is_a_duration, wish)) return usage_error("mode", *wrong);
  read_giver(*arguments, wish);
  return ask_and_show(*arguments, wish);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The one way to say something to the person who runs the router: what started, what changed, what to do next.
// Messages are literals and arguments are Loggable; names, addresses and strings do not compile (privacy ring 2).
// Any thread may log. Levels change what is said about the program, never about people.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

#include "base/showable.h"

namespace darban::log {

enum class Level : std::uint8_t { debug, info, warn, error, off };
Text text_of(Level level);

enum class Sink : std::uint8_t { console, journal };  // journal: "<6>text" lines without a time, as systemd reads them

void configure(Level level, Sink sink);
Level level();

namespace detail {
struct Duration {
  double seconds;
};
using Field = std::variant<std::int64_t, std::uint64_t, double, bool, Duration, std::string_view>;

template <typename A>
Field field_of(const A& argument) {
  if constexpr (std::same_as<A, bool>)
    return argument;
  else if constexpr (std::is_floating_point_v<A>)
    return static_cast<double>(argument);
  else if constexpr (std::is_integral_v<A> && std::is_signed_v<A>)
    return static_cast<std::int64_t>(argument);
  else if constexpr (std::is_integral_v<A>)
    return static_cast<std::uint64_t>(argument);
  else if constexpr (is_duration<A>)
    return Duration{std::chrono::duration<double>(argument).count()};
  else if constexpr (std::is_enum_v<A>)
    return text_of(argument).view();
  else
    return std::string_view(argument.view());
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields);
bool wanted(Level level);

template <typename... A>
void say(Level level, Text message, const A&... arguments) {
  static_assert((Loggable<A> && ...), "privacy: only numbers, enums, durations, literals and ConfigText may be logged");
  if constexpr ((Loggable<A> && ...)) {
    if (wanted(level)) write(level, message.view(), {field_of(arguments)...});
  }
}
}  // namespace detail

// `{}` stands for each argument in turn. Durations print as seconds with their unit.
template <typename... A>
void debug(Text message, const A&... arguments) {
  detail::say(Level::debug, message, arguments...);
}
template <typename... A>
void info(Text message, const A&... arguments) {
  detail::say(Level::info, message, arguments...);
}
template <typename... A>
void warn(Text message, const A&... arguments) {
  detail::say(Level::warn, message, arguments...);
}
template <typename... A>
void error(Text message, const A&... arguments) {
  detail::say(Level::error, message, arguments...);
}

}  // namespace darban::log

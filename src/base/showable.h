// SPDX-License-Identifier: Apache-2.0
// What may leave the process as text. Loggable is for the log; Showable adds what a person typed into the settings.
// This is an allow-list (privacy ring 2): a type that is not named here does not compile in a log line, whatever it can
// be converted to. std::string, string_view, char*, spans and pointers are absent on purpose: any of them might hold a name.
#pragma once
#include <chrono>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace darban {

// A literal from the source code. The consteval constructor makes anything else a compile error.
class Text {
 public:
  template <std::size_t N>
  consteval Text(const char (&literal)[N]) : view_(literal, N - 1) {}  // NOLINT: implicit on purpose
  constexpr std::string_view view() const { return view_; }

 private:
  std::string_view view_;
};

// Something the operator wrote into the settings file or on the command line: a path, a key, a listen address.
// Made only by config/ and app/ (tests/lint/doors.txt); never from a packet or a list.
class ConfigText {
 public:
  static ConfigText from_operator(std::string text) { return ConfigText(std::move(text)); }
  const std::string& view() const { return text_; }

 private:
  explicit ConfigText(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

template <typename T>
inline constexpr bool is_duration = false;
template <typename Rep, typename Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

// An enum opts in by offering `Text text_of(E)` beside its definition.
template <typename T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
  { text_of(value) } -> std::same_as<Text>;
};

// Those words as one: letters and digits, everything else as one '_' between them.
std::string identifier_of(Text words);

template <typename T>
concept Loggable = (std::is_arithmetic_v<T> && !std::same_as<T, char> && !std::same_as<T, signed char> &&
                    !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
                    !std::same_as<T, char32_t>) ||
                   is_duration<T> || NamedEnum<T> || std::same_as<T, Text> || std::same_as<T, ConfigText>;

template <typename T>
inline constexpr bool is_showable = Loggable<T>;  // DeviceLabel and DomainRule add themselves where they are defined
template <typename T>
concept Showable = is_showable<T>;

}  // namespace darban

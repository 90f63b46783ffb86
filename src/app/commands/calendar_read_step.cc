// SPDX-License-Identifier: Apache-2.0
#include "app/commands/calendar_read_step.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/privileges.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "calendar/calendar_lines.h"
#include "calendar/read_calendar.h"
#include "update/sandbox.h"

namespace darban {
namespace {

constexpr std::uint64_t kMemory = std::uint64_t{64} << 20;  // of heap; the largest calendar needs about 20 MiB
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr std::uint64_t kProcessor = 30;
#else
constexpr std::uint64_t kProcessor = 2;  // seconds: against a loop; bounds of the calendar's own hold much sooner
#endif
constexpr const char* kNoProgram = "darban calendar read-step: ";

int failed(const std::string& sentence) {
  terminal::print_error(kNoProgram + sentence);
  return kExitFailed;
}

int told(const IcsFault& fault) {
  terminal::print(lines_of(fault));
  return kExitOk;
}

std::optional<WallTime> moment_of(const Arguments& arguments, std::string_view option) {
  const std::string_view digits = arguments.value(option).value_or("");
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (problem != std::errc() || end != digits.data() + digits.size() || seconds < 0) return std::nullopt;
  return WallTime(Seconds(seconds));
}

SandboxTerms terms_for(const std::optional<UserIds>& user) {
  SandboxTerms terms;
  terms.readable = {"/usr/share/zoneinfo"};
  if (user) terms.user = SandboxTerms::User{user->user, user->group};
  terms.memory = kMemory;
  terms.processor = kProcessor;
  terms.largest_file = 1;
  return terms;
}

// The order matters: the file and the library are read while they still can be, and nothing of either is looked at before the
// doors are closed.
int read(const std::string& path, const CalendarTerms& terms, const std::optional<UserIds>& user) {
  const auto text = read_small_file(path, kLargestCalendar);
  if (!text) return told({text.error().code == Errc::too_large ? CalendarFault::too_large : CalendarFault::unreadable, 0});
  const auto values = IcalValues::load();
  const SandboxReport sandbox = enter_sandbox(terms_for(user));
  if (!sandbox.holds_the_least()) return failed("root's rights could not be given up; nothing was read");
  if (!values) return told({CalendarFault::no_library, 0});
  const auto calendar = read_calendar(*text, terms, *values);
  if (!calendar) return told(calendar.error());
  terminal::print(lines_of(*calendar));
  return kExitOk;
}

}  // namespace

int run_calendar_read_step(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--zone"}, Option{"--from"}, Option{"--to"}, Option{"--user"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("calendar read-step", arguments.error());
  const auto zone = Zone::from_text(arguments->value("--zone").value_or(""));
  const auto from = moment_of(*arguments, "--from");
  const auto to = moment_of(*arguments, "--to");
  if (arguments->places().empty() || !zone || !from || !to)
    return usage_error("calendar read-step", "a file, a zone and two moments are needed");
  std::optional<UserIds> user;
  if (const auto name = arguments->value("--user"); name && running_as_root()) {
    const auto found = find_user(std::string(*name));
    if (!found) return failed(found.error());
    user = *found;
  }
  return read(std::string(arguments->places()[0]), {*zone, *from, *to}, user);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/calendar.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/calendar_step.h"
#include "app/command_line.h"
#include "app/commands/calendar_read_step.h"
#include "app/commands/calendar_view.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;

constexpr int kYearsAhead = 3;

struct Asked {
  CalendarOrder order;
  Zone zone = Zone::utc();
  local_days first;
  local_days last;
  std::string events;
  bool names = false;
  std::optional<Household> household;
};

// Of a date that read_date accepted.
local_days day_of(const std::string& date) {
  using namespace std::chrono;
  return local_days{year(std::stoi(date.substr(0, 4))) / std::stoi(date.substr(5, 2)) / std::stoi(date.substr(8, 2))};
}

// What went wrong, as a sentence; the zone and whose files these are come from the household unless they were typed.
std::optional<std::string> find_household(const Arguments& arguments, Asked& asked) {
  constexpr const char* kOtherwise = "\n--zone ZONE says the time zone instead";
  const auto zone = arguments.value("--zone");
  const auto config = arguments.value("--config");
  if (!zone || config) {
    const auto settings = load_settings(std::string(config.value_or(kDefaultConfig)));
    if (!settings) return text_of(settings.error()).view() + kOtherwise;
    auto household = load_household(settings->household);
    if (!household) return text_of(household.error()).view() + kOtherwise;
    asked.order.user = settings->user;
    asked.order.zone = household->zone;
    asked.household = std::move(*household);
  }
  if (zone) asked.order.zone = *zone;
  const auto known = Zone::from_text(asked.order.zone);
  if (!known) return "nobody knows the time zone " + quote(asked.order.zone) + "; write a name such as Asia/Karachi";
  asked.zone = *known;
  return std::nullopt;
}

// A day that was typed, or `otherwise`.
Result<local_days, std::string> day_at(const Arguments& arguments, std::string_view option, local_days otherwise) {
  const auto typed = arguments.value(option);
  if (!typed) return otherwise;
  const auto date = read_date(*typed);
  if (!date) return date.error().sentence;
  return day_of(*date);
}

std::optional<std::string> find_days(const Arguments& arguments, Asked& asked) {
  const auto first = day_at(arguments, "--from", floor<days>(asked.zone.local(SystemClock(false).now().wall)));
  if (!first) return first.error();
  const auto last = day_at(arguments, "--to", *first + days(kYearsAhead * 365));
  if (!last) return last.error();
  if (*last < *first) return "--to is before --from";
  asked.first = *first;
  asked.last = *last;
  asked.order.from = asked.zone.wall(*first);
  asked.order.to = asked.zone.wall(*last + days(1));
  return std::nullopt;
}

// The household may say the path otherwise than it was typed.
std::vector<WrittenException> exceptions_naming(const Asked& asked) {
  std::vector<WrittenException> naming;
  if (!asked.household) return naming;
  for (const WrittenException& each : asked.household->exceptions) {
    std::error_code unreadable;
    if (!each.calendar.empty() && std::filesystem::equivalent(each.calendar, asked.order.path, unreadable))
      naming.push_back(each);
  }
  return naming;
}

int show(Calendar calendar, const Asked& asked) {
  std::erase_if(calendar.events, [&](const CalendarEvent& each) { return !fits_pattern(each.summary, asked.events); });
  bool understood = true;
  for (const CalendarEvent& event : calendar.events) {
    if (event.fault == CalendarFault::none) continue;
    understood = false;
    const std::string whose = asked.names && !event.summary.empty() ? " (" + quote(event.summary) + ")" : "";
    const std::string what = std::string(text_of(event.fault).view()) + whose;
    terminal::print_error(text_of(ConfigError{asked.order.path, {event.line, event.column}, what}).view());
  }
  const auto naming = exceptions_naming(asked);
  const std::string lines = lines_of(calendar, {asked.zone, naming, asked.household.has_value(), asked.names});
  terminal::print(lines.empty() ? "no event from " + day_text(asked.first) + " to " + day_text(asked.last) : lines);
  return understood ? kExitOk : kExitFailed;
}

}  // namespace

int run_calendar(std::span<const std::string_view> words) {
  if (!words.empty() && words.front() == kCalendarStep) return run_calendar_read_step(words.subspan(1));
  constexpr std::array kOptions{Option{"--from"},   Option{"--to"},
                                Option{"--events"}, Option{"--names", Option::Takes::nothing},
                                Option{"--zone"},   Option{"--config"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("calendar", arguments.error());
  if (arguments->places().empty()) return usage_error("calendar", "it needs a file, such as terms.ics");
  Asked asked;
  asked.order.path = arguments->places()[0];
  asked.events = arguments->value("--events").value_or("*");
  asked.names = arguments->has("--names");
  if (const auto trouble = find_household(*arguments, asked)) return terminal::print_error(*trouble), kExitFailed;
  if (const auto trouble = find_days(*arguments, asked)) return usage_error("calendar", *trouble);
  auto calendar = read_in_own_process(asked.order);
  if (calendar) return show(std::move(*calendar), asked);
  const IcsFault& fault = calendar.error();
  const ConfigError problem{asked.order.path, {fault.line, fault.column}, std::string(text_of(fault.fault).view())};
  return terminal::print_error(text_of(problem).view()), kExitFailed;
}

}  // namespace darban

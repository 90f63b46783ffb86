// SPDX-License-Identifier: Apache-2.0
#include "app/commands/explain.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/civil_time.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/rule_book.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "config/spelling.h"
#include "config/yaml.h"
#include "lists/idn.h"
#include "policy/explain.h"

namespace darban {
namespace {

int refused(const std::string& sentence) {
  terminal::print_error(sentence);
  return kExitFailed;
}

// "the household has: Sara, Omar"
std::string known_people(const Policy& policy) {
  std::string names;
  for (std::size_t i = 0; i < policy.profiles(); ++i) {
    const std::string_view name = policy.who(static_cast<ProfileId>(i));
    if (policy.profile_of_person(name)) names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names.empty() ? "the household has no people" : "the household has: " + names;
}

// Exactly one of the three says who asks; run_explain has made sure.
Result<Asker, std::string> find_asker(const Arguments& arguments, const Policy& policy) {
  if (const auto name = arguments.value("--person")) {
    if (const auto id = policy.profile_of_person(*name)) return Asker(*id);
    return "there is no person " + quote(*name) + "; " + known_people(policy);
  }
  if (const auto label = arguments.value("--device")) {
    if (const auto devices = policy.devices_named(*label); !devices.empty()) return policy.asker_of(devices.front());
    return "there is no device " + quote(*label) + " in the household file";
  }
  const std::string_view written = arguments.value("--address").value_or("");
  const auto address = IpAddress::from_text(written);
  if (!address) return quote(written) + " is " + std::string(text_of(address.error().code).view());
  return policy.asker_of(*address, nullptr);
}

// A typed time is believed. `now` is what the daemon sees: with a clock that nobody set, time rules are off.
Result<Now, std::string> find_moment(std::string_view written, const Policy& policy, bool wait_for_sync) {
  const Now now = SystemClock(wait_for_sync).now();
  if (written == "now") return now;
  const auto moment = read_moment(written, policy.zone(), now.wall);
  if (!moment) return moment.error();
  return Now{now.mono, *moment, true};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

std::string_view outcome(Action action) {
  switch (action) {
    case Action::allow:
      return "OPEN";
    case Action::block:
      return "CLOSED";
    case Action::rewrite:
      return "REWRITTEN";
  }
  return "unknown";
}

std::string report(const std::string& name, const Explanation& found, std::string_view exception, const Now& when,
                   const Zone& zone) {
  std::string text = name + " is " + std::string(outcome(found.verdict.action)) + " for " + found.who + "\n";
  text += "  when        " + weekday_text(when.wall, zone) + " (" + civil_text(when.wall, zone) + "), " +
          std::string(text_of(found.mode).view());
  text += found.mode_until.empty() ? "" : " until " + found.mode_until;
  text += exception.empty() ? "\n" : ", because of " + quote(exception) + "\n";
  if (!when.wall_trusted) text += "  clock       not to be trusted yet: time rules are off, categories stay on\n";
  const std::string step = std::to_string(static_cast<int>(found.verdict.step));
  text += "  step " + step + std::string(7 - step.size(), ' ') + std::string(text_of(found.verdict.step).view()) + ": " +
          found.because + "\n";
  text += "  holds       " +
          (found.verdict.until == kNever ? "until somebody changes a rule" : "until " + civil_text(found.verdict.until, zone)) +
          "\n";
  return text + "  categories  " + joined(found.categories) + "\n";
}

int explain_with(const Arguments& arguments, const Name& name) {
  const auto settings = load_settings(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!settings) return refused(text_of(settings.error()).view());
  const Lists lists = Lists::first(settings->image, SystemClock(false).now().wall);
  if (lists.problem) terminal::print_error("without lists: " + text_of(*lists.problem).view());
  const auto rules = read_rules(*settings, lists);
  if (!rules) return refused(text_of(rules.error()).view());
  const Policy& policy = *rules->policy;
  const auto who = find_asker(arguments, policy);
  if (!who) return refused(who.error());
  const auto when = find_moment(arguments.value("--at").value_or("now"), policy, settings->wait_for_sync);
  if (!when) return usage_error("explain", when.error());
  terminal::print(report(std::string(arguments.places()[0]), explain(policy, *who, *when, name), policy.exception_at(*who, *when),
                         *when, policy.zone()));
  return kExitOk;
}

}  // namespace

int run_explain(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--person"}, Option{"--device"}, Option{"--address"}, Option{"--at"}, Option{"--config"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("explain", arguments.error());
  if (arguments->places().empty()) return usage_error("explain", "it needs a name, such as games.example");
  const int askers = arguments->has("--person") + arguments->has("--device") + arguments->has("--address");
  if (askers != 1) return usage_error("explain", "say who asks: one of --person NAME, --device LABEL, --address IP");
  const std::string_view written = arguments->places()[0];
  const auto name = name_from_text_idn(written);
  if (!name) return usage_error("explain", quote(written) + " is not a name: " + std::string(text_of(name.error().code).view()));
  return explain_with(*arguments, *name);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "policy/explain.h"

#include <array>
#include <chrono>

namespace darban {
namespace {

// "Tue 06:30", or "Tue 2027-01-05 06:30" where the weekday alone would be an earlier one.
std::string clock_text(const Zone& zone, WallTime now, WallTime time) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const LocalTime local = zone.local(time);
  const auto day = floor<days>(local);
  const auto minute = duration_cast<minutes>(local - day).count();
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string text(kDays[weekday{day}.iso_encoding() - 1]);
  if (day - floor<days>(zone.local(now)) >= days(7)) {
    const year_month_day date(day);
    text += " " + std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
            two(static_cast<unsigned>(date.day()));
  }
  return text + " " + two(minute / 60) + ":" + two(minute % 60);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> keys_of(const Policy& policy, const CategorySet& set) {
  std::vector<std::string> keys;
  for (const Category& category : policy.image().categories()) {
    if (set.has(category.id)) keys.push_back(category.key);
  }
  return keys;
}

std::string_view words_of(Mode mode) {
  switch (mode) {
    case Mode::free:
      return "free time";
    case Mode::homework:
      return "homework time";
    case Mode::school:
      return "school time";
    case Mode::bedtime:
      return "bedtime";
    case Mode::off:
      return "time off";
  }
  return "this time";
}

std::string closed_by_category(const Explanation& e, const std::string& keys, const std::string& until) {
  const std::string closed = "It belongs to " + keys + ", closed for " + e.who;
  if (e.verdict.group != Group::closed_by_time) return closed + ".";
  return closed + " in " + std::string(words_of(e.mode)) + until + ".";
}

std::string sentence(const Explanation& e, const std::string& closed_keys) {
  const std::string until = e.mode_until.empty() ? "" : " until " + e.mode_until;
  const bool open = e.verdict.action == Action::allow;
  switch (e.verdict.step) {
    case Step::local:
      return "This name never leaves the house: darban answers it itself.";
    case Step::canary:
      return "Apps ask this name to learn whether a network filters; darban lets them know that it does.";
    case Step::never_block:
      return "A vital name (helplines, time, certificates, updates ...): open for everybody at any hour, never counted.";
    case Step::time:
      return "It is " + std::string(words_of(e.mode)) + " for " + e.who + until + ", and this is no open door.";
    case Step::own_rule:
      return std::string("The family's own rule ") + (open ? "opens" : "closes") + " it for " + e.who + ".";
    case Step::category:
      return closed_by_category(e, closed_keys, until);
    case Step::standard:
      if (open && !closed_keys.empty())
        return "Lists count it to " + closed_keys +
               ", but no list may close it: much else stands on it, or maintainers opened it again.";
      if (open) return "Nothing closes it for " + e.who + ".";
      return "For " + e.who + " only what is allowed is open, and this is not allowed.";
    case Step::sealed:
    case Step::grant:
    case Step::safe_search:
      break;
  }
  return open ? "It is open." : "It is closed.";
}

}  // namespace

Explanation explain(const Policy& policy, const Asker& asker, const Now& now, const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.categories_of(hashes, policy.facts_of(hashes));
  const ModeAt mode = policy.mode_at(asker, now);

  Explanation e;
  e.verdict = policy.decide(asker, mode, {.hashes = hashes, .categories = categories});
  e.mode = mode.mode;
  if (mode.until != kNever) e.mode_until = clock_text(policy.zone(), now.wall, mode.until);
  e.who = policy.who(asker.profile);
  e.categories = keys_of(policy, categories);
  e.because = sentence(e, joined(keys_of(policy, categories & policy.closed(asker.profile, mode))));
  return e;
}

}  // namespace darban

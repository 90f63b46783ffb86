// SPDX-License-Identifier: Apache-2.0
// The sentences: why, what would change it, when it changes.
#include <array>
#include <chrono>

#include "config/spelling.h"
#include "policy/explainer.h"

namespace darban {
namespace {

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

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// A word of a command line, in quotes where a shell needs them.
std::string shell_word(std::string_view word) {
  const auto safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:";
  if (!word.empty() && word.find_first_not_of(safe) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

// "Tue 06:30", or "Tue 2027-01-05 06:30" where the weekday alone would be an earlier one.
std::string Explainer::clock_words(WallTime time) const {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const LocalTime local = parts_.zone.local(time);
  const auto day = floor<days>(local);
  const auto minute = duration_cast<minutes>(local - day).count();
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string text(kDays[weekday{day}.iso_encoding() - 1]);
  if (day - floor<days>(parts_.zone.local(inquiry_.now.wall)) >= days(7)) {
    const year_month_day date(day);
    text += " " + std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
            two(static_cast<unsigned>(date.day()));
  }
  return text + " " + two(minute / 60) + ":" + two(minute % 60);
}

std::vector<std::string> Explainer::keys_of(const CategorySet& set) const {
  std::vector<std::string> keys;
  for (const Category& category : parts_.image->categories()) {
    if (set.has(category.id)) keys.push_back(category.key);
  }
  for (const OwnService& service : parts_.services.all()) {
    if (set.has(service.id)) keys.push_back(service.key);
  }
  return keys;
}

std::string Explainer::joined_keys(const CategorySet& set) const { return joined(keys_of(set)); }

CategorySet Explainer::hit() const { return categories_ & parts_.closed(asking(), mode_); }

std::string Explainer::sentence() const {
  const std::string who(policy_.who(inquiry_.asker.profile));
  const std::string until = mode_.until == kNever ? "" : " until " + clock_words(mode_.until);
  const std::string closed = joined_keys(hit());
  switch (verdict_.step) {
    case Step::local:
      return "This name never leaves the house: darban answers it itself.";
    case Step::canary:
      return "Apps ask this name to learn whether a network filters; darban lets them know that it does.";
    case Step::never_block:
      return "A vital name (helplines, time, certificates, updates ...): open for everybody at any hour, never counted.";
    case Step::time:
      if (mode_.paused) return "A pause keeps everything closed for " + who + until + ".";
      return "It is " + std::string(words_of(mode_.mode)) + " for " + who + until + ", and this is no open door.";
    case Step::grant:
      return std::string("An adult ") + (open() ? "opened" : "closed") + " it for " + who + until + ".";
    case Step::own_rule:
      return std::string("The family's own rule ") + (open() ? "opens" : "closes") + " it for " + who + ".";
    case Step::category:
      if (verdict_.group != Group::closed_by_time) return "It belongs to " + closed + ", closed for " + who + ".";
      return "It belongs to " + closed + ", closed for " + who + " in " + std::string(words_of(mode_.mode)) + until + ".";
    case Step::standard:
      if (!open()) return "For " + who + " only what is allowed is open, and this is not allowed.";
      if (asking().only_listed[mode_number()]) return "For " + who + " only what is allowed is open, and this is.";
      if (!closed.empty())
        return "Lists count it to " + closed +
               ", but no list may close it: much else stands on it, or maintainers opened it again.";
      if (mode_.mode >= Mode::bedtime) return "It is an open door, and nothing else closes it for " + who + ".";
      return "Nothing closes it for " + who + ".";
    case Step::safe_search: {
      if (verdict_.action != Action::rewrite) break;
      const SafeName& safe = policy_.safe_name(verdict_);
      return "It is open as safe search: " + who + " is led to " + safe.target + ", the safe address of " + safe.engine + ".";
    }
    case Step::sealed:  // never asked here
      break;
  }
  return open() ? "It is open." : "It is closed.";
}

std::string Explainer::change_words(WallTime changes) const {
  if (changes == kNever) return {};
  return std::string(open() ? "It closes " : "It opens ") + clock_words(changes) + ".";
}

// What an adult would do. Commands can be copied.
std::string Explainer::remedy() const {
  const std::string who(policy_.who(inquiry_.asker.profile));
  if (!open()) return remedy_of_closed();
  switch (verdict_.step) {
    case Step::local:
      return "Nothing: it stays in the house for everybody.";
    case Step::never_block:
      return "Nothing: no list and no rule closes a vital name.";
    case Step::grant:
      return "It ends by itself, or now: `darban grants` shows its number, `darban revoke NUMBER` takes it back.";
    case Step::own_rule:
      if (const RuleSource* source = family_source())
        return "Take " + quote(source->text) + " out of line " + std::to_string(source->place.line) + ".";
      return {};
    default:
      return "Write " + quote("block: " + std::string(written_)) + " for " + who +
             ", or close a category or service it belongs to.";
  }
}

std::string Explainer::remedy_of_closed() const {
  const std::string who(policy_.who(inquiry_.asker.profile));
  const bool room = who.starts_with("room ");
  const std::string whom = shell_word(room ? std::string_view(who).substr(5) : std::string_view(who));
  const std::string name = shell_word(written_);
  const bool dangerous = categories_.intersects(parts_.security);
  const std::string hour = "`darban allow " + name + " --for " + whom + " --minutes 60` opens it for an hour" +
                           (dangerous ? ", and asks a second time: scams or malware may be behind it." : "; not during bedtime.");
  switch (verdict_.step) {
    case Step::canary:
      return "With 'bypass: off' for " + who + " it is asked like any other name.";
    case Step::time:
      if (grant() != nullptr) return "`darban grants` shows its number, `darban revoke NUMBER` takes it back.";
      return "`darban bonus " + whom + " 30` gives half an hour; or name it under 'open-door-names' for " + who +
             ".";
    case Step::grant:
      return "`darban grants` shows its number, `darban revoke NUMBER` takes it back.";
    case Step::own_rule:
      if (const RuleSource* source = family_source())
        return "Take " + quote(source->text) + " out of line " + std::to_string(source->place.line) + "; " + hour;
      return hour;
    case Step::category:
      return "Write " + quote("open: " + joined_keys(hit())) + " or " + quote("allow: " + std::string(written_)) + " for " + who +
             "; " + hour;
    default:
      return "Write " + quote("allow: " + std::string(written_)) + " for " + who + "; " + hour;
  }
}

}  // namespace darban

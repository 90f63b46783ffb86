// SPDX-License-Identifier: Apache-2.0
#include "app/grant_words.h"

#include <algorithm>
#include <chrono>

#include "app/civil_time.h"
#include "config/spelling.h"
#include "policy/grant_hours.h"
#include "policy/grant_length.h"
#include "policy/grant_people.h"

namespace darban {
namespace {

std::string minutes_words(Seconds time) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(time).count();
  if (minutes >= 120 && minutes % 60 == 0) return std::to_string(minutes / 60) + " hours";
  return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

std::string in_a_row(const std::vector<std::string>& words, std::string_view last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? std::string(last) : ", ") + words[i];
  return text;
}

std::string names_of(const std::vector<GrantWho>& whos) {
  std::vector<std::string> names;
  for (const GrantWho& who : whos) names.push_back(words_of(who));
  return in_a_row(names);
}

// "20:15" today, "tomorrow 06:30", "Tuesday 06:30".
std::string moment_words(WallTime time, const Zone& zone, const Now& now) {
  using std::chrono::days;
  const auto today = std::chrono::floor<days>(zone.local(now.wall));
  const auto day = std::chrono::floor<days>(zone.local(time));
  const std::string weekday = weekday_text(time, zone);
  const std::string clock = weekday.substr(weekday.size() - 5);
  return day == today ? clock : day == today + days(1) ? "tomorrow " + clock : weekday;
}

std::string until_words(const Grant& grant, const Zone& zone, const Now& now) {
  if (!now.wall_trusted) {
    const Milliseconds left = grant.ends - now.mono;
    return "for " + minutes_words(std::chrono::ceil<Seconds>(left)) + " more";
  }
  return "until " + moment_words(grant.end_at(now), zone, now);
}

std::string_view kind_of(GrantWho::Kind kind) { return kind == GrantWho::Kind::everyone ? "Everyone" : ""; }

std::string subject_of(const GrantWho& who) {
  const std::string_view special = kind_of(who.kind);
  if (!special.empty()) return std::string(special);
  return who.kind == GrantWho::Kind::room && who.name == "guest" ? "The guests' network" : words_of(who);
}

std::string what_words(const Grant& grant) {
  const std::string who = subject_of(grant.who);
  const bool everyone = grant.who.kind == GrantWho::Kind::everyone;
  const std::string for_whom = " for " + (everyone ? std::string("everyone") : words_of(grant.who));
  switch (grant.what) {
    case GrantWhat::pause:
      return who + " is paused";
    case GrantWhat::open_all:
      return "Everything but scams and malware is open" + for_whom;
    case GrantWhat::mode:
      if (grant.mode == Mode::free) return who + " has bonus time";
      return who + " is in " + std::string(text_of(grant.mode).view()) + " mode";
    case GrantWhat::service:
    case GrantWhat::site:
      return grant.key + (grant.door == Grant::Door::open ? " is open" : " is closed") + for_whom;
  }
  return who;
}

std::string did_you_mean(const GrantRefusal& refusal) {
  return refusal.choices.empty() ? "." : "; did you mean " + in_a_row(refusal.choices, " or ") + "?";
}

std::string unknown_who(const GrantRefusal& refusal) {
  const std::string nobody = "Nobody here is called " + quote(refusal.subject);
  if (refusal.choices.size() == 1) return nobody + did_you_mean(refusal);
  return nobody + ". There are: everyone, " + in_a_row(refusal.choices) + ".";
}

std::string over_cap(const GrantRefusal& refusal) {
  const bool bonus = refusal.fault == GrantFault::over_bonus_cap;
  const std::string most = minutes_words(refusal.most);
  const std::string rule = bonus ? refusal.subject + " may get " + most + " of bonus time a night at the most"
                                 : refusal.subject + " may be paused for " + most + " a day at the most";
  const std::string left =
      refusal.left <= Seconds(0) ? "nothing is left of that today" : minutes_words(refusal.left) + " of it are left";
  return rule + ", and " + left + ". (" + (bonus ? "bonus-cap" : "pause-cap") + " in the household file is that number.)";
}

}  // namespace

std::string words_of(const Grant& grant, const Zone& zone, const Now& now) {
  const std::string until = until_words(grant, zone, now);
  if (grant.has_begun(now)) return what_words(grant) + " " + until;
  return what_words(grant) + " from " + moment_words(grant.from, zone, now) + " " + until;
}

std::string giver_of(const Grant& grant) {
  if (grant.by.empty() && grant.note.empty()) return {};
  const std::string by = grant.by.empty() ? "given" : "given by " + grant.by;
  return "(" + by + (grant.note.empty() ? "" : ": " + grant.note) + ")";
}

std::string words_of(const GrantPlan& plan, std::span<const Grant> replaced, const Policy& policy, const Now& now,
                     RevokeHint hint) {
  const Zone& zone = policy.zone();
  std::string text;
  bool pauses = false;
  for (const GrantPlan::Item& item : plan.items) {
    const Grant& grant = item.given.grant;
    const std::string moved = item.instead_of ? " instead of " + moment_words(*item.instead_of, zone, now) : std::string();
    const std::string giver = giver_of(grant);
    text += words_of(grant, zone, now) + moved + (giver.empty() ? "" : " " + giver) + "." +
            (hint == RevokeHint::command ? " To take it back: darban revoke " + std::to_string(grant.id) : std::string()) + "\n";
    if (item.given.cap == GrantCap::bonus)
      text += "  Bonus time today: " + minutes_words(item.used) + " of " + minutes_words(item.cap) + ".\n";
    pauses = pauses || is_pause(grant);
    const auto asker = GrantPeople(policy).asker_of(grant.who);
    if (is_door(grant) && grant.door == Grant::Door::open && asker) {
      const ModeAt mode = policy.mode_at(*asker, now);
      if (mode.mode >= Mode::bedtime)
        text += "  But time is closed for " + words_of(grant.who) + " now: it opens when time does, or with bonus time.\n";
    }
  }
  for (const Grant& each : replaced) {
    const std::string giver = giver_of(each);
    text += "  In the place of: " + words_of(each, zone, now) + (giver.empty() ? "" : " " + giver) + "\n";
  }
  if (!plan.left_out.empty()) text += "Never paused, and left out: " + names_of(plan.left_out) + ".\n";
  if (!plan.without.empty()) text += "Nothing closes today for " + names_of(plan.without) + ".\n";
  if (pauses) text += "What is already playing may run on: darban stops new connections.\n";
  return text;
}

std::string words_of(const GrantRefusal& refusal, const GrantWish& wish) {
  const std::string subject = quote(refusal.subject);
  switch (refusal.fault) {
    case GrantFault::nobody_named:
      return "Say for whom: a person, a room, guest, a device as Ali/tablet, or everyone.";
    case GrantFault::unknown_who:
      return unknown_who(refusal);
    case GrantFault::ambiguous_who:
      return subject + " may be several: write " + in_a_row(refusal.choices, " or ") + ".";
    case GrantFault::unknown_what:
      return "There is no category or service " + subject + ", neither in the lists nor in the household file" + did_you_mean(refusal) +
             " A site is written with its ending, such as games.example.";
    case GrantFault::not_a_name:
      return subject + " is not the name of a site; write only the name, such as games.example.";
    case GrantFault::two_lengths:
      return "Say either for how long or until when, not both.";
    case GrantFault::no_length:
      return "Say how many minutes of bonus time, such as 30.";
    case GrantFault::odd_length:
      return subject + " is not a time to end at; write 20:15, morning or end-of-day.";
    case GrantFault::until_is_not_for_bonus:
      return "Bonus time is given in minutes; where it leads is said in the answer.";
    case GrantFault::misunderstood:
      break;
    case GrantFault::too_long:
      if (refusal.most == kLongestPause)
        return "That is longer than " + minutes_words(refusal.most) + ", the most there is, or until morning.";
      return "That is longer than a day: for longer, write it into the household file.";
    case GrantFault::too_long_night:
      return "The morning is more than " + minutes_words(refusal.most) +
             " away: a pause may begin in the evening and go until morning.";
    case GrantFault::over_bonus_cap:
    case GrantFault::over_pause_cap:
      return over_cap(refusal);
    case GrantFault::never_paused:
      return refusal.subject + " is never paused: the household file says never-pause.";
    case GrantFault::vital:
      return subject + " is never closed: help, time, updates and the like stay open for everybody at any hour.";
    case GrantFault::already_open:
      return subject + " is already open: it is one of the names that are open for everybody at any hour.";
    case GrantFault::local_name:
      return subject + " never leaves the house: darban answers it itself.";
    case GrantFault::canary:
      return subject + " is how devices ask whether this network filters, and darban says yes; it can not be opened.";
    case GrantFault::needs_confirmation:
      return subject + " is on a list of scams and malware. If you are sure, say it again with --confirm.";
    case GrantFault::clock_unknown:
      if (wish.kind == GrantWish::Kind::bonus)
        return "I do not know the time yet, so nothing is closed by time: there is nothing to add to.";
      return "I do not know the time yet: only minutes are possible, such as --minutes 30.";
    case GrantFault::nothing_closes:
      return "Nothing closes for " + refusal.subject + " any more today: there is nothing to add to.";
    case GrantFault::too_many:
      return "There are " + std::to_string(refusal.number) +
             " in force already, which is the most there may be: take some back first.";
    case GrantFault::not_in_force:
      return "There is no grant " + subject + " in force; `darban grants` lists them.";
  }
  return "That can not be.";
}

}  // namespace darban

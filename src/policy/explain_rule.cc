// SPDX-License-Identifier: Apache-2.0
// Which line, list, window or grant decided, and whose it is.
#include <algorithm>
#include <chrono>

#include "config/spelling.h"
#include "policy/bands.h"
#include "policy/explainer.h"

namespace darban {
namespace {

// "household.yaml:12:5"
std::string place_words(const std::string& file, const Place& place) {
  std::string text = file;
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
  return text;
}

std::string clock(int minute) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / 60) + ":" + two(minute % 60);
}

// Whether a window is on at that minute of a week that begins on Monday.
bool is_on(const Window& window, int minute) {
  const int length = window.end > window.start ? window.end - window.start : window.end - window.start + kMinutesPerDay;
  constexpr int kWeek = 7 * kMinutesPerDay;
  for (int day = 0; day < 7; ++day) {
    if ((window.days >> day & 1) == 0) continue;
    const int since = (minute - day * kMinutesPerDay - window.start + 2 * kWeek) % kWeek;
    if (since < length) return true;
  }
  return false;
}

}  // namespace

std::string Explainer::rule() const {
  switch (verdict_.step) {
    case Step::local:
      return "darban's own names";
    case Step::canary:
      return "darban's own names; bypass level " + std::string(text_of(asking().bypass).view());
    case Step::never_block:
      return "the never-block list";
    case Step::time:
      return rule_of_time();
    case Step::grant:
      return rule_of_grant();
    case Step::own_rule:
      return rule_of_family();
    case Step::category:
      return rule_of_category();
    case Step::standard:
      return rule_of_standard();
    case Step::safe_search:
      return "safe search of " + std::string(policy_.who(inquiry_.asker.profile));
    case Step::sealed:
      break;
  }
  return {};
}

std::string Explainer::rule_of_time() const {
  if (const Grant* given = grant()) return grant_words(*given);
  return window_words(nullptr);
}

std::string Explainer::rule_of_grant() const {
  const Grant* given = grant();
  return given == nullptr ? std::string() : grant_words(*given);
}

const Grant* Explainer::grant() const {
  if (!mode_.granted) return nullptr;
  const std::uint16_t seat = inquiry_.asker.seat;
  const GrantBook& book = policy_.grants();
  const GrantBook::Entry* entry = nullptr;
  if (verdict_.step == Step::grant) {
    entry = book.door_for(seat, mode_.doors, hashes_, categories_);
    if (entry != nullptr && (entry->grant.door == Grant::Door::open) != open()) entry = nullptr;  // all_open, beside it
  }
  if (entry == nullptr && (verdict_.step == Step::grant || verdict_.step == Step::time))
    entry = book.time_grant(seat, inquiry_.now);
  return entry == nullptr ? nullptr : &entry->grant;
}

std::string Explainer::grant_words(const Grant& grant) const {
  std::string text = std::string(text_of(grant.what).view());
  if (!grant.key.empty()) text += " " + grant.key;
  if (grant.what == GrantWhat::mode) text += " " + std::string(text_of(grant.mode).view());
  switch (grant.who.kind) {
    case GrantWho::Kind::everyone:
      text += " for everyone";
      break;
    case GrantWho::Kind::person:
    case GrantWho::Kind::room:
      text += " for " + grant.who.name;
      break;
    case GrantWho::Kind::device:
      text += " for " + grant.who.owner + "/" + grant.who.name;
      break;
  }
  if (!grant.by.empty()) text += ", given by " + grant.by;
  text += ", until " + clock_words(grant.until);
  if (!grant.note.empty()) text += " (" + grant.note + ")";
  return text;
}

const RuleSource* Explainer::family_source() const {
  const OwnRules::Ruling ruling = parts_.ruling(inquiry_.asker, mode_, judged(), facts_);
  if (ruling.rule != nullptr) return parts_.rule_sources.of(ruling.rule->number);
  const RuleKind kind = ruling.word == OwnRules::Word::allow ? RuleKind::allow : RuleKind::block;
  return parts_.rule_sources.plain(ruling.suffix, ruling.owner, kind);
}

std::string Explainer::rule_of_family() const {
  const RuleSource* source = family_source();
  return source == nullptr ? std::string() : source_words(*source);
}

std::string Explainer::source_words(const RuleSource& source) const {
  const std::string owner = source.owner == SpecialNames::kEverybody
                                ? std::string("everybody's")
                                : std::string(policy_.who(static_cast<ProfileId>(source.owner - 1))) + "'s";
  return place_words(parts_.file, source.place) + ": " + source.text + " (" + owner + ")";
}

// The window of this minute that gives the mode, or closes these categories. The words are for the week as it is written; where
// something else stands in its place this says nothing.
std::string Explainer::window_words(const CategorySet* closed) const {
  const auto profile = static_cast<std::size_t>(inquiry_.asker.profile);
  if (profile >= parts_.windows.size() || !inquiry_.now.wall_trusted) return {};
  if (const auto label = policy_.exception_at(inquiry_.asker.profile, inquiry_.now); !label.empty())
    return "the exception " + quote(label) + " of " + parts_.file;
  const LocalTime local = parts_.zone.local(inquiry_.now.wall);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const int minute = static_cast<int>(std::chrono::weekday{day}.iso_encoding() - 1) * kMinutesPerDay +
                     static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(local - day).count());
  const CategoryKeys keys = parts_.keys();
  for (const Window& window : parts_.windows[profile]) {
    if (!is_on(window, minute)) continue;
    const bool closes =
        closed != nullptr && std::any_of(window.services.begin(), window.services.end(), [&](const WrittenKey& key) {
          const auto id = keys.id_of(key.key);
          return id && closed->has(*id);
        });
    if (closed == nullptr ? window.mode != mode_.mode : !closes) continue;
    return place_words(parts_.file, window.place) + ": " + std::string(text_of(window.mode).view()) + " " + clock(window.start) +
           "-" + clock(window.end) + " (" + std::string(policy_.who(inquiry_.asker.profile)) + "'s)";
  }
  return {};
}

std::string Explainer::rule_of_category() const {
  const CategorySet closed = hit();
  const Profile& profile = asking();
  std::string titles;
  for (const OwnService& service : parts_.services.all()) {
    if (closed.has(service.id)) titles += (titles.empty() ? "" : ", ") + service.key + " (" + service.title + ")";
  }
  const CategorySet lists = closed - parts_.services.ids();
  if (!lists.empty()) titles = joined_keys(lists) + (titles.empty() ? "" : ", " + titles);
  if ((closed & profile.closed[mode_number()]).empty()) {
    const std::string window = window_words(&closed);
    return titles + (window.empty() ? "" : "; " + window);
  }
  const bool by_band = closed.intersects(defaults_of(profile.band, profile.bypass, parts_.keys()).closed[mode_number()]);
  const std::string who(policy_.who(inquiry_.asker.profile));
  const std::string owner = by_band ? "by default in band " + std::string(text_of(profile.band).view()) : "by 'close' of " + who;
  const bool free_too = closed.intersects(profile.closed[static_cast<std::size_t>(Mode::free)]);
  return titles + ", closed " + owner + (free_too ? "" : ", in mode " + std::string(text_of(mode_.mode).view()));
}

std::string Explainer::rule_of_standard() const {
  const Profile& profile = asking();
  if (!profile.only_listed[mode_number()]) return "nothing is said of it";
  const std::string who(policy_.who(inquiry_.asker.profile));
  const std::string list = profile.allow_list
                               ? "the allow-list of " + who
                               : "the allow-list of " + who + " in mode " + std::string(text_of(mode_.mode).view());
  if (!open()) return list;
  const std::string keys = joined_keys(categories_ & profile.listed[mode_number()]);
  return list + (keys.empty() ? ": an open door" : ": " + keys + " is open there");
}

}  // namespace darban

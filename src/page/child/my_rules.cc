// SPDX-License-Identifier: Apache-2.0
#include "page/child/my_rules.h"

#include <algorithm>

#include "page/family_text.h"
#include "page/moment_words.h"
#include "policy/category_keys.h"

namespace darban::page {
namespace {

constexpr std::string_view kService = "service:";
constexpr std::string_view kRoom = "room ";

std::vector<std::string> keys_in(const Policy& policy, const CategorySet& set) {
  const CategoryKeys keys = policy.keys();
  std::vector<std::string> found;
  for (int id = 0; id < 256; ++id) {
    if (set.has(static_cast<CategoryId>(id))) {
      if (const auto key = keys.key_of(static_cast<CategoryId>(id)); !key.empty()) found.emplace_back(key);
    }
  }
  return found;
}

void sort_closed(const std::vector<std::string>& keys, MyRules& rules) {
  for (const std::string& key : keys) {
    if (key.starts_with(kService)) {
      rules.services.push_back(key);
      continue;
    }
    const Reason reason = reason_of_key(key);
    if (reason == Reason::topic)
      rules.topics.push_back(key);
    else if (std::find(rules.reasons.begin(), rules.reasons.end(), reason) == rules.reasons.end())
      rules.reasons.push_back(reason);
  }
  std::sort(rules.reasons.begin(), rules.reasons.end());
}

void add_domains(std::vector<std::string>& names, const std::vector<WrittenDomain>& domains) {
  for (const WrittenDomain& domain : domains) names.push_back(domain.name);
}

void add_own_rules(MyRules& rules, const Household& household, std::string_view who) {
  add_domains(rules.own_closed, household.block);
  add_domains(rules.own_open, household.allow);
  rules.own_conditions = household.rules.size();
  const WrittenProfile* profile = written_profile(household, who);
  if (profile == nullptr) return;
  add_domains(rules.own_closed, profile->block);
  add_domains(rules.own_open, profile->allow);
  add_domains(rules.open_doors, profile->open_door_names);
  rules.own_conditions += profile->rules.size();
}

// The latest grant that gives this moment its mode, for its note.
void add_note(MyRules& rules, const Now& now, std::span<const Grant> grants) {
  const bool by_grant = rules.now.paused || rules.now.all_open || rules.now.granted;
  for (const Grant& grant : grants) {
    const bool gives_mode = grant.what == GrantWhat::pause || grant.what == GrantWhat::open_all || grant.what == GrantWhat::mode;
    if (!by_grant || !gives_mode || !grant.in_force(now)) continue;
    if (grant.who.kind != GrantWho::Kind::everyone && grant.who.name != rules.name && grant.who.owner != rules.name) continue;
    rules.note = grant.note;
    rules.noted_by = grant.by;
  }
}

std::vector<Mode> modes_of(const std::array<PlannedDay, 7>& week) {
  std::vector<Mode> modes;
  for (const Mode mode : {Mode::homework, Mode::school}) {
    const bool there = std::any_of(week.begin(), week.end(), [&](const PlannedDay& day) {
      return std::any_of(day.times.begin(), day.times.end(), [&](const PlannedTime& time) { return time.mode == mode; });
    });
    if (there) modes.push_back(mode);
  }
  return modes;
}

}  // namespace

const WrittenProfile* written_profile(const Household& household, std::string_view who) {
  if (who == "guest") return &household.guest;
  for (const WrittenPerson& person : household.people) {
    if (person.name == who) return &person.profile;
  }
  for (const WrittenRoom& room : household.rooms) {
    if (who.starts_with(kRoom) && room.label == who.substr(kRoom.size())) return &room.profile;
  }
  return nullptr;
}

MyRules my_rules(const Policy& policy, const Asker& asker, const Now& now, const Household* household,
                 std::span<const Grant> grants) {
  MyRules rules;
  const std::string_view who = policy.who(asker.profile);
  rules.known = asker.profile != kGuest;
  rules.name = who.starts_with(kRoom) ? std::string(who.substr(kRoom.size())) : std::string(who);
  rules.time_known = now.wall_trusted;
  rules.now = policy.mode_at(asker, now);
  if (rules.now.until != kNever) {
    const Now then{now.mono + (rules.now.until - now.wall), rules.now.until, now.wall_trusted};
    rules.next = policy.mode_at(asker, then).mode;
  }
  add_note(rules, now, grants);
  rules.week = week_plan(policy, asker.profile, now);

  const Profile& profile = policy.profile(asker);
  rules.only_listed = profile.allow_list;
  const CategorySet always = policy.closed(asker.profile, ModeAt{});
  sort_closed(keys_in(policy, always), rules);
  for (const Mode mode : modes_of(rules.week)) {
    ModeAt at;
    at.mode = mode;
    auto keys = keys_in(policy, policy.closed(asker.profile, at) - always);
    if (!keys.empty()) rules.besides.push_back({mode, std::move(keys)});
  }
  rules.open_doors = keys_in(policy, profile.open_doors);
  if (household != nullptr) add_own_rules(rules, *household, who);
  return rules;
}

namespace {

Phrase mode_name(const Words& words, Mode mode) { return words.find("shared.mode.", text_of(mode).view()).value_or(Phrase()); }

Markup now_words(const Words& words, const ModeAt& now) {
  if (now.paused) return words.say("child.rules.now.paused");
  if (now.all_open) return words.say("child.rules.now.all-open");
  switch (now.mode) {
    case Mode::free:
      return words.say("child.rules.now.free");
    case Mode::homework:
      return words.say("child.rules.now.homework");
    case Mode::school:
      return words.say("child.rules.now.school");
    case Mode::bedtime:
      return words.say("child.rules.now.bedtime");
    case Mode::off:
      return words.say("child.rules.now.off");
  }
  return {};
}

Text now_icon(const ModeAt& now) {
  if (now.paused) return "/assets/icons/plate.svg";
  return now.mode >= Mode::bedtime ? Text("/assets/icons/moon.svg") : Text("/assets/icons/door.svg");
}

void write_now(Html& html, const Words& words, const Clockwork& clockwork, const MyRules& rules) {
  const auto card =
      html.in("section", {{"class", Text("card now")}, {"id", Text("now")}, {"aria-labelledby", Text("now-title")}});
  html.alone("img", {{"class", Text("icon")}, {"src", now_icon(rules.now)}, {"alt", Text("")}, {"width", 48}, {"height", 48}});
  const auto text = html.in("div");
  html.element("h2", {{"id", Text("now-title")}}, words.say("child.rules.now"));
  html.element("p", {{"class", Text("big")}}, now_words(words, rules.now));
  if (!rules.time_known) html.element("p", words.say("child.rules.now.no-clock"));
  if (rules.now.until != kNever) {
    const auto line = html.in("p");
    html.add(words.say("child.rules.until", {{"when", when_words(words, clockwork.zone, clockwork.now.wall, rules.now.until)}}));
    html.text(Text(" "));
    html.element("span", {{"id", Text("left")}}, left_words(words, rules.now.until - clockwork.now.wall));
  }
  if (rules.next && *rules.next != rules.now.mode)
    html.element("p", {{"class", Text("soft")}}, words.say("child.rules.next", {{"mode", mode_name(words, *rules.next)}}));
  if (!rules.note.empty())
    html.element("p",
                 words.say("child.rules.now.note", {{"name", family_text(rules.noted_by)}, {"note", family_text(rules.note)}}));
  if (door_closed(rules.now)) html.element("p", words.say("child.rules.help-open"));
}

Markup time_words(const Words& words, const PlannedTime& time) {
  using std::chrono::days;
  using std::chrono::floor;
  const Phrase mode = mode_name(words, time.mode);
  const auto nights = floor<days>(time.to) - floor<days>(time.from);
  if (time.from == floor<days>(time.from) && time.to - time.from == days(1))
    return words.say("child.rules.window.whole", {{"mode", mode}});
  const ClockTime from(time.from);
  const ClockTime to(time.to);
  if (nights == days(0)) return words.say("child.rules.window.day", {{"mode", mode}, {"from", from}, {"to", to}});
  if (nights == days(1)) return words.say("child.rules.window.night", {{"mode", mode}, {"from", from}, {"to", to}});
  const Phrase day = day_name(words, std::chrono::weekday{floor<days>(time.to)}.iso_encoding());
  return words.say("child.rules.window.long",
                   {{"mode", mode}, {"from", from}, {"when", words.plain("shared.when.day", {{"day", day}, {"time", to}})}});
}

void write_week(Html& html, const Words& words, const MyRules& rules) {
  html.element("h2", words.say("child.rules.week"));
  const bool any = std::any_of(rules.week.begin(), rules.week.end(), [](const PlannedDay& day) { return !day.times.empty(); });
  if (!any) return html.element("p", words.say("child.rules.week.none"));
  const auto list = html.in("dl");
  unsigned number = 0;
  for (const PlannedDay& day : rules.week) {
    {
      const auto name = html.in("dt");
      html.text(day_name(words, ++number));
      if (!day.exception.empty()) {
        html.text(Text(" \xc2\xb7 "));  // a middle dot
        html.add(words.say("child.rules.exception", {{"name", family_text(day.exception)}}));
      }
    }
    if (day.times.empty()) html.element("dd", words.say("child.rules.day.free"));
    for (const PlannedTime& time : day.times) html.element("dd", time_words(words, time));
  }
}

void write_titles(Html& html, const Titles& titles, const std::vector<std::string>& keys) {
  const auto list = html.in("ul", {{"class", Text("plain")}});
  for (const std::string& key : keys) html.element("li", titles(key));
}

void write_names(Html& html, const Markup& lead, const std::vector<std::string>& names) {
  if (names.empty()) return;
  html.element("p", lead);
  const auto list = html.in("ul", {{"class", Text("plain")}});
  for (const std::string& name : names) {
    const auto item = html.in("li");
    html.element("bdi", {{"dir", Text("ltr")}}, family_text(name));
  }
}

void write_closed(Html& html, const Words& words, const MyRules& rules, const Titles& titles) {
  html.element("h2", words.say("child.rules.closed"));
  if (rules.only_listed) html.element("p", words.say("child.rules.only-listed"));
  if (!rules.only_listed && rules.reasons.empty() && rules.topics.empty() && rules.services.empty())
    html.element("p", words.say("child.rules.closed.none"));
  if (!rules.reasons.empty()) {
    const auto list = html.in("ul", {{"class", Text("plain")}});
    for (const Reason reason : rules.reasons) {
      if (const auto line = closed_words(words, reason)) html.element("li", *line);
    }
  }
  if (!rules.topics.empty()) {
    html.element("p", words.say("child.rules.topics"));
    write_titles(html, titles, rules.topics);
  }
  if (!rules.services.empty()) {
    html.element("p", words.say("child.rules.services"));
    write_titles(html, titles, rules.services);
  }
  write_names(html, words.say("child.rules.own.closed"), rules.own_closed);
  write_names(html, words.say("child.rules.own.open"), rules.own_open);
  if (rules.own_conditions > 0) html.element("p", words.say("child.rules.own.more", {{"n", rules.own_conditions}}));
}

void write_besides(Html& html, const Words& words, const MyRules& rules, const Titles& titles) {
  if (!rules.besides.empty()) html.element("h2", words.say("child.rules.when"));
  for (const MyRules::Besides& besides : rules.besides) {
    html.element("p", words.say("child.rules.when.mode", {{"mode", mode_name(words, besides.mode)}}));
    write_titles(html, titles, besides.keys);
  }
  if (rules.open_doors.empty()) return;
  html.element("p", words.say("child.rules.open-doors"));
  write_titles(html, titles, rules.open_doors);
}

}  // namespace

web::Response my_rules_page(const Reader& reader, const Clockwork& clockwork, const MyRules& rules, const Household* household) {
  const Words& words = reader.words;
  const Titles titles(words, household);
  Html html;
  html.element("p",
               rules.known ? words.say("child.rules.for", {{"name", family_text(rules.name)}}) : words.say("child.rules.guest"));
  write_now(html, words, clockwork, rules);
  write_week(html, words, rules);
  write_closed(html, words, rules, titles);
  write_besides(html, words, rules, titles);
  html.element("h2", words.say("child.rules.who"));
  html.element("p", words.say("child.rules.who.adults"));
  {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("button")}, {"href", Text("/ask")}}, words.say("child.rules.who.ask"));
  }
  return framed(reader, Here::rules, words.plain("child.rules.title"), html.take());
}

}  // namespace darban::page

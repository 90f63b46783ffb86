// SPDX-License-Identifier: Apache-2.0
#include "page/child/numbers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "page/moment_words.h"
#include "page/number_words.h"

namespace darban::page {
namespace {

constexpr std::size_t kWeeksAtOnce = 5;  // the older ones are folded away
constexpr std::array kDone{NumbersSaid::fresh, NumbersSaid::shared, NumbersSaid::alone, NumbersSaid::kept, NumbersSaid::stopped};

CivilDate date_of(CountDay day) { return CivilDate(LocalTime(std::chrono::days(number_of(day)))); }

void write_head_cells(Html& html, const Words& words, Text first, const std::vector<Phrase>& titles) {
  const auto head = html.in("thead");
  const auto row = html.in("tr");
  html.element("th", {{"scope", Text("col")}}, words.say(first));
  for (const Phrase& title : titles) html.element("th", {{"scope", Text("col")}}, title);
}

// A phone turns a table sideways rather than the page. `name`: the id of its heading.
class Table {
 public:
  Table(Html& html, Text name)
      : scroll_(html.in("div", {{"class", Text("table")}, {"tabindex", 0}, {"role", Text("region")}, {"aria-labelledby", name}})),
        table_(html.in("table", {{"class", Text("counts")}})) {}

 private:
  Html::Open scroll_;
  Html::Open table_;
};

// The newest first.
using Weeks = std::span<const MomentWeek>;
void write_weeks(Html& html, const Words& words, const OwnNumbers& numbers, Weeks weeks) {
  const Table table(html, "numbers");
  std::vector<Phrase> titles;
  for (const Group group : kCountedGroups) {
    if (has(numbers.groups, group)) titles.push_back(title_of(words, group));
  }
  write_head_cells(html, words, "child.numbers.week-from", titles);
  const auto body = html.in("tbody");
  for (auto week = weeks.rbegin(); week != weeks.rend(); ++week) {
    const auto row = html.in("tr");
    html.element("th", {{"scope", Text("row")}}, isolated(date_of(week->monday)));
    for (const Group group : kCountedGroups) {
      if (has(numbers.groups, group)) html.element("td", {}, count_words(words, week->of(group)));
    }
  }
}

void write_all_weeks(Html& html, const Words& words, const OwnNumbers& numbers) {
  const Weeks all(numbers.weeks);
  const std::size_t shown = std::min(all.size(), kWeeksAtOnce);
  write_weeks(html, words, numbers, all.last(shown));
  if (shown == all.size()) return;
  const auto older = html.in("details");
  html.element("summary", words.say("child.numbers.older"));
  write_weeks(html, words, numbers, all.first(all.size() - shown));
}

void write_days(Html& html, const Words& words, const OwnNumbers& numbers) {
  html.element("h2", {{"id", Text("home-numbers")}}, words.say("child.numbers.house"));
  html.element("p", words.say("child.numbers.house.about"));
  if (numbers.without_age_doors) html.element("p", words.say("child.numbers.house.no-age"));
  if (numbers.days->empty()) return html.element("p", words.say("child.numbers.nothing-yet"));
  const auto details = html.in("details");
  html.element("summary", words.say("child.numbers.house.show"));
  const Table table(html, "home-numbers");
  std::vector<Phrase> titles;
  for (std::size_t i = 0; i < kDayVerdicts; ++i) titles.push_back(title_of(words, static_cast<DayVerdict>(i)));
  write_head_cells(html, words, "child.numbers.day", titles);
  const auto body = html.in("tbody");
  for (auto day = numbers.days->rbegin(); day != numbers.days->rend(); ++day) {
    const auto row = html.in("tr");
    html.element("th", {{"scope", Text("row")}}, isolated(date_of(day->day)));
    for (const ShownCount count : day->counts) html.element("td", {}, count_words(words, count));
  }
}

void write_token(Html& html, const FormToken& token) {
  html.alone("input", {{"type", Text("hidden")}, {"name", Text("token")}, {"value", token}});
}

struct Switch {
  NumbersSaid said;
  Text about;
  Text button;
};
// Their age has one switch or none, and it stands one way or the other.
std::optional<Switch> switch_of(const OwnNumbers& numbers) {
  if (numbers.band == Band::age_13_15) {
    return numbers.choices.share ? Switch{NumbersSaid::alone, "child.numbers.alone.about", "child.numbers.alone"}
                                 : Switch{NumbersSaid::shared, "child.numbers.share.about", "child.numbers.share"};
  }
  if (numbers.band == Band::age_16_17) {
    return numbers.choices.keep ? Switch{NumbersSaid::stopped, "child.numbers.stop.about", "child.numbers.stop"}
                                : Switch{NumbersSaid::kept, "child.numbers.keep.about", "child.numbers.keep"};
  }
  return std::nullopt;
}

void write_switch(Html& html, const Words& words, const Switch& one, const FormToken& token) {
  const auto form = html.in("form", {{"method", Text("post")}, {"action", Text("/recorded/choose")}});
  write_token(html, token);
  html.alone("input", {{"type", Text("hidden")}, {"name", Text("choice")}, {"value", one.said}});
  html.element("p", words.say(one.about));
  html.element("button", {{"type", Text("submit")}}, words.say(one.button));
}

// Two steps without a script: what can not be undone is not one tap away.
void write_start_fresh(Html& html, const Words& words, const FormToken& token) {
  const auto details = html.in("details");
  html.element("summary", words.say("child.numbers.fresh"));
  const auto form = html.in("form", {{"method", Text("post")}, {"action", Text("/recorded/fresh")}});
  write_token(html, token);
  html.element("p", words.say("child.numbers.fresh.about"));
  html.element("button", {{"type", Text("submit")}}, words.say("child.numbers.fresh.yes"));
}

}  // namespace

Text text_of(NumbersSaid said) {
  switch (said) {
    case NumbersSaid::fresh:
      return "fresh";
    case NumbersSaid::shared:
      return "shared";
    case NumbersSaid::alone:
      return "alone";
    case NumbersSaid::kept:
      return "kept";
    case NumbersSaid::stopped:
      return "stopped";
    case NumbersSaid::nothing:
    case NumbersSaid::old_form:
    case NumbersSaid::not_done:
      break;
  }
  return "nothing";
}

NumbersSaid numbers_said(std::string_view word) {
  for (const NumbersSaid said : kDone) {
    if (text_of(said).view() == word) return said;
  }
  return NumbersSaid::nothing;
}

std::optional<Text> key_of(NumbersSaid said) {
  switch (said) {
    case NumbersSaid::nothing:
      break;
    case NumbersSaid::fresh:
      return Text("child.numbers.said.fresh");
    case NumbersSaid::shared:
      return Text("child.numbers.said.shared");
    case NumbersSaid::alone:
      return Text("child.numbers.said.alone");
    case NumbersSaid::kept:
      return Text("child.numbers.said.kept");
    case NumbersSaid::stopped:
      return Text("child.numbers.said.stopped");
    case NumbersSaid::old_form:
      return Text("child.wrong.form");
    case NumbersSaid::not_done:
      return Text("child.numbers.said.not-done");
  }
  return std::nullopt;
}

bool is_trouble(NumbersSaid said) { return said > NumbersSaid::stopped; }

OwnNumbers own_numbers(const std::optional<ReleasedNumbers>& numbers, std::string_view who) {
  OwnNumbers own;
  own.unreadable = !numbers;
  if (!numbers) return own;
  const MomentHolder* holder = numbers->find(who);
  if (holder == nullptr || holder->kind != HolderKind::person) return own;
  own.band = holder->band;
  own.groups = holder->groups;
  own.has_any = is_kept(holder->kind, holder->band, {.keep = true, .share = false});
  const auto choices = numbers->choices_of(who);
  auto weeks = numbers->of(who, Viewer::themselves);
  own.unreadable = !choices || (!weeks && weeks.error().why == NotShown::Why::unreadable);
  if (choices) own.choices = *choices;
  if (weeks) own.weeks = std::move(weeks->weeks);
  if (!own.has_any && own.band != Band::adult) return own;  // a school's: nobody in it sees the whole house
  own.without_age_doors = numbers->leaves_out_age_doors();
  if (auto days = numbers->household()) own.days = std::move(*days);
  return own;
}

std::optional<NumbersSaid> chosen_in(const web::Form& form) {
  const NumbersSaid said = numbers_said(form.asked("choice"));
  return said == NumbersSaid::nothing || said == NumbersSaid::fresh ? std::nullopt : std::optional(said);
}

bool is_for(Band band, NumbersSaid chosen) {
  const bool about_sharing = chosen == NumbersSaid::shared || chosen == NumbersSaid::alone;
  return band == (about_sharing ? Band::age_13_15 : Band::age_16_17);
}

CountChoices choices_after(CountChoices choices, NumbersSaid chosen) {
  if (chosen == NumbersSaid::shared || chosen == NumbersSaid::alone) choices.share = chosen == NumbersSaid::shared;
  if (chosen == NumbersSaid::kept || chosen == NumbersSaid::stopped) choices.keep = chosen == NumbersSaid::kept;
  return choices;
}

void write_own_numbers(Html& html, const Words& words, const OwnNumbers& numbers, const FormToken& token) {
  if (numbers.unreadable) return html.element("p", words.say("child.numbers.unreadable"));
  if (numbers.has_any) {
    html.element("h2", {{"id", Text("numbers")}}, words.say("child.numbers"));
    const bool counted = is_kept(HolderKind::person, numbers.band, numbers.choices);
    if (counted) {
      html.element("p", words.say("child.numbers.moments"));
      if (numbers.weeks.empty())
        html.element("p", words.say("child.numbers.nothing-yet"));
      else
        write_all_weeks(html, words, numbers);
      html.element("p", words.say("child.numbers.meaning"));
    }
    if (const auto one = switch_of(numbers)) write_switch(html, words, *one, token);
    if (counted) write_start_fresh(html, words, token);
  }
  if (numbers.days) write_days(html, words, numbers);
}

}  // namespace darban::page

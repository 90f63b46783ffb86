// SPDX-License-Identifier: Apache-2.0
#include "app/commands/explain_report.h"

#include "app/civil_time.h"
#include "base/json_writer.h"

namespace darban {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

std::string_view outcome(Action action) {
  switch (action) {
    case Action::allow:
      return "open";
    case Action::block:
      return "closed";
    case Action::rewrite:
      return "open as safe search";
  }
  return "unknown";
}

std::string in_capitals(std::string_view word) {
  std::string capitals(word);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

std::string row(std::string_view word, const std::string& text) {
  constexpr std::size_t kColumn = 12;
  return text.empty() ? "" : "  " + std::string(word) + std::string(kColumn - word.size(), ' ') + text + "\n";
}

int step_number(const Explanation& found) { return static_cast<int>(found.verdict.step); }

ConfigText typed(std::string text) { return ConfigText::from_operator(std::move(text)); }

void time_field(JsonWriter& json, Text key, WallTime time, const Zone& zone) {
  if (time == kNever)
    json.null_field(key);
  else
    json.field(key, typed(civil_text(time, zone)));
}

}  // namespace

std::string explain_text(std::string_view name, const Explanation& found, const Now& when, const Zone& zone) {
  const std::string until = found.mode_until.empty() ? "" : " until " + found.mode_until;
  const std::string clock = "not to be trusted yet: time rules are off, categories stay on";
  return std::string(name) + " is " + in_capitals(outcome(found.verdict.action)) + " for " + found.who + "\n" +
         row("when", weekday_text(when.wall, zone) + " (" + civil_text(when.wall, zone) + "), " +
                         std::string(text_of(found.mode).view()) + until) +
         row("clock", when.wall_trusted ? "" : clock) +
         row("step " + std::to_string(step_number(found)),
             std::string(text_of(found.verdict.step).view()) + ": " + found.because) +
         row("rule", found.rule) + row("change it", found.remedy) + row("next", found.change) +
         row("holds",
             found.verdict.until == kNever ? "until somebody changes a rule" : "until " + civil_text(found.verdict.until, zone)) +
         row("answer", found.form == AnswerForm::open ? "" : std::string(text_of(found.form).view())) +
         row("categories", joined(found.categories));
}

std::string explain_json(std::string_view name, const Explanation& found, const Now& when, const Zone& zone) {
  JsonWriter json;
  json.open_object();
  json.field("name", typed(std::string(name)));
  json.field("who", typed(found.who));
  json.field("outcome", typed(std::string(outcome(found.verdict.action))));
  json.field("step", step_number(found));
  json.field("step_name", found.verdict.step);
  json.field("group", found.verdict.group);
  json.field("answer", found.form);
  json.field("when", typed(civil_text(when.wall, zone)));
  json.field("clock_trusted", when.wall_trusted);
  json.field("mode", found.mode);
  time_field(json, "mode_until", found.mode_ends, zone);
  time_field(json, "until", found.verdict.until, zone);
  time_field(json, "changes", found.changes, zone);
  json.field("because", typed(found.because));
  json.field("rule", typed(found.rule));
  json.field("remedy", typed(found.remedy));
  json.open_list("categories");
  for (const std::string& key : found.categories) json.item(typed(key));
  json.close_list();
  json.close_object();
  return json.take();
}

std::string explain_row(const Explanation& found, const Now& when) {
  const bool ends = found.verdict.until != kNever;
  std::string text(outcome(found.verdict.action));
  for (const std::string& column :
       {std::to_string(step_number(found)), std::string(text_of(found.verdict.step).view()),
        std::string(text_of(found.verdict.group).view()), std::string(text_of(found.form).view()),
        ends ? std::to_string((found.verdict.until - when.wall).count()) : std::string("-"), found.rule})
    text += "\t" + column;
  return text;
}

}  // namespace darban

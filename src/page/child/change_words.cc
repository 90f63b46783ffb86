// SPDX-License-Identifier: Apache-2.0
#include "page/child/change_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "page/account_desk.h"
#include "page/family_text.h"
#include "page/moment_words.h"

namespace darban::page {
namespace {

constexpr std::string_view kByHand = "household.yaml";  // app/household_log.h

Markup typed(std::string_view text) { return isolated(family_text(std::string(text))); }

std::vector<std::string> cut(std::string_view text, std::string_view between) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(between);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + between.size());
  }
}

void add_comma(Html& html, const Words& words) {
  html.add(words.say("shared.comma"));
  html.text(Text(" "));
}

// --- which setting

std::string word_of(const std::string& part) { return part.substr(0, part.find(' ')); }

std::optional<Phrase> title_of_setting(const Words& words, const std::string& part) {
  return words.find("shared.setting.", word_of(part));
}

// The word of ours that says what the values are: the last there is.
std::string key_of(const Words& words, const std::string& setting) {
  std::string key;
  for (const std::string& part : cut(setting, ": ")) {
    if (title_of_setting(words, part)) key = word_of(part);
  }
  return key;
}

Markup door(const Words& words, const Titles& titles, const std::string& key) {
  const auto service = words.find("shared.service.", key);  // written without its `service:`
  return service ? isolated(*service) : titles(key);
}

void add_part(Html& html, const Words& words, const Titles& titles, const std::string& part, std::string_view before) {
  const std::string word = word_of(part);
  const std::string rest = part.substr(std::min(word.size() + 1, part.size()));
  const bool is_mode = before == "modes" || (word == "mode" && !rest.empty());
  if (const auto mode = is_mode ? words.find("shared.mode.", before == "modes" ? part : rest) : std::nullopt)
    return html.text(*mode);
  if (before == "safe-search" && part == "all") return html.add(words.say("shared.search-engines-all"));
  const auto known = title_of_setting(words, part);
  if (!known) return html.add(typed(part));
  html.text(*known);
  if (rest.empty()) return;
  html.text(Text(" "));
  html.add(word == "open" || word == "close" ? door(words, titles, rest) : typed(rest));
}

// --- when something given ends

// "from 2026-11-28 20:00 until 2026-11-28 21:00 (dinner)", "for 30 minutes (dinner)".
struct End {
  std::string from{};
  std::string until{};
  std::int64_t minutes = 0;
  std::string note{};
};

constexpr std::size_t kMoment = std::string_view("2026-11-28 20:00").size();

std::optional<End> end_in(std::string_view value) {
  constexpr std::string_view kFrom = "from ";
  constexpr std::string_view kFor = "for ";
  constexpr std::string_view kMinutes = " minutes";
  constexpr std::string_view kUntil = "until ";
  End end;
  if (const auto at = value.find(" ("); at != std::string_view::npos && value.ends_with(')')) {
    end.note = value.substr(at + 2, value.size() - at - 3);
    value = value.substr(0, at);
  }
  if (value.starts_with(kFor) && value.ends_with(kMinutes)) {
    const std::string_view number = value.substr(kFor.size(), value.size() - kFor.size() - kMinutes.size());
    for (const char c : number) {
      if (c < '0' || c > '9' || number.size() > 6) return std::nullopt;
      end.minutes = end.minutes * 10 + (c - '0');
    }
    return end;
  }
  if (value.starts_with(kFrom) && value.size() > kFrom.size() + kMoment) {
    end.from = value.substr(kFrom.size(), kMoment);
    value.remove_prefix(kFrom.size() + kMoment + 1);
  }
  if (!value.starts_with(kUntil) || value.size() != kUntil.size() + kMoment) return std::nullopt;
  end.until = value.substr(kUntil.size());
  return end;
}

Markup end_words(const Words& words, const End& end) {
  Html html;
  if (end.until.empty())
    html.add(words.say("shared.minutes", {{"n", end.minutes}}));
  else if (end.from.empty())
    html.add(words.say("shared.until", {{"when", family_text(end.until)}}));
  else
    html.add(words.say("shared.from-to", {{"start", family_text(end.from)}, {"end", family_text(end.until)}}));
  if (!end.note.empty()) {
    html.text(Text(" ("));
    html.add(typed(end.note));
    html.text(Text(")"));
  }
  return html.take();
}

// --- a window of a week

// "{days: mon-thu, start: "16:00", end: "18:00", mode: homework, services: [gaming]}", as config/yaml_writer.h writes it.
struct WindowLine {
  std::vector<std::string> days{};
  std::string start{};
  std::string end{};
  std::string mode{};
  std::vector<std::string> services{};
  std::vector<std::string> open{};
};

std::vector<std::string> items_of(std::string_view value) {
  if (value.empty()) return {};
  if (value.front() == '[') return cut(value.substr(1, value.size() - 2), ", ");
  if (value.front() == '"') value = value.substr(1, value.size() - 2);
  return {std::string(value)};
}

std::optional<WindowLine> window_in(std::string_view line) {
  if (line.size() < 2 || line.front() != '{' || line.back() != '}') return std::nullopt;
  line = line.substr(1, line.size() - 2);
  WindowLine window;
  while (!line.empty()) {
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view key = line.substr(0, colon);
    line.remove_prefix(colon + 2);
    const bool is_list = line.starts_with('[');
    const auto close = is_list ? line.find(']') : line.find(',');
    if (is_list && close == std::string_view::npos) return std::nullopt;
    const auto size = std::min(is_list ? close + 1 : close, line.size());
    std::vector<std::string> items = items_of(line.substr(0, size));
    line.remove_prefix(std::min(size + 2, line.size()));
    if (items.empty()) return std::nullopt;
    if (key == "days") window.days = std::move(items);
    if (key == "start") window.start = items.front();
    if (key == "end") window.end = items.front();
    if (key == "mode") window.mode = items.front();
    if (key == "services") window.services = std::move(items);
    if (key == "open") window.open = std::move(items);
  }
  return window.start.empty() || window.end.empty() ? std::nullopt : std::optional(window);
}

std::optional<Phrase> day_called(const Words& words, std::string_view day) {
  constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto at = std::find(kDays.begin(), kDays.end(), day);
  return at == kDays.end() ? std::nullopt : std::optional(day_name(words, static_cast<unsigned>(at - kDays.begin()) + 1));
}

void add_days(Html& html, const Words& words, const std::string& run) {
  if (run == "daily") return html.add(words.say("shared.daily"));
  const auto first = day_called(words, std::string_view(run).substr(0, 3));
  const auto last = run.size() == 7 ? day_called(words, std::string_view(run).substr(4)) : std::nullopt;
  if (first && last) return html.add(words.say("shared.day-run", {{"first", *first}, {"last", *last}}));
  if (first) return html.text(*first);
  html.add(typed(run));
}

std::string in_a_row(const Words& words, const Titles& titles, const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) {
    const auto service = words.find("shared.service.", key);
    text +=
        (text.empty() ? "" : words.plain("shared.comma").view() + " ") + (service ? service->view() : titles.plain(key).view());
  }
  return text;
}

Markup window_words(const Words& words, const Titles& titles, const WindowLine& window, const Phrase& mode) {
  Html html;
  for (const std::string& run : window.days) {
    add_days(html, words, run);
    add_comma(html, words);
  }
  const auto from = family_text(window.start);
  const auto to = family_text(window.end);
  html.add(window.start < window.end ? words.say("child.rules.window.day", {{"mode", mode}, {"from", from}, {"to", to}})
                                     : words.say("child.rules.window.night", {{"mode", mode}, {"from", from}, {"to", to}}));
  if (!window.services.empty()) {
    add_comma(html, words);
    html.add(words.say("shared.closed-too", {{"what", family_text(in_a_row(words, titles, window.services))}}));
  }
  if (!window.open.empty()) {
    add_comma(html, words);
    html.add(words.say("shared.open-too", {{"what", family_text(in_a_row(words, titles, window.open))}}));
  }
  return html.take();
}

// --- values that are words of ours

// Where the words of a setting's values stand.
std::span<const Text> families_of(std::string_view key) {
  static constexpr std::array kAccounts{Text("shared.role."), Text("shared.scope."), Text("shared.log.")};
  static constexpr std::array kBands{Text("shared.band.")};
  static constexpr std::array kModes{Text("shared.mode.")};
  static constexpr std::array kCountries{Text("shared.country.")};
  static constexpr std::array kSwitches{Text("shared.log.")};
  const auto is_one = [key](std::initializer_list<std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  if (is_one({"account", "password", "second-step", "key", "log"})) return kAccounts;
  if (key == "band") return kBands;
  if (key == "mode") return kModes;
  if (key == "country") return kCountries;
  if (is_one({"bypass", "safe-search", "youtube", "answer", "never-pause", "allow-list", "strip-ech", "resolved-only"}))
    return kSwitches;
  return {};
}

Markup our_words(const Words& words, std::span<const Text> families, const std::string& value) {
  Html html;
  bool first = true;
  for (const std::string& word : cut(value, " ")) {
    std::string key = word;
    std::replace(key.begin(), key.end(), ':', '-');
    std::optional<Phrase> known;
    for (const Text family : families) {
      if (!known) known = words.find(family, key);
    }
    if (!first) add_comma(html, words);
    first = false;
    if (known)
      html.text(*known);
    else
      html.add(typed(word));
  }
  return html.take();
}

}  // namespace

Markup setting_words(const Words& words, const Titles& titles, const std::string& setting) {
  Html html;
  std::string before;
  for (const std::string& part : cut(setting, ": ")) {
    if (part != "modes") {
      if (!before.empty() && before != "modes") html.text(Text(": "));
      add_part(html, words, titles, part, before);
    }
    before = part;
  }
  return html.take();
}

Markup value_words(const Words& words, const Titles& titles, const std::string& setting, const std::string& value) {
  if (value.empty()) return words.say("child.changes.log.nothing");
  if (const auto end = end_in(value)) return end_words(words, *end);
  const std::string key = key_of(words, setting);
  if (key == "timetable" || key == "windows") {
    const auto window = window_in(value);
    const auto mode = window ? words.find("shared.mode.", window->mode) : std::nullopt;
    if (mode) return window_words(words, titles, *window, *mode);
  }
  if (key == "close" || key == "open" || key == "open-doors" || key == "services") return door(words, titles, value);
  if (const auto families = families_of(key); !families.empty()) return our_words(words, families, value);
  if (const auto day = key == "like" ? day_called(words, value) : std::nullopt) return isolated(*day);
  if (key.ends_with("-cap")) {  // a number, in minutes
    if (const auto minutes = end_in("for " + value + " minutes")) return end_words(words, *minutes);
  }
  return typed(value);
}

Markup actor_words(const Words& words, const std::string& by) {
  if (by == kByCommand) return words.say("shared.log.by-command");
  return by == kByHand ? words.say("shared.log.by-hand") : typed(by);
}

}  // namespace darban::page

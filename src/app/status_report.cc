// SPDX-License-Identifier: Apache-2.0
#include "app/status_report.h"

#include "app/civil_time.h"
#include "app/grant_report.h"
#include "base/json_writer.h"

namespace darban {
namespace {

constexpr std::int64_t kDay = 86400;

template <typename Each>
void for_each_health(Each each) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Health::count_); ++i) each(static_cast<Health>(i));
}

template <typename Each>
void for_each_total(Each each) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Total::count_); ++i) each(static_cast<Total>(i));
}

std::int64_t whole_hours(Milliseconds time) { return std::chrono::duration_cast<std::chrono::hours>(time).count(); }
std::int64_t age_in_days(const StatusFacts& facts) {
  return (facts.now.wall.time_since_epoch().count() - facts.lists_built) / kDay;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string running_text(Milliseconds running) {
  const auto hours = static_cast<std::uint64_t>(whole_hours(running));
  if (hours == 0) return "for less than an hour";
  if (hours < 48) return "for " + counted(hours, "hour", "hours");
  return "for " + counted(hours / 24, "day", "days");
}

std::string joined(const std::vector<Endpoint>& endpoints) {
  std::string text;
  for (const Endpoint& endpoint : endpoints) text += (text.empty() ? "" : ", ") + endpoint.written;
  return text.empty() ? "none" : text;
}

std::string row_of(std::string_view label, std::size_t width, const std::string& text) {
  return std::string(label) + std::string(label.size() < width ? width - label.size() : 1, ' ') + text + "\n";
}

std::string row(std::string_view label, const std::string& text) { return row_of(label, 12, text); }

std::string lists_text(const StatusFacts& facts) {
  if (facts.names == 0) return "none: every category is open";
  std::string text = counted(facts.names, "name", "names") + " in " + counted(facts.categories, "category", "categories");
  if (facts.lists_built == 0) return text;
  text += ", built " + civil_text(WallTime(Seconds(facts.lists_built)), facts.zone);
  const std::int64_t age = age_in_days(facts);
  return age < 1 ? text : text + " (" + counted(static_cast<std::uint64_t>(age), "day", "days") + " ago)";
}

std::string trouble_text(const StatusFacts& facts) {
  std::string text;
  for_each_health([&](Health what) {
    if (!moves_live(what) || facts.since_start.of(what) == 0) return;
    text += (text.empty() ? "" : "; ") + std::string(text_of(what).view()) + ": " + std::to_string(facts.since_start.of(what));
  });
  return text.empty() ? "none since the start" : text + " (since the start)";
}

std::string set_up_text(const StatusFacts::SetUpDigits& digits) {
  return std::to_string(digits.first) + " " + std::to_string(digits.second);
}

std::string gateway_text(const StatusFacts& facts) {
  std::string text(text_of(facts.gateway).view());
  if (facts.gateway == GatewayState::refused) text += ": " + std::string(text_of(facts.gateway_refusal).view());
  return text;
}

std::string totals_text(const CounterSums& sums) {
  std::string text;
  for_each_total([&](Total what) {
    text += (text.empty() ? "" : ", ") + std::string(text_of(what).view()) + " " + std::to_string(sums.of(what));
  });
  return text;
}

std::string work_rows(const CounterSums& sums) {
  std::string text;
  for_each_health([&](Health what) {
    if (!moves_live(what)) text += "  " + row_of(text_of(what).view(), 40, std::to_string(sums.of(what)));
  });
  return text;
}

void write_totals(JsonWriter& json, const CounterSums& sums) {
  for_each_total([&](Total what) { json.field(what, sums.of(what)); });
}

void write_health(JsonWriter& json, const CounterSums& sums, bool live) {
  for_each_health([&](Health what) {
    if (moves_live(what) == live) json.field(what, sums.of(what));
  });
}

void write_endpoints(JsonWriter& json, Text key, const std::vector<Endpoint>& endpoints) {
  json.open_list(key);
  for (const Endpoint& endpoint : endpoints) json.item(ConfigText::from_operator(endpoint.written));
  json.close_list();
}

void write_rules(JsonWriter& json, const StatusFacts& facts) {
  json.open_object("rules");
  json.field("in_force_since", facts.rules_built.time_since_epoch().count());
  json.field("people", facts.people);
  json.open_list("problems");
  for (const ConfigText& problem : facts.problems) json.item(problem);
  json.close_list();
  json.open_list("restart_needed");
  for (const Text key : facts.restart_needed) json.item(key);
  json.close_list();
  json.close_object();
}

void write_lists(JsonWriter& json, const StatusFacts& facts) {
  json.open_object("lists");
  json.field("names", facts.names);
  json.field("categories", facts.categories);
  if (facts.lists_built == 0) {
    json.null_field("built");
    json.null_field("age_days");
  } else {
    json.field("built", facts.lists_built);
    json.field("age_days", age_in_days(facts));
  }
  json.close_object();
}

std::optional<std::int64_t> today_of(const StatusFacts& facts) {
  return facts.now.wall_trusted ? std::optional(civil_hour(facts.now.wall, facts.zone).day) : std::nullopt;
}

void write_new_devices(JsonWriter& json, const NewDeviceCount& count) {
  json.open_object("new_devices");
  json.field("devices", count.devices);
  json.field("or_more", count.or_more);
  json.field("with_private_address", count.with_private_address);
  if (count.since)
    json.field("since", ConfigText::from_operator(date_text(*count.since)));
  else
    json.null_field("since");
  json.close_object();
}

}  // namespace

std::string status_text(const StatusFacts& facts) {
  std::string text = row(
      "darban", DARBAN_VERSION ", running " + running_text(facts.running) + ", " + counted(facts.workers, "worker", "workers"));
  text += row("listens on", joined(facts.listen));
  text += row("rules",
              "in force since " + civil_text(facts.rules_built, facts.zone) + ", " + counted(facts.people, "person", "people"));
  text += row("lists", lists_text(facts));
  text += row("upstreams", joined(facts.upstreams));
  if (facts.gateway != GatewayState::off) text += row("gateway", gateway_text(facts));
  text += row("trouble", trouble_text(facts));
  if (facts.new_devices.devices > 0) text += row("devices", new_devices_text(facts.new_devices, today_of(facts)));
  if (facts.set_up)
    text += row("SET UP", "no owner yet: open the page in the house and type the code " + set_up_text(*facts.set_up));
  if (!facts.now.wall_trusted) text += row("clock", "not to be trusted yet: time rules are off, categories stay on");
  for (const ConfigText& problem : facts.problems) text += row("PROBLEM", problem.view());
  for (const Text key : facts.restart_needed)
    text += row("RESTART", std::string(key.view()) + " was changed and waits for a restart");
  if (!facts.grants.empty()) text += "\nGiven by adults, by number:\n" + grants_text(facts.grants, *facts.policy, facts.now);
  text += "\nThe household, whole hours only:\n";
  text += row("today", totals_text(facts.today));
  text += row("yesterday", facts.yesterday ? totals_text(*facts.yesterday) : "not known");
  return text + "work today\n" + work_rows(facts.today);
}

std::string status_json(const StatusFacts& facts) {
  JsonWriter json;
  json.open_object();
  json.field("version", Text(DARBAN_VERSION));
  json.field("running_hours", whole_hours(facts.running));
  json.field("clock_trusted", facts.now.wall_trusted);
  json.field("workers", facts.workers);
  write_endpoints(json, "listen", facts.listen);
  write_endpoints(json, "upstreams", facts.upstreams);
  write_rules(json, facts);
  write_lists(json, facts);
  write_new_devices(json, facts.new_devices);
  if (facts.set_up)
    json.field("setup_code", ConfigText::from_operator(set_up_text(*facts.set_up)));
  else
    json.null_field("setup_code");
  if (facts.grants.empty()) {
    json.open_list("grants");
    json.close_list();
  } else {
    write_grants(json, "grants", facts.grants, *facts.policy, facts.now);
  }
  json.open_object("gateway");
  json.field("wanted", facts.gateway != GatewayState::off);
  json.field("in_force", facts.gateway == GatewayState::in_force);
  json.field("state", text_of(facts.gateway));
  if (facts.gateway == GatewayState::refused)
    json.field("refusal", text_of(facts.gateway_refusal));
  else
    json.null_field("refusal");
  json.close_object();
  json.open_object("trouble_since_start");
  write_health(json, facts.since_start, true);
  json.close_object();
  json.open_object("today");
  write_totals(json, facts.today);
  json.close_object();
  if (facts.yesterday) {
    json.open_object("yesterday");
    write_totals(json, *facts.yesterday);
    json.close_object();
  } else {
    json.null_field("yesterday");
  }
  json.open_object("work_today");
  write_health(json, facts.today, false);
  json.close_object();
  json.close_object();
  return json.take() + "\n";
}

}  // namespace darban

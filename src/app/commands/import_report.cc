// SPDX-License-Identifier: Apache-2.0
#include "app/commands/import_report.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "app/commands/bench_table.h"
#include "base/json_writer.h"
#include "base/showable.h"
#include "config/yaml_writer.h"

namespace darban {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : several);
}

std::size_t count_of(const Imported& imported, Carried carried) {
  return static_cast<std::size_t>(std::count_if(imported.findings.begin(), imported.findings.end(),
                                                [carried](const ImportFinding& finding) { return finding.carried == carried; }));
}

std::size_t devices_of(const Household& household) {
  std::size_t devices = 0;
  for (const WrittenPerson& person : household.people) devices += person.devices.size();
  return devices;
}

std::string contents(const Household& household) {
  return counted(household.people.size(), "person", "people") + ", " + counted(devices_of(household), "device", "devices") +
         ", " + counted(household.rooms.size(), "room", "rooms") + ", " +
         counted(household.allow.size() + household.block.size(), "name for everybody", "names for everybody");
}

std::string ages(const Imported& imported) {
  BenchTable table{{{"who"}, {"band"}, {"why"}}, {}};
  for (const BandGuess& guess : imported.guesses)
    table.rows.push_back({guess.who, std::string(text_of(guess.band).view()), guess.why});
  return "## First of all: how old is everybody?\n\n"
         "That system does not know, and in darban it decides most. Each band below is a **guess**; change `band` in the "
         "household file "
         "(under-10, 10-12, 13-15, 16-17, adult, guest, things).\n\n" +
         markdown_of(table);
}

std::string keys_text(const std::vector<WrittenKey>& keys) {
  std::string text;
  for (const WrittenKey& key : keys) text += (text.empty() ? "" : ", ") + key.key;
  return text;
}

std::vector<std::string> row_of(const std::string& who, std::size_t devices, const WrittenProfile& profile) {
  return {who,
          std::to_string(devices),
          keys_text(profile.close),
          std::to_string(profile.timetable.size()),
          std::to_string(profile.allow.size()),
          std::to_string(profile.block.size())};
}

std::string carried_over(const ImportReport& report) {
  const Household& household = report.imported.household;
  constexpr auto kNumbers = BenchTable::Column::Holds::numbers;
  BenchTable table{{{"who"},
                    {"devices", kNumbers},
                    {"closed beyond the band"},
                    {"windows", kNumbers},
                    {"opened names", kNumbers},
                    {"closed names", kNumbers}},
                   {}};
  for (const WrittenPerson& person : household.people)
    table.rows.push_back(row_of(person.name, person.devices.size(), person.profile));
  for (const WrittenRoom& room : household.rooms) table.rows.push_back(row_of("room " + room.label, 0, room.profile));
  table.rows.push_back(row_of("guest", 0, household.guest));
  return "## What is in the household\n\n" + contents(household) + "; time zone " + household.zone + ".\n\n" + markdown_of(table);
}

// Findings with one reason are one item.
std::string findings_of(const Imported& imported, Carried carried, std::string_view title) {
  std::string text;
  std::set<std::pair<std::string, std::string>> said;
  for (const ImportFinding& finding : imported.findings) {
    if (finding.carried != carried || !said.insert({finding.why, finding.instead}).second) continue;
    text += "- " + markdown_cell(finding.why) + ".";
    if (!finding.instead.empty()) text += " Instead: " + markdown_cell(finding.instead) + ".";
    text += "\n";
    for (const ImportFinding& same : imported.findings) {
      if (same.carried == carried && same.why == finding.why && same.instead == finding.instead)
        text += "  - " + markdown_cell(same.where) + ": " + markdown_cell(same.what) + "\n";
    }
  }
  return text.empty() ? text : "\n## " + std::string(title) + "\n\n" + text;
}

std::string_view state_of(const FoundList& list) {
  if (!list.enabled) return "was off there";
  if (list.allows) return "opens names: lists of openings are not used here";
  if (list.id.empty()) return "not in the catalogue: keep a copy and build it with 'darban lists build'";
  switch (list.use) {
    case SourceUse::standard:
      return "in the catalogue, used anyway";
    case SourceUse::optional:
      return "in the catalogue: add it under lists.also";
    case SourceUse::off:
      return "in the catalogue as not to be used";
  }
  return "";
}

std::string lists_of(const ImportReport& report) {
  if (report.imported.lists.empty()) return {};
  BenchTable table{{{"where"}, {"list"}, {"here"}, {"category"}, {"what to do"}}, {}};
  for (const FoundList& list : report.imported.lists)
    table.rows.push_back({list.where, list.url, list.id, list.category, std::string(state_of(list))});
  return "\n## Lists\n\nLists are the machine's matter: darban fetches those of its catalogue, and a list closes a category." +
         std::string(report.catalogue ? ""
                                      : " The catalogue was not at hand (`--blocklists FOLDER`), so no list was recognised.") +
         "\n\n" + markdown_of(table);
}

std::vector<std::string> ids_to_add(const Imported& imported) {
  std::vector<std::string> ids;
  for (const FoundList& list : imported.lists) {
    if (list.enabled && !list.allows && list.use == SourceUse::optional && !list.id.empty() &&
        std::find(ids.begin(), ids.end(), list.id) == ids.end())
      ids.push_back(list.id);
  }
  return ids;
}

std::string settings_text(const Imported& imported) {
  const auto members = [](std::vector<YamlMember> each) { return yaml_map(std::move(each)); };
  const YamlValue settings = members({{"listen", yaml_words(imported.advice.listen)},
                                      {"lists", members({{"also", yaml_words(ids_to_add(imported))}})},
                                      {"upstreams", members({{"servers", yaml_words(imported.advice.upstreams)}})}});
  if (settings.kind == YamlValue::Kind::nothing) return {};
  return "\n## For darban.yaml\n\n```yaml\n" + yaml_text(settings) + "```\n";
}

std::string notes_of(const ImportReport& report) {
  if (report.notes.empty()) return {};
  std::string text = "\n## What `darban check` says\n\n";
  for (const ConfigError& note : report.notes) text += "- " + markdown_cell(text_of(note).view()) + "\n";
  return text;
}

ConfigText shown(const std::string& text) { return ConfigText::from_operator(text); }

}  // namespace

std::string import_markdown(const ImportReport& report) {
  const Imported& imported = report.imported;
  return "# From " + markdown_cell(imported.system) + " to darban\n\n" + ages(imported) + "\n" + carried_over(report) +
         findings_of(imported, Carried::nearly, "Carried over, and not quite the same") +
         findings_of(imported, Carried::not_at_all, "Not carried over") + findings_of(imported, Carried::advice, "By hand") +
         lists_of(report) + settings_text(imported) + notes_of(report);
}

std::string import_summary(const ImportReport& report) {
  const Imported& imported = report.imported;
  return (report.written ? report.output + " was written: " : "Nothing was written. The household would have ") +
         contents(imported.household) + ".\n" + counted(count_of(imported, Carried::nearly), "thing is", "things are") +
         " nearly the same, " + std::to_string(count_of(imported, Carried::not_at_all)) +
         " not carried over. Bands are guesses: look at them first.";
}

std::vector<std::string> import_comment(const Imported& imported) {
  return {"Made by 'darban import' from " + imported.system + ".", "",
          "That system does not know how old anybody is: every 'band' below is a guess. Look at them first.",
          "bands: under-10, 10-12, 13-15, 16-17, adult, guest, things; for schools pupil-primary, pupil-secondary, staff, exam"};
}

std::string import_json(const ImportReport& report) {
  const Imported& imported = report.imported;
  JsonWriter json;
  json.open_object();
  json.field("system", shown(imported.system));
  json.field("household", shown(report.output));
  json.field("written", report.written);
  json.field("people", imported.household.people.size());
  json.field("devices", devices_of(imported.household));
  json.field("rooms", imported.household.rooms.size());
  json.open_list("bands");
  for (const BandGuess& guess : imported.guesses) {
    json.open_object();
    json.field("who", shown(guess.who));
    json.field("band", guess.band);
    json.field("why", shown(guess.why));
    json.close_object();
  }
  json.close_list();
  json.open_list("findings");
  for (const ImportFinding& finding : imported.findings) {
    json.open_object();
    json.field("carried", finding.carried);
    json.field("where", shown(finding.where));
    json.field("what", shown(finding.what));
    json.field("why", shown(finding.why));
    json.field("instead", shown(finding.instead));
    json.close_object();
  }
  json.close_list();
  json.open_list("lists");
  for (const FoundList& list : imported.lists) {
    json.open_object();
    json.field("where", shown(list.where));
    json.field("url", shown(list.url));
    json.field("id", shown(list.id));
    json.field("category", shown(list.category));
    json.field("enabled", list.enabled);
    json.field("opens", list.allows);
    json.close_object();
  }
  json.close_list();
  json.field("settings", shown(settings_text(imported)));
  json.open_list("notes");
  for (const ConfigError& note : report.notes) json.item(text_of(note));
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace darban

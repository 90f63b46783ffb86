// SPDX-License-Identifier: Apache-2.0
#include "app/commands/update_text.h"

#include <algorithm>

#include "app/commands/lists_report.h"
#include "base/errc.h"
#include "base/json_writer.h"
#include "base/showable.h"

namespace darban {
namespace {

ConfigText shown(const std::string& text) { return ConfigText::from_operator(text); }

std::string age(std::int64_t then, std::int64_t now) {
  if (then == 0) return "never";
  const std::int64_t minutes = std::max<std::int64_t>(0, now - then) / 60;
  const std::int64_t hours = minutes / 60;
  if (minutes < 2) return "just now";
  if (hours < 2) return std::to_string(minutes) + " min ago";
  if (hours < 48) return std::to_string(hours) + " h ago";
  return std::to_string(hours / 24) + " days ago";
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return with_commas(count) + " " + std::string(count == 1 ? one : many);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

// What is wrong with a list and what serves meanwhile; empty when all is well.
std::string trouble_of(const SourceOutcome& source) {
  const bool refused = source.refusal != Refusal::none;
  const bool failed = source.trouble != FetchTrouble::none;
  if (!refused && !failed) return {};
  std::string text(refused ? text_of(source.refusal).view() : text_of(source.trouble).view());
  if (refused && !source.detail.empty()) text += " (" + source.detail + ")";
  text += source.entries > 0 ? ". The last good one stays in use." : ". There is no earlier one: it closes nothing.";
  if (!refused) text.append(" ").append(advice_of(source.trouble).view());
  return text;
}

std::size_t lists_in_use(const UpdateReport& report) {
  return static_cast<std::size_t>(std::count_if(report.sources.begin(), report.sources.end(),
                                                [](const SourceOutcome& source) { return source.entries > 0; }));
}

}  // namespace

std::string update_summary(const UpdateReport& report) {
  const std::string in_force = counted(report.names, "name", "names") + " of " + counted(lists_in_use(report), "list", "lists") +
                               " and our own are in force (" + shown_size(report.octets) + ", generation " +
                               std::to_string(report.generation) + ").";
  switch (report.end) {
    case UpdateEnd::installed:
      return "Lists updated: " + in_force;
    case UpdateEnd::nothing_new:
      return "Nothing new: " + in_force;
    case UpdateEnd::refused_itself:
      return "The new lists did not pass the test: " + report.objection + ". The ones before stay in force.";
    case UpdateEnd::not_compiled:
      return "The lists could not be compiled: " + std::string(text_of(report.code).view()) + ". The ones before stay in force.";
  }
  return {};
}

std::string update_troubles(const UpdateReport& report) {
  std::string text;
  for (const SourceOutcome& source : report.sources) {
    const std::string trouble = trouble_of(source);
    if (!trouble.empty()) text += source.id + ": " + trouble + "\n";
  }
  for (const ShelterHit& hit : report.sheltered) {
    text += hit.name + " stays open (" + hit.purpose + "), though " +
            (hit.sources.size() == 1 ? "a list closes it:" : "lists close it:") + joined(hit.sources) + "\n";
  }
  return text;
}

std::string update_table(const UpdateReport& report, std::int64_t now) {
  std::size_t width = 4;
  std::size_t category_width = 8;
  for (const SourceOutcome& source : report.sources) {
    width = std::max(width, source.id.size());
    category_width = std::max(category_width, source.category.size());
  }
  std::string text;
  for (const SourceOutcome& source : report.sources) {
    const std::string entries = with_commas(source.entries);
    text += source.id + std::string(width + 2 - source.id.size(), ' ');
    text += source.category + std::string(category_width + 2 - source.category.size(), ' ');
    text += std::string(entries.size() < 11 ? 11 - entries.size() : 0, ' ') + entries + "  " + age(source.fetched, now);
    if (source.taken_out > 0) text += ", " + with_commas(source.taken_out) + " taken out for" + joined(source.taken_out_for);
    const std::string trouble = trouble_of(source);
    text += trouble.empty() ? "\n" : "\n    " + trouble + "\n";
  }
  return text;
}

std::string update_json(const UpdateReport& report, std::uint64_t in_force, bool held) {
  JsonWriter json;
  json.open_object();
  json.field("end", report.end);
  if (report.end == UpdateEnd::not_compiled) json.field("why", text_of(report.code));
  if (!report.objection.empty()) json.field("why", shown(report.objection));
  json.field("held", held);
  json.field("in_force", in_force);
  json.field("begun", report.begun);
  json.field("ended", report.ended);
  json.field("generation", report.generation);
  json.field("names", report.names);
  json.field("entries", report.entries);
  json.field("octets", report.octets);
  json.field("peak_octets", report.peak);
  json.open_list("sources");
  for (const SourceOutcome& source : report.sources) {
    json.open_object();
    json.field("id", shown(source.id));
    json.field("category", shown(source.category));
    json.field("fate", source.fate);
    if (source.refusal != Refusal::none) {
      json.field("refusal", key_of(source.refusal));
      json.field("refusal_words", text_of(source.refusal));
    }
    if (source.trouble != FetchTrouble::none) {
      json.field("trouble", key_of(source.trouble));
      json.field("trouble_words", text_of(source.trouble));
      json.field("advice", advice_of(source.trouble));
    }
    if (!source.detail.empty()) json.field("detail", shown(source.detail));
    json.field("entries", source.entries);
    json.field("octets", source.octets);
    json.field("taken_out", source.taken_out);
    if (!source.taken_out_for.empty()) {
      json.open_list("taken_out_for");
      for (const std::string& name : source.taken_out_for) json.item(shown(name));
      json.close_list();
    }
    json.field("fetched", source.fetched);
    json.close_object();
  }
  json.close_list();
  json.open_list("sheltered");
  for (const ShelterHit& hit : report.sheltered) {
    json.open_object();
    json.field("name", shown(hit.name));
    json.field("purpose", shown(hit.purpose));
    json.open_list("wanted_by");
    for (const std::string& source : hit.sources) json.item(shown(source));
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace darban

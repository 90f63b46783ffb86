// SPDX-License-Identifier: Apache-2.0
#include "app/commands/simulate_report.h"

#include <algorithm>

#include "app/commands/bench_table.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "base/json_writer.h"

namespace darban {
namespace {

constexpr std::size_t kMovesShown = 50;  // to people; JSON has them all

ConfigText own(const std::string& text) { return ConfigText::from_operator(text); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> names_of(const std::vector<std::size_t>& indexes, const Simulation& simulation) {
  std::vector<std::string> names;
  for (const std::size_t index : indexes) names.push_back(simulation.profiles[index]);
  return names;
}

std::string for_whom(const std::vector<std::size_t>& indexes, const Simulation& simulation) {
  return indexes.size() == simulation.profiles.size() ? "everybody" : joined(names_of(indexes, simulation));
}

// "52", or "52 (+3 -1)" when the change closes three and opens one.
std::string cell_of(const TopCount& count) {
  std::string cell = with_commas(count.after);
  if (count.closes == 0 && count.opens == 0) return cell;
  cell += " (";
  if (count.closes > 0) cell += "+" + with_commas(count.closes);
  if (count.opens > 0) cell += (count.closes > 0 ? " -" : "-") + with_commas(count.opens);
  return cell + ")";
}

BenchTable tops_of(const Simulation& simulation) {
  BenchTable table{{{"profile"}}, {}};
  for (const auto& cut : simulation.radius.tops)
    table.columns.push_back({"closed of the top " + with_commas(cut.front().sites), BenchTable::Column::Holds::numbers});
  for (std::size_t i = 0; i < simulation.profiles.size(); ++i) {
    std::vector<std::string> row{simulation.profiles[i]};
    for (const auto& cut : simulation.radius.tops) row.push_back(cell_of(cut[i]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

BenchTable moves_of(const Simulation& simulation) {
  BenchTable table{{{"rank", BenchTable::Column::Holds::numbers}, {"site"}, {"closes for"}, {"opens for"}, {"category"}}, {}};
  for (const SiteMove& move : simulation.radius.moves) {
    if (table.rows.size() == kMovesShown) break;
    table.rows.push_back({with_commas(move.rank), move.name.empty() ? "(unsaid)" : move.name,
                          for_whom(move.closes_for, simulation), for_whom(move.opens_for, simulation), joined(move.categories)});
  }
  return table;
}

BenchTable must_open_of(const Simulation& simulation) {
  BenchTable table{{{"must stay open"}, {"why"}, {"closed for"}, {"category"}, {"by"}, {"before"}}, {}};
  for (const MustOpenHit& hit : simulation.radius.must_open) {
    const MustOpenSite& site = simulation.must_open[hit.site];
    const std::string by =
        hit.site < simulation.sources.size() ? shown_path(joined(simulation.sources[hit.site])) : std::string();
    table.rows.push_back(
        {site.name, site.why, for_whom(hit.profiles, simulation), joined(hit.categories), by, hit.before ? "closed" : "open"});
  }
  return table;
}

std::string must_open_headline(const Simulation& simulation) {
  const std::size_t sites = simulation.must_open.size();
  if (sites == 0) return "No list of sites that must stay open was given; nothing was held against one.";
  const std::size_t closed = simulation.radius.must_open.size();
  std::string text = with_commas(sites) + " sites must stay open: ";
  text += closed == 0 ? "all of them do." : with_commas(closed) + " of them would be closed.";
  if (const std::size_t opens = simulation.radius.must_open_opens; opens > 0)
    text += " The change opens " + with_commas(opens) + ".";
  return text;
}

std::string top_headline(const Simulation& simulation) {
  if (simulation.radius.tops.empty()) return "No top sites were given; nothing was held against them.";
  return "Sites that are closed in free time after the change (in brackets: what it closes and opens)";
}

std::string report_for_people(const Simulation& simulation, BenchStyle style) {
  const bool markdown = style == BenchStyle::markdown;
  const auto shown = [markdown](const BenchTable& table) { return markdown ? markdown_of(table) : text_of(table); };
  const std::string mark = markdown ? "### " : "";
  std::string text = mark + must_open_headline(simulation) + "\n";
  if (!simulation.radius.must_open.empty()) text += "\n" + shown(must_open_of(simulation));
  text += "\n" + mark + top_headline(simulation) + "\n";
  if (simulation.radius.tops.empty()) return text;
  text += "\n" + shown(tops_of(simulation));
  const std::size_t moves = simulation.radius.moves.size();
  if (moves == 0) return text;
  text += "\n" + mark + with_commas(moves) + (moves == 1 ? " top site changes" : " top sites change") + "\n\n" +
          shown(moves_of(simulation));
  if (moves > kMovesShown) text += "\nand " + with_commas(moves - kMovesShown) + " more; --json has them all\n";
  return text;
}

void write_words(JsonWriter& json, const std::vector<std::string>& words) {
  for (const std::string& word : words) json.item(own(word));
  json.close_list();
}

void write_tops(JsonWriter& json, const Simulation& simulation) {
  json.open_list("top");
  for (const auto& cut : simulation.radius.tops) {
    for (std::size_t i = 0; i < cut.size(); ++i) {
      json.open_object();
      json.field("sites", cut[i].sites);
      json.field("profile", own(simulation.profiles[i]));
      json.field("closed_before", cut[i].before);
      json.field("closed_after", cut[i].after);
      json.field("closes", cut[i].closes);
      json.field("opens", cut[i].opens);
      json.close_object();
    }
  }
  json.close_list();
}

void write_moves(JsonWriter& json, const Simulation& simulation) {
  json.open_list("changes");
  for (const SiteMove& move : simulation.radius.moves) {
    json.open_object();
    json.field("rank", move.rank);
    if (move.name.empty())
      json.null_field("site");
    else
      json.field("site", own(move.name));
    json.open_list("categories");
    write_words(json, move.categories);
    json.open_list("closes_for");
    write_words(json, names_of(move.closes_for, simulation));
    json.open_list("opens_for");
    write_words(json, names_of(move.opens_for, simulation));
    json.close_object();
  }
  json.close_list();
}

std::string report_as_json(const Simulation& simulation) {
  JsonWriter json;
  json.open_object();
  json.field("must_open_sites", simulation.must_open.size());
  json.field("must_open_opens", simulation.radius.must_open_opens);
  json.open_list("must_open_closed");
  for (const MustOpenHit& hit : simulation.radius.must_open) {
    const MustOpenSite& site = simulation.must_open[hit.site];
    json.open_object();
    json.field("site", own(site.name));
    json.field("why", own(site.why));
    json.field("where", own(site.file + ":" + std::to_string(site.place.line)));
    json.field("closed_before", hit.before);
    json.open_list("profiles");
    write_words(json, names_of(hit.profiles, simulation));
    json.open_list("categories");
    write_words(json, hit.categories);
    json.open_list("sources");
    write_words(json, hit.site < simulation.sources.size() ? simulation.sources[hit.site] : std::vector<std::string>());
    json.close_object();
  }
  json.close_list();
  write_tops(json, simulation);
  write_moves(json, simulation);
  json.close_object();
  return json.take();
}

}  // namespace

std::string simulate_report(const Simulation& simulation, BenchStyle style) {
  return style == BenchStyle::json ? report_as_json(simulation) : report_for_people(simulation, style);
}

}  // namespace darban

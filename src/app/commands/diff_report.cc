// SPDX-License-Identifier: Apache-2.0
#include "app/commands/diff_report.h"

#include "app/commands/bench_table.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "base/json_writer.h"

namespace darban {
namespace {

constexpr std::string_view kUnsaid = "(a name that stays unsaid)";

ConfigText own(const std::string& text) { return ConfigText::from_operator(text); }

std::string name_of(const NameChange& change) { return change.name.empty() ? std::string(kUnsaid) : change.name; }
std::string why_of(const NameChange& change, std::string_view otherwise) {
  return change.why.empty() ? std::string(otherwise) : change.why;
}

// Calls `use` with "+" or "-", the change, and what to say when there is no reason. A service's hosts need none.
template <typename Use>
void for_each_name(const CategoryDiff& category, Use use) {
  for (const NameChange& change : category.added) use("+", change, "");
  for (const NameChange& change : category.removed) use("-", change, "no reason given");
}

std::string text_of_diff(const ListDiff& diff) {
  std::string text = headline_of(diff) + "\n";
  for (const CategoryDiff& category : diff.categories) {
    text += "\n" + category.category + ": " + with_commas(category.before) + ", now " + with_commas(category.after) + "\n";
    for_each_name(category, [&](std::string_view sign, const NameChange& change, std::string_view otherwise) {
      text.append("  ").append(sign).append(" ").append(name_of(change));
      const std::string why = why_of(change, otherwise);
      if (!why.empty()) text.append("  ").append(why);
      text.append("  (").append(change.where).append(")\n");
    });
  }
  const TableChange* last = nullptr;
  for (const TableChange& change : diff.tables) {
    if (last == nullptr || last->area != change.area) text.append("\n").append(text_of(change.area).view()).append("\n");
    text += "  " + change.key + ": " + change.what + "\n";
    last = &change;
  }
  return text;
}

std::string markdown_of_diff(const ListDiff& diff) {
  std::string text = "### " + markdown_cell(headline_of(diff)) + "\n";
  BenchTable names{{{"category"}, {""}, {"name"}, {"why"}}, {}};
  for (const CategoryDiff& category : diff.categories) {
    for_each_name(category, [&](std::string_view sign, const NameChange& change, std::string_view otherwise) {
      names.rows.push_back({category.category, std::string(sign), name_of(change), why_of(change, otherwise)});
    });
  }
  if (!names.rows.empty()) text += "\n" + markdown_of(names);
  BenchTable others{{{"in"}, {"what"}, {"change"}}, {}};
  for (const TableChange& change : diff.tables)
    others.rows.push_back({std::string(text_of(change.area).view()), change.key, change.what});
  if (!others.rows.empty()) text += "\n" + markdown_of(others);
  return text;
}

void write_names(JsonWriter& json, const std::vector<NameChange>& changes) {
  for (const NameChange& change : changes) {
    json.open_object();
    if (change.name.empty())
      json.null_field("name");
    else
      json.field("name", own(change.name));
    json.field("why", own(change.why));
    json.field("where", own(change.where));
    json.close_object();
  }
  json.close_list();
}

std::string json_of_diff(const ListDiff& diff) {
  JsonWriter json;
  json.open_object();
  json.field("headline", own(headline_of(diff)));
  json.open_list("categories");
  for (const CategoryDiff& category : diff.categories) {
    json.open_object();
    json.field("category", own(category.category));
    json.field("before", category.before);
    json.field("after", category.after);
    json.open_list("added");
    write_names(json, category.added);
    json.open_list("removed");
    write_names(json, category.removed);
    json.close_object();
  }
  json.close_list();
  json.open_list("others");
  for (const TableChange& change : diff.tables) {
    json.open_object();
    json.field("in", change.area);
    json.field("key", own(change.key));
    json.field("change", own(change.what));
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

std::string difference(std::uint64_t before, std::uint64_t after) {
  if (before == after) return "-";
  return after > before ? "+" + with_commas(after - before) : "-" + with_commas(before - after);
}

BenchTable table_of(const std::vector<CountDiff>& counts, std::string title) {
  constexpr auto kNumbers = BenchTable::Column::Holds::numbers;
  BenchTable table{{{std::move(title)}, {"before", kNumbers}, {"after", kNumbers}, {"change", kNumbers}}, {}};
  for (const CountDiff& each : counts) {
    std::string name = shown_path(each.key);
    if (each.key != each.category) name += " (" + each.category + ")";
    table.rows.push_back({name, with_commas(each.before), with_commas(each.after), difference(each.before, each.after)});
  }
  return table;
}

std::string headline_of_images(const ImageDiff& diff) {
  return with_commas(diff.names_before) + " names, now " + with_commas(diff.names_after) + " (" +
         difference(diff.names_before, diff.names_after) + ")";
}

void write_counts(JsonWriter& json, const std::vector<CountDiff>& counts) {
  for (const CountDiff& each : counts) {
    json.open_object();
    json.field("key", own(each.key));
    json.field("category", own(each.category));
    json.field("before", each.before);
    json.field("after", each.after);
    json.close_object();
  }
  json.close_list();
}

std::string json_of_images(const ImageDiff& diff) {
  JsonWriter json;
  json.open_object();
  json.field("names_before", diff.names_before);
  json.field("names_after", diff.names_after);
  json.open_list("categories");
  write_counts(json, diff.categories);
  json.open_list("sources");
  write_counts(json, diff.sources);
  json.close_object();
  return json.take();
}

}  // namespace

std::string diff_report(const ListDiff& diff, BenchStyle style) {
  if (style == BenchStyle::json) return json_of_diff(diff);
  return style == BenchStyle::markdown ? markdown_of_diff(diff) : text_of_diff(diff);
}

std::string diff_report(const ImageDiff& diff, BenchStyle style) {
  if (style == BenchStyle::json) return json_of_images(diff);
  const auto shown = [style](const BenchTable& table) {
    return style == BenchStyle::markdown ? markdown_of(table) : text_of(table);
  };
  const std::string title = style == BenchStyle::markdown ? "### " : "";
  std::string text = title + headline_of_images(diff) + "\n\n" + shown(table_of(diff.categories, "category"));
  if (!diff.sources.empty()) text += "\n" + shown(table_of(diff.sources, "source"));
  return text;
}

}  // namespace darban

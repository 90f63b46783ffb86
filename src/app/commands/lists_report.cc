// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_report.h"

#include <algorithm>
#include <array>

#include "app/commands/list_file.h"
#include "base/errc.h"
#include "base/json_writer.h"

namespace darban {
namespace {

struct Column {
  std::string_view title;
  std::uint64_t (*count)(const SourceReport&);
};
std::uint64_t ignored_lines(const SourceReport& source) { return source.source.ignored - source.duplicates; }
constexpr std::array kColumns{
    Column{"entries", [](const SourceReport& source) { return source.entries; }},
    Column{"accepted", [](const SourceReport& source) { return source.source.accepted; }},
    Column{"duplicate", [](const SourceReport& source) { return source.duplicates; }},
    Column{"known", [](const SourceReport& source) { return source.known; }},
    Column{"pruned", [](const SourceReport& source) { return source.pruned; }},
    Column{"ignored", ignored_lines},
    Column{"refused", [](const SourceReport& source) { return source.refused; }},
};
constexpr std::size_t kCountWidth = 11;
constexpr std::size_t kNameWidth = 34;

std::string table_row(std::string_view name, const std::vector<const SourceReport*>& sources) {
  std::string row = left_column(name, kNameWidth);
  for (const Column& column : kColumns) {
    std::uint64_t sum = 0;
    for (const SourceReport* source : sources) sum += column.count(*source);
    row += right_column(with_commas(sum), kCountWidth);
  }
  return row + "\n";
}

std::string table(const BuildReport& report) {
  std::string text = left_column("category and list", kNameWidth);
  for (const Column& column : kColumns) text += right_column(column.title, kCountWidth);
  text += "\n";
  std::vector<const SourceReport*> all;
  for (const Category& category : report.categories) {
    std::vector<const SourceReport*> sources;
    for (const SourceReport& source : report.compiled.sources) {
      if (source.source.category == category.id) sources.push_back(&source);
    }
    if (sources.empty()) continue;
    text += table_row(category.key, sources);
    for (const SourceReport* source : sources) {
      const std::string& path = source->source.path;
      text += table_row("  " + shown_path(path.substr(path.rfind('/') + 1)), {source});
    }
    all.insert(all.end(), sources.begin(), sources.end());
  }
  return text + table_row("all", all);
}

std::string ignored_by_reason(const CompileReport& report) {
  std::string text;
  for (std::size_t reason = 0; reason < static_cast<std::size_t>(Ignored::count_); ++reason) {
    std::uint64_t sum = 0;
    for (const SourceReport& source : report.sources) sum += source.ignored[reason];
    if (sum > 0)
      text +=
          right_column(with_commas(sum), kCountWidth) + "  " + std::string(text_of(static_cast<Ignored>(reason)).view()) + "\n";
  }
  return text.empty() ? text : "\nlines ignored, by reason\n" + text;
}

// The first lines of each kind; the rest is a number.
std::string complaints(const CompileReport& report) {
  std::string text;
  for (const SourceReport& source : report.sources) {
    for (const LineComplaint& each : source.complaints) text += complaint(source.source.path, each.line, each.code) + "\n";
    if (source.refused > source.complaints.size()) {
      text +=
          shown_path(source.source.path) + ": and " + with_commas(source.refused - source.complaints.size()) + " lines more\n";
    }
    if (source.warned == 0) continue;
    text += shown_path(source.source.path) + ": " + with_commas(source.warned) + " taken although written oddly, first on line " +
            std::to_string(source.warned_lines.front()) + "\n";
  }
  return text.empty() ? text : "\nlines refused or odd\n" + text;
}

}  // namespace

std::string with_commas(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string shown_size(std::uint64_t octets) {
  const auto tenths = [](std::uint64_t count, std::uint64_t unit) {
    const std::uint64_t rounded = (count * 10 + unit / 2) / unit;
    return std::to_string(rounded / 10) + "." + std::to_string(rounded % 10);
  };
  if (octets < 10'000) return std::to_string(octets) + " octets";
  return octets < 1'000'000 ? tenths(octets, 1000) + " kB" : tenths(octets, 1'000'000) + " MB";
}

std::string left_column(std::string_view text, std::size_t width) {
  std::string column(text.substr(0, width - 1));
  column.resize(width, ' ');
  return column;
}
std::string right_column(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + std::string(text);
}

std::string_view key_of(const std::vector<Category>& categories, CategoryId id) {
  const auto found =
      std::find_if(categories.begin(), categories.end(), [id](const Category& category) { return category.id == id; });
  return found == categories.end() ? std::string_view("?") : std::string_view(found->key);
}

std::string report_text(const BuildReport& report) {
  const ImageShape& shape = report.compiled.shape;
  std::string text = table(report) + ignored_by_reason(report.compiled) + complaints(report.compiled);
  if (!report.refused_files.empty()) text += "\nfiles left out\n";
  for (const std::string& sentence : report.refused_files) text += sentence + "\n";
  text += "\n" + with_commas(report.compiled.sources.size()) + " lists, " + shown_size(report.list_octets) + ", became " +
          with_commas(shape.names) + " names in " + shown_path(report.image_path) + ", " + shown_size(report.image_octets);
  if (shape.names >= 1000) {
    const std::uint64_t hundredths = report.image_octets * 100 / shape.names;
    text += " (" + std::to_string(hundredths / 100) + "." + std::to_string(hundredths % 100 / 10) +
            std::to_string(hundredths % 10) + " octets a name, everything included)";
  }
  return text + "\n";
}

std::string report_json(const BuildReport& report) {
  JsonWriter json;
  json.open_object();
  json.field("image", ConfigText::from_operator(report.image_path));
  json.field("octets", report.image_octets);
  json.field("names", report.compiled.shape.names);
  json.field("classes", report.compiled.shape.classes);
  json.field("heavy_anchors", report.compiled.shape.heavy_anchors);
  json.field("lines", report.compiled.shape.lines);
  json.open_list("files_left_out");
  for (const std::string& sentence : report.refused_files) json.item(ConfigText::from_operator(sentence));
  json.close_list();
  json.open_list("sources");
  for (const SourceReport& source : report.compiled.sources) {
    json.open_object();
    json.field("path", ConfigText::from_operator(source.source.path));
    json.field("category", ConfigText::from_operator(std::string(key_of(report.categories, source.source.category))));
    json.field("format", ConfigText::from_operator(source.source.format));
    json.field("entries", source.entries);
    json.field("accepted", source.source.accepted);
    json.field("duplicates", source.duplicates);
    json.field("known", source.known);
    json.field("pruned", source.pruned);
    json.field("cancelled", source.cancelled);
    json.field("refused", source.refused);
    json.field("warned", source.warned);
    json.open_object("ignored");
    for (std::size_t reason = 0; reason < source.ignored.size(); ++reason) {
      if (source.ignored[reason] > 0) json.field(static_cast<Ignored>(reason), source.ignored[reason]);
    }
    json.close_object();
    json.open_list("complaints");
    for (const LineComplaint& each : source.complaints) {
      json.open_object();
      json.field("line", each.line);
      json.field("what", each.code);
      json.close_object();
    }
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace darban

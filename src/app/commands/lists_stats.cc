// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_stats.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/civil_time.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/json_writer.h"
#include "lists/image.h"

namespace darban {
namespace {

std::string date_text(std::int64_t seconds) {
  return seconds <= 0 ? "no date" : civil_text(WallTime{Seconds{seconds}}, Zone::utc()) + " UTC";
}

std::string stats_text(const Image& image, std::string_view path) {
  const std::vector<Category> categories(image.categories().begin(), image.categories().end());
  std::string text = shown_path(path) + ": " + with_commas(image.names()) + " names, " + shown_size(image.octets()) + ", built " +
                     date_text(image.built()) + "\n";
  for (const Category& category : categories) {
    std::string sources;
    for (const ListSource& source : image.sources()) {
      if (source.category != category.id) continue;
      sources += "  " + right_column(with_commas(source.accepted), 11) + " accepted" +
                 right_column(with_commas(source.ignored), 11) + " ignored  " + left_column(source.format, 14) +
                 shown_path(source.path) + ", " + date_text(source.changed) + "\n";
    }
    text += category.key + (sources.empty() ? ": no list\n" : "\n" + sources);
  }
  return text;
}

std::string stats_json(const Image& image) {
  const std::vector<Category> categories(image.categories().begin(), image.categories().end());
  JsonWriter json;
  json.open_object();
  json.field("names", image.names());
  json.field("octets", image.octets());
  json.field("built", image.built());
  json.open_list("categories");
  for (const Category& category : categories) {
    json.open_object();
    json.field("id", static_cast<int>(category.id));
    json.field("key", ConfigText::from_operator(category.key));
    json.field("judged_in_targets", category.judged_in_targets);
    json.close_object();
  }
  json.close_list();
  json.open_list("sources");
  for (const ListSource& source : image.sources()) {
    json.open_object();
    json.field("path", ConfigText::from_operator(source.path));
    json.field("format", ConfigText::from_operator(source.format));
    json.field("category", ConfigText::from_operator(std::string(key_of(categories, source.category))));
    json.field("accepted", source.accepted);
    json.field("ignored", source.ignored);
    json.field("changed", source.changed);
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace

int run_lists_stats(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--json", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists stats", arguments.error());
  if (arguments->places().empty()) return usage_error("lists stats", "which image?");
  const std::string path(arguments->places().front());
  const auto image = Image::open(path);
  if (!image) {
    terminal::print_error("darban lists stats: " + refused_image(path, image.error()));
    return kExitFailed;
  }
  terminal::print(arguments->has("--json") ? stats_json(**image) : stats_text(**image, path));
  return kExitOk;
}

}  // namespace darban

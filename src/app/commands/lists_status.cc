// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_status.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_places.h"
#include "app/commands/lists_report.h"
#include "app/commands/update_text.h"
#include "app/exit_code.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "lists/image.h"
#include "update/generations.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::size_t kLargestReport = std::size_t{16} << 20;

int failed(std::string_view command, const std::string& sentence) {
  terminal::print_error("darban lists " + std::string(command) + ": " + sentence);
  return kExitFailed;
}

std::string generations_line(const Generations& generations) {
  const auto installed = generations.installed();
  std::string text;
  for (const std::uint64_t number : generations.all()) {
    const auto image = Image::open(generations.image_of(number));
    text += text.empty() ? "Generations:" : ",";
    text += " " + std::to_string(number);
    text += image ? " with " + with_commas((*image)->names()) + " names" : " (damaged)";
    if (number == installed) text += " in force";
  }
  if (generations.held()) text += ". Updates by the clock rest; `darban lists update` ends that";
  return text.empty() ? text : text + ".\n";
}

// The newest complete one before the one in force, or the one that was asked for.
std::optional<std::uint64_t> target_of(const Generations& generations, std::optional<std::uint64_t> wanted) {
  const auto numbers = generations.all();
  const auto installed = generations.installed();
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    const bool right = wanted ? *number == *wanted : !installed || *number < *installed;
    if (right && Image::open(generations.image_of(*number))) return *number;
  }
  return std::nullopt;
}

}  // namespace

int run_lists_status(std::span<const std::string_view> words) {
  constexpr std::array kOptions{kConfigOption, kBlocklistsOption, kFolderOption, kImageOption, Option{"--json", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("lists status", arguments.error());
  const auto places = list_places(*arguments);
  if (!places) return failed("status", places.error());
  const auto text = read_small_file(places->state + "/report", kLargestReport);
  if (!text && text.error().code == Errc::not_found)
    return failed("status", "there was no update yet; `darban lists update` makes one");
  const auto report = text ? read_update_report(*text) : text.error();
  if (!report) return failed("status", places->state + "/report: " + std::string(text_of(report.error().code).view()));
  const Generations generations(places->state);
  if (arguments->has("--json")) {
    terminal::print(update_json(*report, generations.held()));
    return kExitOk;
  }
  terminal::print(update_table(*report, static_cast<std::int64_t>(::time(nullptr))) + generations_line(generations) +
                  update_summary(*report));
  return kExitOk;
}

int run_lists_rollback(std::span<const std::string_view> words) {
  constexpr std::array kOptions{kConfigOption, kBlocklistsOption, kFolderOption, kImageOption, Option{"--to"}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("lists rollback", arguments.error());
  std::optional<std::uint64_t> wanted;
  if (const auto word = arguments->value("--to")) {
    wanted = read_whole_number(*word);
    if (!wanted) return usage_error("lists rollback", "--to needs the number of a generation");
  }
  const auto places = list_places(*arguments);
  if (!places) return failed("rollback", places.error());
  const auto lock = UpdateLock::take(places->state);
  if (!lock) return failed("rollback", "another update is running in " + places->state);
  const Generations generations(places->state);
  const auto target = target_of(generations, wanted);
  if (!target) return failed("rollback", "there is no such generation to go back to");
  if (const auto held = generations.hold(); !held)
    return failed("rollback", places->state + ": " + std::string(text_of(held.error().code).view()));
  if (const auto installed = generations.install(*target, places->image); !installed)
    return failed("rollback", places->image + ": " + std::string(text_of(installed.error().code).view()));
  terminal::print("Generation " + std::to_string(*target) + " is in force again. Updates by the clock rest until `darban lists update`.");
  return kExitOk;
}

}  // namespace darban

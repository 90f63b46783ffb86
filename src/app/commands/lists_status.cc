// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_status.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/civil_time.h"
#include "app/command_line.h"
#include "app/commands/list_places.h"
#include "app/commands/lists_report.h"
#include "app/commands/signed_text.h"
#include "app/commands/update_text.h"
#include "app/exit_code.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "lists/image.h"
#include "update/bundle_files.h"
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
    if (const auto bundle = generations.bundle_of(number)) text += " of bundle " + std::to_string(bundle->number);
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

// Where a bundle is in force, or a publisher's folder is asked for one.
int signed_status(const ListPlaces& places, const Generations& generations, bool as_json) {
  const auto now = static_cast<std::int64_t>(::time(nullptr));
  const bool asked = !places.settings.bundle_url.empty();
  SignedInForce in_force = signed_in_force(generations, places.image, now);
  if (asked) {
    if (auto keys = load_bundle_keys(beside_image(places.image, "keys")); !keys) in_force.problems.push_back(keys.error());
  }
  const auto text = read_small_file(places.state + "/signed-report", kLargestReport);
  const auto report = text ? read_signed_report(*text) : text.error();
  const bool known = asked && report && report->url == places.settings.bundle_url;
  if (as_json) {
    terminal::print(signed_json(in_force, known ? &*report : nullptr, now));
    return kExitOk;
  }
  std::string said = signed_table(in_force) + generations_line(generations) + signed_summary(in_force, now);
  for (const ConfigError& problem : in_force.problems) said += std::string(text_of(problem).view()) + "\n";
  if (known)
    said += signed_troubles(*report) + "The publisher's folder was asked last at " + utc_text(report->ended) + ".";
  else if (asked)
    said += "The publisher's folder was not asked yet; `darban lists update` does.";
  else
    said += "While it is in force the clock fetches no lists of the catalogue; `darban lists update` changes over to them.";
  terminal::print(said);
  return kExitOk;
}

}  // namespace

int run_lists_status(std::span<const std::string_view> words) {
  constexpr std::array kOptions{kConfigOption, kBlocklistsOption, kFolderOption, kImageOption,
                                Option{"--json", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("lists status", arguments.error());
  const auto places = list_places(*arguments);
  if (!places) return failed("status", places.error());
  const Generations generations(places->state);
  if (!places->settings.bundle_url.empty() || generations.bundle_in_force())
    return signed_status(*places, generations, arguments->has("--json"));
  const auto text = read_small_file(places->state + "/report", kLargestReport);
  if (!text && text.error().code == Errc::not_found)
    return failed("status", "there was no update yet; `darban lists update` makes one");
  const auto report = text ? read_update_report(*text) : text.error();
  if (!report) return failed("status", places->state + "/report: " + std::string(text_of(report.error().code).view()));
  if (arguments->has("--json")) {
    terminal::print(update_json(*report, generations.installed().value_or(0), generations.held()));
    return kExitOk;
  }
  // Of lists somebody went back from, the last update's sentence would not be true.
  const bool as_updated = generations.installed() == report->generation;
  terminal::print(update_table(*report, static_cast<std::int64_t>(::time(nullptr))) + generations_line(generations) +
                  (as_updated ? update_summary(*report) : std::string()));
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
  if (const auto problem = become_darbans_user(places->settings)) return failed("rollback", *problem);
  const auto lock = UpdateLock::take(places->state);
  if (!lock) return failed("rollback", "another update is running in " + places->state);
  const Generations generations(places->state);
  const auto target = target_of(generations, wanted);
  if (!target) return failed("rollback", "there is no such generation to go back to");
  if (const auto held = generations.hold(); !held)
    return failed("rollback", places->state + ": " + std::string(text_of(held.error().code).view()));
  if (const auto installed = generations.install(*target, places->image); !installed)
    return failed("rollback", places->image + ": " + std::string(text_of(installed.error().code).view()));
  terminal::print("Generation " + std::to_string(*target) +
                  " is in force again. Updates by the clock rest until `darban lists update`.");
  return kExitOk;
}

}  // namespace darban

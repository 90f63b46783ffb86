// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_diff.h"

#include <array>
#include <filesystem>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/diff_report.h"
#include "app/commands/list_file.h"
#include "app/exit_code.h"
#include "app/terminal.h"

namespace darban {
namespace {

int failed(const std::string& sentence) {
  terminal::print_error("darban lists diff: " + sentence);
  return kExitFailed;
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

// A file that could not be read would look like one whose names are all gone.
int diff_folders(const std::string& old_path, const std::string& new_path, BenchStyle style) {
  const OwnFolder before = read_own_folder(old_path);
  const OwnFolder after = read_own_folder(new_path);
  int outcome = kExitOk;
  for (const OwnFolder* folder : {&before, &after}) {
    for (const ConfigError& error : folder->errors) outcome = failed(sentence_of(error));
  }
  if (outcome == kExitOk) terminal::print(diff_report(diff_of(before, after), style));
  return outcome;
}

int diff_images(const std::string& old_path, const std::string& new_path, BenchStyle style) {
  const auto before = Image::open(old_path);
  if (!before) return failed(refused_image(old_path, before.error()));
  const auto after = Image::open(new_path);
  if (!after) return failed(refused_image(new_path, after.error()));
  terminal::print(diff_report(diff_of(**before, **after), style));
  return kExitOk;
}

}  // namespace

int run_lists_diff(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"--json", kNothing}, Option{"--markdown", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 2);
  if (!arguments) return usage_error("lists diff", arguments.error());
  if (arguments->places().size() != 2) return usage_error("lists diff", "which two? The old one and the new one are needed");
  const auto style = bench_style_of(*arguments);
  if (!style) return usage_error("lists diff", style.error());
  const std::string before(arguments->places()[0]);
  const std::string after(arguments->places()[1]);
  if (is_folder(before) != is_folder(after)) return usage_error("lists diff", "two folders, or two images: not one of each");
  return is_folder(before) ? diff_folders(before, after, *style) : diff_images(before, after, *style);
}

}  // namespace darban

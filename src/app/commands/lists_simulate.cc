// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_simulate.h"

#include <array>
#include <filesystem>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_subject.h"
#include "app/commands/simulate_report.h"
#include "app/exit_code.h"
#include "app/terminal.h"

namespace darban {
namespace {

int failed(const std::string& sentence) {
  terminal::print_error("darban lists simulate: " + sentence);
  return kExitFailed;
}

// Beside blocklists/ in a clone of the project.
std::string corpus_beside(const std::string& place) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const fs::path whole = fs::weakly_canonical(place, problem);
  const fs::path corpus = whole.parent_path() / "tests" / "fixtures" / "must-open";
  return !problem && fs::is_directory(corpus, problem) ? corpus.string() : std::string();
}

}  // namespace

int run_lists_simulate(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"--top-sites"}, Option{"--must-open"}, Option{"--json", kNothing},
                                Option{"--markdown", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 2);
  if (!arguments) return usage_error("lists simulate", arguments.error());
  if (arguments->places().size() != 2) return usage_error("lists simulate", "which two? The old one and the new one are needed");
  const auto style = bench_style_of(*arguments);
  if (!style) return usage_error("lists simulate", style.error());
  const std::string old_path(arguments->places()[0]);
  const std::string new_path(arguments->places()[1]);

  const auto sites = top_sites_of(*arguments);
  if (!sites) return failed(sites.error());
  Simulation simulation;
  simulation.profiles = default_profiles();
  if (const std::string corpus(arguments->value("--must-open").value_or(corpus_beside(new_path))); !corpus.empty()) {
    auto must_open = load_must_open(corpus);
    if (!must_open) return failed(sentence_of(must_open.error()));
    simulation.must_open = std::move(*must_open);
  }
  std::vector<std::string> watched;
  for (const MustOpenSite& site : simulation.must_open) watched.push_back(site.name);

  const auto before = open_list_subject(old_path, {});
  if (!before) return failed(before.error());
  auto after = open_list_subject(new_path, watched);
  if (!after) return failed(after.error());
  simulation.radius = blast_radius(side_of(*before), side_of(*after), *sites, simulation.must_open);
  simulation.sources = std::move(after->sources);
  terminal::print(simulate_report(simulation, *style));
  return simulation.radius.must_open.empty() ? kExitOk : kExitFailed;
}

}  // namespace darban

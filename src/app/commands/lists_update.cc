// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_update.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_places.h"
#include "app/commands/lists_compile_step.h"
#include "app/commands/lists_report.h"
#include "app/commands/lists_update_signed.h"
#include "app/commands/update_steps.h"
#include "app/commands/update_text.h"
#include "app/exit_code.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "app/upstreams.h"
#include "base/errc.h"
#include "config/catalogue.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "update/generations.h"

namespace darban {
namespace {

constexpr std::size_t kLargestReport = std::size_t{16} << 20;
constexpr std::uint64_t kLeastCap = std::uint64_t{8} << 20;
constexpr std::uint64_t kMostCap = std::uint64_t{256} << 20;
constexpr std::uint64_t kOctetsAnEntry = 128;  // generous: lists have about 25

struct Wish {
  bool all = false;
  bool due = false;
  bool offline = false;
  bool shareable = false;
  std::vector<std::string> only;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_chosen(const CatalogueSource& source, const Settings& settings, const Wish& wish) {
  if (wish.shareable && !source.redistribute) return false;
  if (!wish.only.empty()) return holds(wish.only, source.id);
  if (wish.all) return source.use != SourceUse::off;
  if (holds(settings.lists_without, source.id)) return false;
  return source.use == SourceUse::standard || holds(settings.lists_also, source.id);
}

// A word that names no list of the catalogue is a slip that would leave a door open.
std::optional<std::string> unknown_id(const Catalogue& catalogue, const std::vector<std::string>& words) {
  std::vector<std::string_view> ids;
  for (const CatalogueSource& source : catalogue.sources) ids.push_back(source.id);
  for (const std::string& word : words) {
    if (std::find(ids.begin(), ids.end(), word) != ids.end()) continue;
    const std::string_view meant = nearest(word, ids);
    return "the catalogue has no list " + quote(word) + (meant.empty() ? std::string() : "; did you mean " + quote(meant) + "?");
  }
  return std::nullopt;
}

FetchOrder order_for(const CatalogueSource& source, const SourceState& state) {
  FetchOrder order;
  order.source = source.id;
  order.urls = source.urls;
  order.into = source.id + "/candidate";
  if (state.fetched != 0 && state.refusal == Refusal::none) {
    order.etag = state.etag;
    order.last_modified = state.last_modified;
    order.described_by = state.described_by;
  }
  order.most_octets = std::clamp(source.most_entries * kOctetsAnEntry, kLeastCap, kMostCap);
  return order;
}

class Leader {
 public:
  Leader(ListPlaces places, Wish wish) : places_(std::move(places)), wish_(std::move(wish)) {}

  CompileOrder compile;  // filled in by the caller but for the sources
  std::string authorities;

  // The report, or a sentence.
  Result<UpdateReport, std::string> run() {
    if (auto problem = choose()) return *problem;
    if (!batch_.orders.empty()) {
      if (auto problem = fetch()) return *problem;
    }
    return compile_all();
  }

 private:
  std::string path(std::string_view name) const { return places_.state + "/" + std::string(name); }

  std::optional<std::string> choose() {
    const auto catalogue = load_catalogue(places_.blocklists + "/catalogue.yaml");
    if (!catalogue) return std::string(text_of(catalogue.error()).view());
    for (const auto* words : {&wish_.only, &places_.settings.lists_also, &places_.settings.lists_without}) {
      if (auto problem = unknown_id(*catalogue, *words)) return problem;
    }
    for (const CatalogueSource& source : catalogue->sources) {
      if (!is_chosen(source, places_.settings, wish_)) continue;
      compile.sources.push_back(source.id);
      if (wish_.offline) continue;
      const SourceState state = SourceFolder(places_.state, source.id).load();
      const auto next = state.checked + std::chrono::seconds(source.interval).count();
      if (wish_.due && state.checked <= compile.now && next > compile.now) continue;
      if (!make_folders(places_.state + "/cache/" + source.id))
        return "the folder " + places_.state + "/cache can not be written to";
      batch_.orders.push_back(order_for(source, state));
    }
    return std::nullopt;
  }

  std::optional<std::string> fetch() {
    batch_.terms.folder = places_.state + "/cache";
    batch_.terms.resolvers = upstreams_of(places_.settings);
    batch_.terms.authorities = authorities;
    return run_fetch_step(places_.state, std::move(batch_));
  }

  Result<UpdateReport, std::string> compile_all() {
    compile.blocklists = places_.blocklists;
    compile.state = places_.state;
    compile.image = places_.image;
    const auto order = text_of_order(compile);
    if (!order) return path("compile-order") + " can not be written";
    const auto problem = run_reading_step(places_.state, *order, "report", [](std::string_view line) {
      const std::size_t tab = line.find('\t');
      if (tab != std::string_view::npos)
        terminal::show_progress("reading lists: " + std::string(line.substr(0, tab)) + " of " +
                                std::string(line.substr(tab + 1)));
    });
    if (problem) return *problem;
    const auto text = read_small_file(path("report"), kLargestReport);
    const auto report = text ? read_update_report(*text) : text.error();
    if (!report) return path("report") + ": " + std::string(text_of(report.error().code).view());
    return *report;
  }

  ListPlaces places_;
  Wish wish_;
  FetchBatch batch_;
};

bool needs_an_eye(const UpdateReport& report) {
  const bool failed = std::any_of(report.sources.begin(), report.sources.end(),
                                  [](const SourceOutcome& source) { return source.fate == SourceFate::refused; });
  return failed || report.end == UpdateEnd::refused_itself || report.end == UpdateEnd::not_compiled;
}

void print_report(const UpdateReport& report, const Arguments& arguments) {
  if (arguments.has("--json")) return terminal::print(update_json(report, report.generation, false));
  const std::string troubles = update_troubles(report);
  if (arguments.has("--quiet")) {
    if (needs_an_eye(report)) terminal::print_error(troubles + update_summary(report));
    return;
  }
  if (terminal::is_terminal())
    terminal::print(update_table(report, report.ended) + troubles);
  else if (!troubles.empty())
    terminal::print(troubles);
  terminal::print(update_summary(report));
}

}  // namespace

int run_lists_update(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{kConfigOption,
                                kBlocklistsOption,
                                kFolderOption,
                                kImageOption,
                                Option{"--only"},
                                Option{"--all", kNothing},
                                Option{"--due", kNothing},
                                Option{"--offline", kNothing},
                                Option{"--shareable", kNothing},
                                Option{"--anyway", kNothing},
                                Option{"--memory"},
                                Option{"--top-sites"},
                                Option{"--new-publisher", kNothing},
                                Option{"--authorities"},
                                Option{"--reproducible", kNothing},
                                Option{"--json", kNothing},
                                Option{"--quiet", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("lists update", arguments.error());
  const auto fail = [](const std::string& sentence) {
    terminal::print_error("darban lists update: " + sentence);
    return kExitFailed;
  };
  auto places = list_places(*arguments);
  if (!places) return fail(places.error());
  const auto memory = read_size(std::string(arguments->value("--memory").value_or("2MiB")));
  if (!memory) return usage_error("lists update", "--memory needs a size, such as 2MiB");
  if (const auto problem = become_darbans_user(places->settings)) return fail(*problem);
  const auto lock = UpdateLock::take(places->state);
  if (!lock && lock.error().code == Errc::not_permitted) return fail("another update is running in " + places->state);
  if (!lock) return fail(places->state + ": " + std::string(text_of(lock.error().code).view()));
  if (!places->settings.bundle_url.empty()) return run_signed_update(*places, *arguments);
  const Generations generations(places->state);
  if (arguments->has("--due") && generations.bundle_in_force())
    return kExitOk;                                                   // carried here by hand, and so the clock waits too
  if (arguments->has("--due") && generations.held()) return kExitOk;  // somebody went back: the clock waits for a hand
  if (!arguments->has("--due")) generations.release();

  Leader leader(*places, {arguments->has("--all"), arguments->has("--due"), arguments->has("--offline"),
                          arguments->has("--shareable"), split(arguments->value("--only").value_or(""))});
  leader.authorities = arguments->value("--authorities").value_or("");
  leader.compile.top_sites = arguments->value("--top-sites").value_or("");
  leader.compile.memory = static_cast<std::size_t>(*memory);
  leader.compile.anyway = arguments->has("--anyway");
  leader.compile.reproducible = arguments->has("--reproducible");
  leader.compile.now = static_cast<std::int64_t>(::time(nullptr));
  const auto report = leader.run();
  if (!report) return fail(report.error());
  print_report(*report, *arguments);
  return needs_an_eye(*report) ? kExitFailed : kExitOk;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/import.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/import_report.h"
#include "app/commands/list_places.h"
#include "app/exit_code.h"
#include "app/rule_book.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "base/zone.h"
#include "config/fields.h"
#include "config/household_writer.h"
#include "config/spelling.h"
#include "config/yaml.h"
#include "import/imported.h"
#include "policy/build.h"

namespace darban {
namespace {

struct System {
  std::string_view name;
  Result<Imported, ConfigError> (*import)(std::string_view content, const ImportTerms& terms);
};
constexpr std::array kSystems{System{"adguard", import_adguard_home}, System{"pihole", import_pihole},
                              System{"blocky", import_blocky}};

int refused(const std::string& sentence) {
  terminal::print_error("darban import: " + sentence);
  return kExitFailed;
}

bool is_there(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

// Where /etc/localtime leads: "Asia/Karachi". Empty when it is no link into the zone files.
std::string zone_of_machine() {
  std::array<char, PATH_MAX> target{};
  const auto length = ::readlink("/etc/localtime", target.data(), target.size());
  if (length <= 0) return {};
  const std::string_view path(target.data(), static_cast<std::size_t>(length));
  constexpr std::string_view kFolder = "/zoneinfo/";
  const auto at = path.find(kFolder);
  if (at == std::string_view::npos) return {};
  const std::string zone(path.substr(at + kFolder.size()));
  return Zone::from_text(zone) ? zone : std::string();
}

std::optional<std::string> write_file(const std::string& path, const std::string& text) {
  const auto fail = [&path](const Error& error) { return path + ": " + std::string(text_of(error.code).view()); };
  auto file = AtomicFile::create(path);
  if (!file) return fail(file.error());
  if (const auto written = file->write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}); !written)
    return fail(written.error());
  if (const auto done = file->commit(); !done) return fail(done.error());
  return std::nullopt;
}

class Import {
 public:
  Import(const Arguments& arguments, const System& system) : arguments_(arguments), system_(system) {
    output_ = arguments.value("--output").value_or("household.yaml");
  }

  int run() {
    const bool dry = arguments_.has("--dry-run");
    if (!dry && is_there(output_) && !arguments_.has("--force"))
      return refused(output_ +
                     " is there already, and nothing is written over it; --output FILE writes another, --force that one");
    if (auto problem = read_settings(); !problem.empty()) return refused(problem);
    auto imported = read_export();
    if (!imported) return refused(text_of(imported.error()).view());

    const std::string text = household_text(imported->household, import_comment(*imported));
    const auto notes = looked_over(text);
    if (!notes) return refused("the household it makes can not be, and nothing was written: " + text_of(notes.error()).view());
    if (!dry) {
      if (const auto problem = write_file(output_, text)) return refused(*problem);
    }
    return tell({*imported, output_, !dry, catalogue_.has_value(), *notes}, dry ? text : std::string());
  }

 private:
  std::string read_settings() {
    const std::string file(arguments_.value("--config").value_or(kDefaultConfig));
    settings_ = default_settings();
    if (arguments_.has("--config") || is_there(file)) {
      auto settings = load_settings(file);
      if (!settings) return text_of(settings.error()).view();
      settings_ = std::move(*settings);
    }
    const std::string folder(arguments_.value("--blocklists").value_or(settings_.blocklists));
    const std::string catalogue = folder + "/catalogue.yaml";
    if (!arguments_.has("--blocklists") && !is_there(catalogue)) return {};
    auto read = load_catalogue(catalogue);
    if (!read) return text_of(read.error()).view();
    catalogue_ = std::move(*read);
    return {};
  }

  Result<Imported, ConfigError> read_export() {
    ImportTerms terms;
    terms.file = std::string(arguments_.places()[1]);
    terms.catalogue = catalogue_ ? &*catalogue_ : nullptr;
    terms.machine_zone = arguments_.has("--zone") ? std::string(*arguments_.value("--zone")) : zone_of_machine();
    const auto content = read_small_file(terms.file, kLargestExport);
    if (!content) return ConfigError{terms.file, {}, std::string(text_of(content.error().code).view())};
    return system_.import(*content, terms);
  }

  // As `darban check` does it, with the lists that are at hand.
  Result<std::vector<ConfigError>, ConfigError> looked_over(const std::string& text) const {
    const auto household = parse_household(text, output_);
    if (!household) return household.error();
    const Lists lists = Lists::first(settings_.image, SystemClock(false).now().wall);
    const auto policy = build_policy(*household, settings_, lists.image);
    if (!policy) return policy.error();
    const auto notes = (*policy)->notes();
    return std::vector<ConfigError>(notes.begin(), notes.end());
  }

  int tell(const ImportReport& report, const std::string& household) const {
    if (arguments_.has("--json")) return terminal::print(import_json(report)), kExitOk;
    if (!household.empty()) terminal::print(household);
    if (const auto path = arguments_.value("--report"); path && report.written) {
      if (const auto problem = write_file(std::string(*path), import_markdown(report))) return refused(*problem);
    } else {
      terminal::print(import_markdown(report));
    }
    terminal::print_error(import_summary(report));
    return kExitOk;
  }

  const Arguments& arguments_;
  const System& system_;
  std::string output_;
  Settings settings_;
  std::optional<Catalogue> catalogue_;
};

}  // namespace

int run_import(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{
      Option{"--output"},          Option{"--report"}, Option{"--json", kNothing}, Option{"--dry-run", kNothing},
      Option{"--force", kNothing}, Option{"--zone"},   kBlocklistsOption,          kConfigOption};
  const auto arguments = Arguments::read(words, kOptions, 2);
  if (!arguments) return usage_error("import", arguments.error());
  const auto places = arguments->places();
  if (places.size() != 2) return usage_error("import", "it needs a system (adguard, pihole, blocky) and a file");
  const auto system = std::find_if(kSystems.begin(), kSystems.end(), [&](const System& each) { return each.name == places[0]; });
  if (system == kSystems.end())
    return usage_error("import", "nobody here knows " + quote(places[0]) + "; the systems are adguard, pihole and blocky");
  if (const auto zone = arguments->value("--zone"); zone && !Zone::from_text(*zone))
    return usage_error("import", quote(*zone) + " is no time zone; write a name such as Asia/Karachi");
  return Import(*arguments, *system).run();
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/check.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/privileges.h"
#include "app/rule_book.h"
#include "app/terminal.h"
#include "config/fields.h"
#include "config/yaml.h"

namespace darban {
namespace {

// Says what it finds and remembers whether darban would run. Problems go to standard error, the rest to standard output.
class Findings {
 public:
  explicit Findings(bool quiet) : quiet_(quiet) {}
  void fine(const std::string& file, const std::string& what) const {
    if (!quiet_) terminal::print(file + ": " + what);
  }
  void note(const ConfigError& note) const { terminal::print_error("note: " + text_of(note).view()); }
  void problem(const ConfigError& error) {
    terminal::print_error(text_of(error).view());
    clean_ = false;
  }
  int exit_code() const { return clean_ ? kExitOk : kExitFailed; }

 private:
  bool quiet_;
  bool clean_ = true;
};

void check_settings(const Settings& settings, const std::string& file, Findings& findings) {
  findings.fine(file, "settings are fine");
  if (settings.user.empty()) return;
  if (const auto user = find_user(settings.user); !user) findings.problem({file, {}, "process.user: " + user.error()});
}

// The rules are checked even without lists: whoever sets up darban wants to hear about both at once.
void check_rules(const Settings& settings, Findings& findings) {
  const Lists lists = Lists::first(settings.image, SystemClock(false).now().wall);
  const NameTables tables = NameTables::first(settings.blocklists);
  const auto rules = read_rules(settings, lists, tables);
  if (rules) {
    findings.fine(settings.household, "rules are fine, people: " + std::to_string(rules->people));
    for (const ConfigError& note : rules->policy->notes()) findings.note(note);
  } else {
    findings.problem(rules.error());
  }
  if (lists.problem)
    findings.problem(*lists.problem);
  else
    findings.fine(settings.image, "lists are fine, names: " + std::to_string(lists.image->names()));
  for (const ConfigError& each : lists.unblock.problems) findings.note(each);
  for (const ConfigError& each : tables.problems) findings.problem(each);
  for (const ConfigError& each : tables.notes) findings.note(each);
}

}  // namespace

int run_check(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--print-config", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 0);
  if (!arguments) return usage_error("check", arguments.error());
  const std::string file(arguments->value("--config").value_or(kDefaultConfig));
  const bool print = arguments->has("--print-config");
  Findings findings(print);
  const auto settings = load_settings(file);
  if (!settings) {
    findings.problem(settings.error());
    return findings.exit_code();
  }
  if (print) terminal::print(print_settings(*settings));
  check_settings(*settings, file, findings);
  check_rules(*settings, findings);
  return findings.exit_code();
}

}  // namespace darban

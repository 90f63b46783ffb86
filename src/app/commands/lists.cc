// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/command_line.h"
#include "app/commands/lists_build.h"
#include "app/commands/lists_compile_step.h"
#include "app/commands/lists_diff.h"
#include "app/commands/lists_explain.h"
#include "app/commands/lists_fetch.h"
#include "app/commands/lists_import.h"
#include "app/commands/lists_keygen.h"
#include "app/commands/lists_lint.h"
#include "app/commands/lists_publish.h"
#include "app/commands/lists_sign.h"
#include "app/commands/lists_simulate.h"
#include "app/commands/lists_sites.h"
#include "app/commands/lists_stats.h"
#include "app/commands/lists_status.h"
#include "app/commands/lists_update.h"
#include "app/commands/lists_verify.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "config/spelling.h"

namespace darban {
namespace {

struct SubCommand {
  std::string_view name;
  std::string_view summary;  // empty: a step that darban starts itself; not in the overview
  std::string_view help;
  int (*run)(std::span<const std::string_view>);
};

constexpr std::array kSubCommands{
    SubCommand{"build", "compile a folder or a manifest of list files into an image", kListsBuildHelp, run_lists_build},
    SubCommand{"stats", "say what is in an image", kListsStatsHelp, run_lists_stats},
    SubCommand{"explain", "say which categories and which lists a name is in", kListsExplainHelp, run_lists_explain},
    SubCommand{"lint", "check a blocklists folder before a change goes out", kListsLintHelp, run_lists_lint},
    SubCommand{"diff", "say what a change to the lists does", kListsDiffHelp, run_lists_diff},
    SubCommand{"simulate", "say what a change closes and opens for people", kListsSimulateHelp, run_lists_simulate},
    SubCommand{"sites", "say how much of the top sites each category closes", kListsSitesHelp, run_lists_sites},
    SubCommand{"keygen", "make a maintainer's pair of keys", kListsKeygenHelp, run_lists_keygen},
    SubCommand{"sign", "make bundles and un-block files, and sign them", kListsSignHelp, run_lists_sign},
    SubCommand{"verify", "say whether a receiver would take a signed file", kListsVerifyHelp, run_lists_verify},
    SubCommand{"publish", "put signed files into the folder of a web server, or go back", kListsPublishHelp, run_lists_publish},
    SubCommand{"import", "put a bundle, an un-block file or a sealed list in force", kListsImportHelp, run_lists_import},
    SubCommand{"update", "fetch, judge and compile the lists of the catalogue", kListsUpdateHelp, run_lists_update},
    SubCommand{"status", "say which lists are in force and what is wrong with others", kListsStatusHelp, run_lists_status},
    SubCommand{"rollback", "put the lists before the present ones in force again", kListsRollbackHelp, run_lists_rollback},
    SubCommand{"compile-step", "", kListsCompileHelp, run_lists_compile_step},
    SubCommand{"fetch-step", "", kListsFetchHelp, run_lists_fetch_step},
};

std::string overview() {
  std::string text = "usage: darban lists COMMAND [OPTIONS]\n\n";
  for (const SubCommand& command : kSubCommands) {
    if (command.summary.empty()) continue;
    text.append("  ").append(command.name).append(10 - command.name.size(), ' ').append(command.summary).append("\n");
  }
  return text + "\n  darban lists COMMAND --help says more about one.\n";
}

bool asks_for_help(std::string_view word) { return word == "--help" || word == "-h"; }

}  // namespace

int run_lists(std::span<const std::string_view> words) {
  if (words.empty()) {
    terminal::print_error(overview());
    return kExitUsage;
  }
  if (asks_for_help(words.front())) {
    terminal::print(overview());
    return kExitOk;
  }
  const auto rest = words.subspan(1);
  for (const SubCommand& command : kSubCommands) {
    if (command.name != words.front()) continue;
    if (std::none_of(rest.begin(), rest.end(), asks_for_help)) return command.run(rest);
    terminal::print(command.help);
    return kExitOk;
  }
  return usage_error("lists", "there is no command " + quote(words.front()));
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/commands/account.h"
#include "app/commands/allow.h"
#include "app/commands/backup.h"
#include "app/commands/bonus.h"
#include "app/commands/calendar.h"
#include "app/commands/check.h"
#include "app/commands/close.h"
#include "app/commands/counts.h"
#include "app/commands/devices.h"
#include "app/commands/explain.h"
#include "app/commands/grants.h"
#include "app/commands/import.h"
#include "app/commands/lists.h"
#include "app/commands/mode.h"
#include "app/commands/open.h"
#include "app/commands/pause.h"
#include "app/commands/restore.h"
#include "app/commands/revoke.h"
#include "app/commands/run.h"
#include "app/commands/status.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "config/spelling.h"

namespace darban {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view help;  // empty: the command has sub-commands and answers --help itself
  int (*run)(std::span<const std::string_view>);
};

constexpr std::array kCommands{
    Command{"run", "answer the network's questions until told to stop", kRunHelp, run_daemon},
    Command{"check", "look over the settings, the rules and the lists before they are used", kCheckHelp, run_check},
    Command{"explain", "say what happens to a name for one person at one time, and why", kExplainHelp, run_explain},
    Command{"status", "ask the running daemon how it is", kStatusHelp, run_status},
    Command{"pause", "pause the internet for somebody, a room or everyone", kPauseHelp, run_pause},
    Command{"bonus", "give more time this evening", kBonusHelp, run_bonus},
    Command{"allow", "open a site or service for a while", kAllowHelp, run_allow},
    Command{"close", "close a site or service for a while", kCloseHelp, run_close},
    Command{"mode", "another mode than the timetable says, for a while", kModeHelp, run_mode},
    Command{"open", "open everything but scams and malware for a while", kOpenHelp, run_open},
    Command{"grants", "list what was given for a while, and until when", kGrantsHelp, run_grants},
    Command{"revoke", "take back what was given", kRevokeHelp, run_revoke},
    Command{"calendar", "show the dates of a calendar file and what the household makes of them", kCalendarHelp, run_calendar},
    Command{"import", "make a household out of AdGuard Home's, Pi-hole's or blocky's settings", kImportHelp, run_import},
    Command{"counts", "show the counts of days that are over, as far as they may be shown", kCountsHelp, run_counts},
    Command{"devices", "list everybody's devices and the new ones that are nobody's yet", kDevicesHelp, run_devices},
    Command{"account", "who may log in to the page, and the way back in when a password is lost", kAccountHelp, run_account},
    Command{"backup", "write the household, its accounts and settings into one file", kBackupHelp, run_backup},
    Command{"restore", "bring such a file home, whole or not at all", kRestoreHelp, run_restore},
    Command{"lists", "compile block lists into the image, and ask an image", "", run_lists},
};

std::string overview() {
  std::string text = "darban, the doorkeeper: a DNS filter for families and schools\n\nusage: darban COMMAND [OPTIONS]\n\n";
  for (const Command& command : kCommands) {
    text += "  " + std::string(command.name) + std::string(10 - command.name.size(), ' ') + std::string(command.summary) + "\n";
  }
  return text +
         "\n  darban COMMAND --help says more about one; darban --version says which darban this is.\n"
         "  Exit codes: 0 all is well, 1 refused or failed, 2 the command line was not understood.\n";
}

int unknown_command(std::string_view typed) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  const std::string_view meant = nearest(typed, names);
  const std::string question = meant.empty() ? "" : "; did you mean `darban " + std::string(meant) + "`?";
  terminal::print_error("darban: there is no command " + quote(typed) + question + "\n`darban --help` lists them all.");
  return kExitUsage;
}

bool asks_for_help(std::string_view word) { return word == "--help" || word == "-h"; }

}  // namespace

int run_command_line(std::span<const std::string_view> words) {
  if (words.empty()) {
    terminal::print_error(overview());
    return kExitUsage;
  }
  const std::string_view first = words.front();
  const auto rest = words.subspan(1);
  if (first == "--version" || first == "-V") return terminal::print("darban " DARBAN_VERSION), kExitOk;
  if (asks_for_help(first) || (first == "help" && rest.empty())) return terminal::print(overview()), kExitOk;
  const std::string_view name = first == "help" ? rest.front() : first;
  const auto command = std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& each) { return each.name == name; });
  if (command == kCommands.end()) return unknown_command(name);
  const bool wants_help = first == "help" || std::any_of(rest.begin(), rest.end(), asks_for_help);
  if (wants_help && !command->help.empty()) return terminal::print(command->help), kExitOk;
  if (first == "help") return command->run(std::array{std::string_view("--help")});
  return command->run(rest);
}

int usage_error(std::string_view command, std::string_view sentence) {
  const std::string name(command);
  terminal::print_error("darban " + name + ": " + std::string(sentence) + "\n`darban " + name + " --help` says how it is used.");
  return kExitUsage;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/grant_arguments.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/command_line.h"
#include "app/commands/daemon_reply.h"
#include "app/control_client.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::uint64_t kMostMinutes = 100000;
constexpr std::string_view kRoom = "room";

std::string login_name() {
  if (const char* before = ::getenv("SUDO_USER"); before != nullptr && *before != '\0') return before;
  std::array<char, 16384> room;
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return {};
  return found->pw_name;
}

// "45min", "1h", and "45" for as many minutes.
std::optional<std::string> read_for(std::string_view written, GrantWish& wish) {
  if (const auto minutes = read_count(written, 1, kMostMinutes)) {
    wish.minutes = static_cast<std::uint32_t>(*minutes);
    return std::nullopt;
  }
  constexpr std::int64_t kMinute = 60000;
  const auto duration = read_duration(written);
  const std::string wrong = quote(written) + " is not a duration; write for example --for 45min or --for 1h";
  if (!duration) return wrong;
  if (duration->count() < kMinute || duration->count() % kMinute != 0) return wrong + ", in whole minutes";
  wish.minutes = static_cast<std::uint32_t>(duration->count() / kMinute);
  return std::nullopt;
}

}  // namespace

std::vector<std::string> whos_of(std::span<const std::string_view> words) {
  std::vector<std::string> whos;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool room = words[i] == kRoom && i + 1 < words.size();
    whos.push_back(room ? "room " + std::string(words[i + 1]) : std::string(words[i]));
    if (room) ++i;
  }
  return whos;
}

std::vector<std::string> whos_of(std::string_view list) {
  std::vector<std::string> whos;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    std::string_view who = list.substr(0, comma);
    while (who.starts_with(' ')) who.remove_prefix(1);
    while (who.ends_with(' ')) who.remove_suffix(1);
    if (!who.empty()) whos.emplace_back(who);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return whos;
}

std::optional<std::string> read_length(const Arguments& arguments, ForOption for_option, GrantWish& wish) {
  const bool duration = for_option == ForOption::is_a_duration && arguments.has("--for");
  if (arguments.has("--minutes") + duration + arguments.has("--until") > 1)
    return "say for how long once: --minutes" + std::string(for_option == ForOption::is_a_duration ? ", --for" : "") +
           " or --until";
  if (const auto minutes = arguments.value("--minutes")) {
    const auto count = read_count(*minutes, 1, kMostMinutes);
    if (!count) return count.error().sentence;
    wish.minutes = static_cast<std::uint32_t>(*count);
  }
  if (duration) return read_for(*arguments.value("--for"), wish);
  if (const auto until = arguments.value("--until")) {
    wish.until = *until;
    if (until->empty()) return std::string("--until needs a time such as 20:15, morning or end-of-day");
  }
  return std::nullopt;
}

std::string giver_of(const Arguments& arguments) {
  const std::string name(arguments.value("--by").value_or(""));
  return name.empty() ? login_name().substr(0, kLongestGiver) : name;
}

void read_giver(const Arguments& arguments, GrantWish& wish) {
  wish.by = giver_of(arguments);
  wish.note = arguments.value("--note").value_or("");
}

int ask_and_show(const Arguments& arguments, const ControlRequest& request) {
  const auto settings = load_settings(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!settings) {
    terminal::print_error(text_of(settings.error()).view());
    return kExitFailed;
  }
  const auto reply = ask_daemon(settings->control_socket, request);
  if (reply) return print_reply(*reply);
  terminal::print_error(reply.error());
  return kExitFailed;
}

}  // namespace darban

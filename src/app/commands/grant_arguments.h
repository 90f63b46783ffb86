// SPDX-License-Identifier: Apache-2.0
// What the commands that give and take back have in common: for whom, for how long, by whom, and asking the daemon.
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/control_protocol.h"

namespace darban {

inline constexpr std::size_t kMostWords = 40;  // that are left over: names, and a number or a mode

// Options of every one of them.
inline constexpr std::array kGiverOptions{Option{"--by"}, Option{"--note"}, Option{"--config"}};
inline constexpr std::string_view kGiverHelp =
    "  --by NAME       who gives it; without it the name of whoever is logged in\n"
    "  --note TEXT     why, in your words\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "WHO is a person, a room, guest, everyone, or a device as Ali/tablet (tablet alone where only one is called so). It is in "
    "force on\n"
    "every worker when the command comes back, survives a restart, and ends by itself. `darban grants` lists what is in force, "
    "`darban\n"
    "revoke` takes it back. Whoever may open darban's control socket (its user and group, and root) may do this.\n";

// A command's own help with that behind it.
template <const std::string_view& kOwn>
struct HelpWithGiver {
  static constexpr auto kText = [] {
    std::array<char, kOwn.size() + kGiverHelp.size()> text{};
    std::copy(kOwn.begin(), kOwn.end(), text.begin());
    std::copy(kGiverHelp.begin(), kGiverHelp.end(), text.begin() + kOwn.size());
    return text;
  }();
  static constexpr std::string_view kValue{kText.data(), kText.size()};
};

// The kGiverOptions and more.
template <std::size_t kCount>
constexpr auto with_giver(const std::array<Option, kCount>& own) {
  std::array<Option, kCount + kGiverOptions.size()> all{};
  for (std::size_t i = 0; i < kCount; ++i) all[i] = own[i];
  for (std::size_t i = 0; i < kGiverOptions.size(); ++i) all[kCount + i] = kGiverOptions[i];
  return all;
}

// The words left over as people and rooms: `room` takes the next word with it.
std::vector<std::string> whos_of(std::span<const std::string_view> words);
// "Ali,Sara"
std::vector<std::string> whos_of(std::string_view list);

// --minutes, --for as a duration (where `for_option` says so) and --until. A sentence when they are wrong.
enum class ForOption : std::uint8_t { is_a_duration, is_somebody };
std::optional<std::string> read_length(const Arguments& arguments, ForOption for_option, GrantWish& wish);
void read_giver(const Arguments& arguments, GrantWish& wish);
std::string giver_of(const Arguments& arguments);

// Asks the daemon and shows what it says. The exit code.
int ask_and_show(const Arguments& arguments, const ControlRequest& request);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// What changed between two readings of darban.yaml, and when each change can be heeded. Pure.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "config/settings.h"

namespace darban {

enum class TakesEffect : std::uint8_t {
  at_once,           // with the next policy
  with_new_workers,  // the workers are replaced one by one; no question is lost
  after_restart,     // needs what the process gave up: root, its ports
};
TakesEffect takes_effect(std::string_view key);

struct SettingsChange {
  std::vector<Text> with_new_workers;
  std::vector<Text> after_restart;
  Settings in_force;  // as written, but what needs a restart stays as it was
};
SettingsChange compare_settings(const Settings& running, const Settings& written);

}  // namespace darban

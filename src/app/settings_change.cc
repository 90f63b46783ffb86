// SPDX-License-Identifier: Apache-2.0
#include "app/settings_change.h"

#include <algorithm>
#include <array>

#include "config/field_values.h"
#include "config/fields.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 12> kAfterRestart{
    "listen", "limits.workers", "clock.wait-for-sync", "process.user",    "log.sink", "process.control-socket",
    "state",  "web.listen",     "web.names",           "web.certificate", "web.key",
    "web.metrics"};
constexpr std::array<std::string_view, 9> kAtOnce{
    "allow-from",         "trusted-forwarders", "leases", "household", "image", "private-answers-for", "log.level",
    "gateway.interfaces", "gateway.exceptions"};
constexpr std::string_view kOfUpdates = "lists.";  // read anew by every update

bool is_one_of(std::string_view key, std::span<const std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

TakesEffect takes_effect(std::string_view key) {
  if (is_one_of(key, kAfterRestart)) return TakesEffect::after_restart;
  return is_one_of(key, kAtOnce) || key.starts_with(kOfUpdates) ? TakesEffect::at_once : TakesEffect::with_new_workers;
}

SettingsChange compare_settings(const Settings& running, const Settings& written) {
  SettingsChange change{.with_new_workers = {}, .after_restart = {}, .in_force = written};
  for (const Field& field : settings_fields()) {
    if (print_field(field, running) == print_field(field, written)) continue;
    const TakesEffect effect = takes_effect(field.key.view());
    if (effect == TakesEffect::with_new_workers) change.with_new_workers.push_back(field.key);
    if (effect != TakesEffect::after_restart) continue;
    change.after_restart.push_back(field.key);
    std::visit(
        [&](const auto& kind) {
          change.in_force.*kind.member = running.*kind.member;
          if constexpr (requires { kind.written; }) change.in_force.*kind.written = running.*kind.written;
        },
        field.kind);
  }
  return change;
}

}  // namespace darban

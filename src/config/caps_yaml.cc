// SPDX-License-Identifier: Apache-2.0
#include "config/caps.h"
#include "config/node.h"
#include "config/scalars.h"

namespace darban {
namespace {

std::optional<std::uint32_t> minutes(const Members& profile, std::string_view key, Objection& objection) {
  const Node* node = profile.find(key);
  if (node == nullptr) return std::nullopt;
  const std::string word = word_of(*node, "a number of minutes", objection);
  if (word.empty()) return std::nullopt;
  const auto count = read_count(word, 0, kLargestCap);
  if (count) return static_cast<std::uint32_t>(*count);
  objection.at(node->place, count.error().sentence);
  return std::nullopt;
}

}  // namespace

WrittenCaps read_caps(const Members& profile, Objection& objection) {
  return {minutes(profile, "bonus-cap", objection), minutes(profile, "pause-cap", objection)};
}

GrantCaps caps_of(const WrittenCaps& written) {
  const GrantCaps usual;
  return {written.bonus.value_or(usual.bonus), written.pause.value_or(usual.pause)};
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "page/form_tokens.h"

namespace darban::page {
namespace {

constexpr std::size_t kOctets = 16;

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::int64_t slot_of(MonoTime now, Seconds slot) { return std::chrono::duration_cast<Seconds>(now.time_since_epoch()) / slot; }

}  // namespace

std::string FormTokens::token_of(Text page, std::string_view who, std::int64_t slot) const {
  const std::string text = std::to_string(slot) + '\0' + std::string(page.view()) + '\0' + std::string(who);
  return crypto::to_hex(Octets(crypto::keyed_digest(key_, octets_of(text))).first(kOctets));
}

FormToken FormTokens::make(Text page, std::string_view who, MonoTime now) const {
  return FormToken(token_of(page, who, slot_of(now, kSlot)));
}

bool FormTokens::is_good(std::string_view token, Text page, std::string_view who, MonoTime now) const {
  bool good = false;
  for (int age = 0; age < kGoodFor; ++age) {
    const std::string right = token_of(page, who, slot_of(now, kSlot) - age);
    good = crypto::same(octets_of(token), octets_of(right)) || good;
  }
  return good;
}

}  // namespace darban::page

// SPDX-License-Identifier: Apache-2.0
// A word in each form that another site's page can not know, bound to the page and to who asks, and good for some hours. There is
// no session: it is a keyed digest, with a key that this process made and forgets. Any thread.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/showable.h"

namespace darban::page {

class FormToken {
 public:
  const std::string& view() const { return hex_; }

 private:
  friend class FormTokens;
  explicit FormToken(std::string hex) : hex_(std::move(hex)) {}
  std::string hex_;
};

class FormTokens {
 public:
  FormTokens() : key_(crypto::Secret::random()) {}
  FormToken make(Text page, std::string_view who, MonoTime now) const;
  bool is_good(std::string_view token, Text page, std::string_view who, MonoTime now) const;

 private:
  static constexpr Seconds kSlot{3600};
  static constexpr int kGoodFor = 12;  // slots
  std::string token_of(Text page, std::string_view who, std::int64_t slot) const;
  crypto::Secret key_;
};

}  // namespace darban::page

namespace darban {
template <>
inline constexpr bool is_showable<page::FormToken> = true;
}  // namespace darban

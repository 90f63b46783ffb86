// SPDX-License-Identifier: Apache-2.0
// Why something is closed, as a child reads it: one line for a group of categories, never the category and never the name
// (product.md 5.2b). Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/words.h"
#include "policy/explain.h"
#include "policy/policy.h"

namespace darban::page {

// In this order: of several that fit, the first is said. Help before everything else.
enum class Reason : std::uint8_t {
  hard_days,      // self-harm and the like: the line leads to help
  fake_pictures,  // likewise
  tricks,         // scams, malware
  strangers,
  companions,
  adults,
  ways_round,
  ads,
  topic,    // another kind of site that the family closed
  family,   // their own word on this one
  not_now,  // a kind of site that is closed at this time only
  bedtime,
  off,
  pause,
  only_listed,
  plain,  // "this site is closed"
};
inline constexpr std::size_t kReasons = 16;
Text text_of(Reason reason);  // "hard-days": as the API says it, and as keys of languages end

// Of a category's or service's key.
Reason reason_of_key(std::string_view key);
// Whether the page leads to help first.
bool leads_to_help(Reason reason);

// Why a name is closed, and until when if time will open it.
struct Why {
  Reason reason = Reason::plain;
  WallTime until = kNever;
};
Why why_closed(const Policy& policy, const Inquiry& inquiry, const Explanation& explanation);
// For adults, whose page has words of its own: "adults"; empty: it is not closed.
Text reason_text_of(const Policy& policy, const Inquiry& inquiry, const Explanation& explanation);
// "It's bedtime until 06:30."
Markup why_words(const Words& words, const Why& why, const Zone& zone, WallTime now);
// The same of a whole group, in the list of what is closed: "Sites for adults are closed. ..."; nothing for the others.
std::optional<Markup> closed_words(const Words& words, Reason reason);

// What a category or service is called: in that language, or as the household names its own, or else its key.
class Titles {
 public:
  Titles(const Words& words, const Household* household) : words_(words), household_(household) {}  // null: not at hand
  ConfigText plain(std::string_view key) const;
  Markup operator()(std::string_view key) const { return isolated(plain(key)); }

 private:
  const Words& words_;
  const Household* household_;
};

}  // namespace darban::page

// SPDX-License-Identifier: Apache-2.0
#include "page/reasons.h"

#include <algorithm>
#include <array>

#include "page/family_text.h"
#include "page/moment_words.h"
#include "policy/category_keys.h"

namespace darban::page {
namespace {

struct KeyRow {
  std::string_view key;
  Reason reason;
};
constexpr std::array kKeys{
    KeyRow{"adult", Reason::adults},
    KeyRow{"adult-mixed", Reason::adults},
    KeyRow{"violence-gore", Reason::adults},
    KeyRow{"hate-extremism", Reason::adults},
    KeyRow{"drugs", Reason::adults},
    KeyRow{"alcohol-tobacco", Reason::adults},
    KeyRow{"weapons", Reason::adults},
    KeyRow{"gambling", Reason::adults},
    KeyRow{"dating", Reason::adults},
    KeyRow{"self-harm", Reason::hard_days},
    KeyRow{"eating-disorders", Reason::hard_days},
    KeyRow{"nudify", Reason::fake_pictures},
    KeyRow{"stranger-chat", Reason::strangers},
    KeyRow{"ai-companion", Reason::companions},
    KeyRow{"malware", Reason::tricks},
    KeyRow{"phishing", Reason::tricks},
    KeyRow{"crypto-scam", Reason::tricks},
    KeyRow{"ads", Reason::ads},
    KeyRow{"trackers", Reason::ads},
    KeyRow{"bypass-vpn", Reason::ways_round},
    KeyRow{"bypass-dns", Reason::ways_round},
};

// In the order of Reason.
constexpr std::array<Text, kReasons> kNames{"hard-days",  "fake-pictures", "tricks",      "strangers", "companions", "adults",
                                            "ways-round", "ads",           "topic",       "family",    "not-now",    "bedtime",
                                            "off",        "pause",         "only-listed", "plain"};

struct ReasonRow {
  Text why;
  Text why_until;
};
ReasonRow row_of(Reason reason) {
  switch (reason) {
    case Reason::hard_days:
      return {"child.why.hard-days", "child.why.hard-days"};
    case Reason::fake_pictures:
      return {"child.why.fake-pictures", "child.why.fake-pictures"};
    case Reason::tricks:
      return {"child.why.tricks", "child.why.tricks"};
    case Reason::strangers:
      return {"child.why.strangers", "child.why.strangers"};
    case Reason::companions:
      return {"child.why.companions", "child.why.companions"};
    case Reason::adults:
      return {"child.why.adults", "child.why.adults"};
    case Reason::ways_round:
      return {"child.why.ways-round", "child.why.ways-round"};
    case Reason::ads:
      return {"child.why.ads", "child.why.ads"};
    case Reason::topic:
      return {"child.why.topic", "child.why.topic"};
    case Reason::family:
      return {"child.why.family", "child.why.family"};
    case Reason::not_now:
      return {"child.why.not-now", "child.why.not-now"};
    case Reason::bedtime:
      return {"child.why.bedtime", "child.why.bedtime-until"};
    case Reason::off:
      return {"child.why.off", "child.why.off-until"};
    case Reason::pause:
      return {"child.why.pause", "child.why.pause-until"};
    case Reason::only_listed:
      return {"child.why.only-listed", "child.why.only-listed"};
    case Reason::plain:
      break;
  }
  return {"child.why.plain", "child.why.plain"};
}

// Of the categories the name belongs to and that are closed now, the one that is said.
Reason reason_of_categories(const Policy& policy, const Asker& asker, const ModeAt& mode, const Explanation& explanation) {
  const CategorySet closed = policy.closed(asker.profile, mode);
  const CategoryKeys keys = policy.keys();
  Reason first = Reason::plain;
  for (const std::string& key : explanation.categories) {
    const auto id = keys.id_of(key);
    if (id && closed.has(*id)) first = std::min(first, reason_of_key(key));
  }
  return first;
}

}  // namespace

Text text_of(Reason reason) { return kNames.at(static_cast<std::size_t>(reason)); }

Reason reason_of_key(std::string_view key) {
  const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyRow& row) { return row.key == key; });
  return found == kKeys.end() ? Reason::topic : found->reason;
}

bool leads_to_help(Reason reason) { return reason <= Reason::fake_pictures; }

Why why_closed(const Policy& policy, const Inquiry& inquiry, const Explanation& explanation) {
  const ModeAt mode = policy.mode_at(inquiry.asker, inquiry.now);
  switch (explanation.verdict.step) {
    case Step::time:
      if (mode.paused) return {Reason::pause, mode.until};
      return {mode.mode == Mode::bedtime ? Reason::bedtime : Reason::off, mode.until};
    case Step::grant:
    case Step::own_rule:
      return {Reason::family, kNever};
    case Step::category: {
      const Reason reason = reason_of_categories(policy, inquiry.asker, mode, explanation);
      // What only this time closes is no kind of site that is "not for you".
      if (reason == Reason::topic && explanation.verdict.group == Group::closed_by_time) return {Reason::not_now, kNever};
      return {reason, kNever};
    }
    case Step::standard:
      return {Reason::only_listed, kNever};
    default:
      return {};
  }
}

Text reason_text_of(const Policy& policy, const Inquiry& inquiry, const Explanation& explanation) {
  if (explanation.verdict.action != Action::block) return "";
  return text_of(why_closed(policy, inquiry, explanation).reason);
}

Markup why_words(const Words& words, const Why& why, const Zone& zone, WallTime now) {
  const ReasonRow row = row_of(why.reason);
  if (why.until == kNever) return words.say(row.why);
  return words.say(row.why_until, {{"when", when_words(words, zone, now, why.until)}});
}

std::optional<Markup> closed_words(const Words& words, Reason reason) {
  switch (reason) {
    case Reason::adults:
      return words.say("child.closed.adults");
    case Reason::fake_pictures:
      return words.say("child.closed.fake-pictures");
    case Reason::hard_days:
      return words.say("child.closed.hard-days");
    case Reason::strangers:
      return words.say("child.closed.strangers");
    case Reason::companions:
      return words.say("child.closed.companions");
    case Reason::tricks:
      return words.say("child.closed.tricks");
    case Reason::ads:
      return words.say("child.closed.ads");
    case Reason::ways_round:
      return words.say("child.closed.ways-round");
    default:
      return std::nullopt;
  }
}

ConfigText Titles::plain(std::string_view key) const {
  constexpr std::string_view kService = "service:";
  const bool service = key.starts_with(kService);
  const std::string_view word = service ? key.substr(kService.size()) : key;
  if (service && household_ != nullptr) {
    for (const WrittenOwnService& own : household_->services) {
      if (own.key == word) return family_text(own.title.empty() ? own.key : own.title);
    }
  }
  const auto title = service ? words_.find("shared.service.", word) : words_.find("shared.category.", word);
  return family_text(title ? title->view() : std::string(word));
}

}  // namespace darban::page

// SPDX-License-Identifier: Apache-2.0
#include "page/child/changes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "page/account_desk.h"
#include "page/family_text.h"
#include "page/moment_words.h"

namespace darban::page {
namespace {

Markup what_words(const Words& words, const Grant& grant, const Titles& titles) {
  switch (grant.what) {
    case GrantWhat::pause:
      return words.say("child.changes.pause");
    case GrantWhat::open_all:
      return words.say("child.changes.open-all");
    case GrantWhat::mode:
      return words.say("child.changes.mode",
                       {{"mode", words.find("shared.mode.", text_of(grant.mode).view()).value_or(Phrase())}});
    case GrantWhat::service:
      return grant.door == Grant::Door::open ? words.say("child.changes.open", {{"what", titles.plain(grant.key)}})
                                             : words.say("child.changes.close", {{"what", titles.plain(grant.key)}});
    case GrantWhat::site:
      return grant.door == Grant::Door::open ? words.say("child.changes.open", {{"what", family_text(grant.key)}})
                                             : words.say("child.changes.close", {{"what", family_text(grant.key)}});
  }
  return {};
}

Markup whom_words(const Words& words, const GrantWho& who) {
  if (who.kind == GrantWho::Kind::everyone) return words.say("child.changes.who.everyone");
  if (who.kind == GrantWho::Kind::device) return words.say("child.changes.who.device", {{"name", family_text(who.name)}});
  return words.say("child.changes.who.you");
}

void write_grant(Html& html, const Words& words, const Clockwork& clockwork, const Grant& grant, const Titles& titles) {
  const auto item = html.in("li", {{"class", Text("card")}});
  html.element("p", {{"class", Text("big")}}, what_words(words, grant, titles));
  html.element("p", whom_words(words, grant.who));
  const WallTime now = clockwork.now.wall;
  if (!grant.has_begun(clockwork.now))
    html.element("p", words.say("child.changes.begins", {{"when", when_words(words, clockwork.zone, now, grant.from)}}));
  html.element("p",
               words.say("child.changes.ends", {{"when", when_words(words, clockwork.zone, now, grant.end_at(clockwork.now))}}));
  if (!grant.by.empty()) html.element("p", words.say("child.changes.by", {{"name", family_text(grant.by)}}));
  if (!grant.note.empty()) html.element("p", words.say("child.changes.note", {{"note", family_text(grant.note)}}));
}

Markup log_value(const Words& words, const std::string& value) {
  constexpr std::string_view kUntil = "until ";
  if (value.empty()) return words.say("child.changes.log.nothing");
  if (value.starts_with(kUntil)) return words.say("shared.until", {{"when", family_text(value.substr(kUntil.size()))}});
  return isolated(family_text(value));
}

// "device tablet", "account Nadia": the first word of ours in the reader's language, what the family typed as it is.
Markup setting_words(const Words& words, const std::string& setting) {
  const auto space = std::min(setting.find(' '), setting.size());
  const auto known = words.find("shared.setting.", setting.substr(0, space));
  if (!known) return isolated(family_text(setting));
  const std::string rest = setting.substr(std::min(space + 1, setting.size()));
  if (rest.empty()) return words.say("child.changes.log.setting.alone", {{"setting", *known}});
  return words.say("child.changes.log.setting", {{"setting", *known}, {"name", family_text(rest)}});
}

// Of an account or a key (page/account_change.h) a value is words of ours too: a role, what a key may do, "on".
bool has_our_values(std::string_view setting) {
  constexpr std::array<std::string_view, 5> kOurs{"account", "password", "second-step", "key", "log"};
  return std::find(kOurs.begin(), kOurs.end(), setting.substr(0, setting.find(' '))) != kOurs.end();
}

Phrase our_word(const Words& words, std::string_view word) {
  std::string key(word);
  std::replace(key.begin(), key.end(), ':', '-');
  for (const Text family : {Text("shared.role."), Text("shared.scope."), Text("shared.log.")}) {
    if (auto known = words.find(family, key)) return *known;
  }
  return {};
}

Markup value_words(const Words& words, const AdultChange& change, const std::string& value) {
  if (value.empty() || !has_our_values(change.setting)) return log_value(words, value);
  Html html;
  for (std::size_t at = 0; at < value.size();) {
    const auto space = std::min(value.find(' ', at), value.size());
    const std::string word = value.substr(at, space - at);
    const Phrase known = our_word(words, word);
    if (at > 0) html.add(words.say("shared.comma"));
    if (at > 0) html.text(Text(" "));
    if (known.view().empty())
      html.add(isolated(family_text(word)));
    else
      html.text(known);
    at = space + 1;
  }
  return html.take();
}

Markup who_words(const Words& words, const std::string& by) {
  return by == kByCommand ? words.say("shared.log.by-command") : log_value(words, by);
}

void write_log(Html& html, const Words& words, const Clockwork& clockwork, const ChangesSeen& seen) {
  html.element("h2", {{"id", Text("log")}}, words.say("child.changes.log"));
  if (!seen.log_whole) html.add(said_card(words.say("child.changes.log.broken")));
  if (seen.log.empty()) html.element("p", words.say("child.changes.log.none"));
  if (!seen.log.empty()) {
    const auto list = html.in("ol", {{"class", Text("bare")}});
    for (const AdultChange& change : seen.log) {
      const auto item = html.in("li", {{"class", Text("card")}});
      html.element("h3", setting_words(words, change.setting));
      const auto told = html.in("dl", {{"class", Text("pairs")}});
      const auto pair = [&](Text key, const Markup& value) {
        const auto row = html.in("div");
        html.element("dt", words.say(key));
        html.element("dd", value);
      };
      pair("child.changes.log.was", value_words(words, change, change.was));
      pair("child.changes.log.became", value_words(words, change, change.became));
      pair("child.changes.log.who", who_words(words, change.by));
      Html when;
      when.text(when_words(words, clockwork.zone, clockwork.now.wall, change.at));
      pair("child.changes.log.when", when.take());
    }
  }
  html.element("p", {{"class", Text("soft")}}, words.say("child.changes.log.kept"));
}

}  // namespace

std::vector<Grant> grants_for(std::span<const Grant> grants, std::string_view who, const Now& now) {
  std::vector<Grant> found;
  for (const Grant& grant : grants) {
    if (grant.is_over(now)) continue;
    switch (grant.who.kind) {
      case GrantWho::Kind::everyone:
        break;
      case GrantWho::Kind::person:
        if (grant.who.name != who) continue;
        break;
      case GrantWho::Kind::room:
        if ("room " + grant.who.name != who) continue;
        break;
      case GrantWho::Kind::device:
        if (grant.who.owner != who) continue;
        break;
    }
    found.push_back(grant);
  }
  return found;
}

web::Response changes_page(const Reader& reader, const Clockwork& clockwork, const ChangesSeen& seen,
                           const Household* household) {
  const Words& words = reader.words;
  const Titles titles(words, household);
  Html html;
  html.element("h2", words.say("child.changes.now"));
  if (seen.grants.empty()) html.element("p", words.say("child.changes.now.none"));
  if (!seen.grants.empty()) {
    const auto list = html.in("ul", {{"class", Text("bare")}});
    for (const Grant& grant : seen.grants) write_grant(html, words, clockwork, grant, titles);
  }
  write_log(html, words, clockwork, seen);
  return framed(reader, Here::changes, words.plain("child.changes.title"), html.take());
}

}  // namespace darban::page

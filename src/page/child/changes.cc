// SPDX-License-Identifier: Apache-2.0
#include "page/child/changes.h"

#include <string_view>

#include "page/child/change_words.h"
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

void write_log(Html& html, const Words& words, const Clockwork& clockwork, const ChangesSeen& seen, const Titles& titles) {
  html.element("h2", {{"id", Text("log")}}, words.say("child.changes.log"));
  if (!seen.log_whole) html.add(said_card(words.say("child.changes.log.broken")));
  if (seen.log.empty()) html.element("p", words.say("child.changes.log.none"));
  if (!seen.log.empty()) {
    const auto list = html.in("ol", {{"class", Text("bare")}});
    for (const AdultChange& change : seen.log) {
      const auto item = html.in("li", {{"class", Text("card")}});
      html.element("h3", setting_words(words, titles, change.setting));
      const auto told = html.in("dl", {{"class", Text("pairs")}});
      const auto pair = [&](Text key, const Markup& value) {
        const auto row = html.in("div");
        html.element("dt", words.say(key));
        html.element("dd", value);
      };
      pair("child.changes.log.was", value_words(words, titles, change.setting, change.was));
      pair("child.changes.log.became", value_words(words, titles, change.setting, change.became));
      pair("child.changes.log.who", actor_words(words, change.by));
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
  write_log(html, words, clockwork, seen, titles);
  return framed(reader, Here::changes, words.plain("child.changes.title"), html.take());
}

}  // namespace darban::page

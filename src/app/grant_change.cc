// SPDX-License-Identifier: Apache-2.0
#include "app/grant_change.h"

#include <chrono>

#include "app/civil_time.h"

namespace darban {
namespace {

std::string what_of(const Grant& grant) {
  switch (grant.what) {
    case GrantWhat::pause:
      return "pause";
    case GrantWhat::open_all:
      return "open-all";
    case GrantWhat::mode:
      return "mode " + std::string(text_of(grant.mode).view());
    case GrantWhat::service:
    case GrantWhat::site:
      break;
  }
  return (grant.door == Grant::Door::open ? "open " : "close ") + grant.key;
}

std::string setting_of(const Grant& grant) {
  switch (grant.who.kind) {
    case GrantWho::Kind::device:
      return grant.who.name + ": " + what_of(grant);
    case GrantWho::Kind::room:
      return "room " + grant.who.name + ": " + what_of(grant);
    case GrantWho::Kind::everyone:
    case GrantWho::Kind::person:
      break;
  }
  return what_of(grant);
}

std::string concerned_by(const GrantWho& who) {
  switch (who.kind) {
    case GrantWho::Kind::person:
      return who.name;
    case GrantWho::Kind::device:
      return who.owner;
    case GrantWho::Kind::everyone:
    case GrantWho::Kind::room:
      break;
  }
  return {};
}

std::string end_of(const Grant& grant, const Zone& zone, const Now& now) {
  const std::string note = grant.note.empty() ? "" : " (" + grant.note + ")";
  const bool is_later = grant.from > grant.given;
  if (now.wall_trusted)
    return (is_later ? "from " + civil_text(grant.from, zone) + " " : "") + "until " + civil_text(grant.end_at(now), zone) + note;
  const auto left = std::chrono::ceil<std::chrono::minutes>(grant.ends - now.mono);
  return "for " + std::to_string(left.count()) + " minutes" + note;
}

}  // namespace

Change change_of_given(const Grant& grant, const Zone& zone, const Now& now) {
  return {time_in_log(now), grant.by, concerned_by(grant.who), setting_of(grant), {}, end_of(grant, zone, now)};
}

Change change_of_taken_back(const Grant& grant, const std::string& by, const Zone& zone, const Now& now) {
  return {time_in_log(now), by, concerned_by(grant.who), setting_of(grant), end_of(grant, zone, now), {}};
}

}  // namespace darban

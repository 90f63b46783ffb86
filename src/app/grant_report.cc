// SPDX-License-Identifier: Apache-2.0
#include "app/grant_report.h"

#include <algorithm>

#include "app/grant_words.h"
#include "policy/grant_length.h"
#include "policy/grant_people.h"

namespace darban {
namespace {

// A grant stays when the household file forgets whom it is for.
bool reaches_somebody(const Grant& grant, const GrantPeople& people) {
  return grant.who.kind == GrantWho::Kind::everyone || people.asker_of(grant.who).has_value();
}

// What an adult typed when giving it, shown to adults.
ConfigText typed(const std::string& text) { return ConfigText::from_operator(text); }

void write_grant(JsonWriter& json, const Grant& grant, const GrantPeople& people, const Now& now) {
  json.open_object();
  json.field("id", grant.id);
  json.field("what", text_of(grant.what));
  json.field("who", text_of(grant.who.kind));
  if (grant.who.kind != GrantWho::Kind::everyone) json.field("name", typed(grant.who.name));
  if (grant.who.kind == GrantWho::Kind::device) json.field("person", typed(grant.who.owner));
  json.field("reaches_somebody", reaches_somebody(grant, people));
  if (grant.what == GrantWhat::mode) json.field("mode", text_of(grant.mode));
  if (is_door(grant)) {
    json.field("door", grant.door == Grant::Door::open ? Text("open") : Text("close"));
    json.field("key", typed(grant.key));
  }
  json.field("begun", grant.has_begun(now));
  if (now.wall_trusted) {
    json.field("begins", grant.from.time_since_epoch().count());
    json.field("ends", grant.end_at(now).time_since_epoch().count());
  } else {
    json.null_field("begins");
    json.null_field("ends");
  }
  json.field("seconds_left", (grant.end_at(now) - now.wall).count());
  json.field("by", typed(grant.by));
  json.field("note", typed(grant.note));
  json.close_object();
}

}  // namespace

std::string grants_text(std::span<const Grant> grants, const Policy& policy, const Now& now) {
  if (grants.empty()) return "none\n";
  const GrantPeople people(policy);
  std::size_t width = 0;
  for (const Grant& grant : grants) width = std::max(width, std::to_string(grant.id).size());
  std::string text;
  for (const Grant& grant : grants) {
    const std::string id = std::to_string(grant.id);
    const std::string giver = giver_of(grant);
    text += std::string(width - id.size(), ' ') + id + "  " + words_of(grant, policy.zone(), now) +
            (giver.empty() ? "" : " " + giver);
    text += reaches_somebody(grant, people) ? "\n" : " - nobody of that name is in the household file\n";
  }
  return text;
}

void write_grants(JsonWriter& json, Text key, std::span<const Grant> grants, const Policy& policy, const Now& now) {
  const GrantPeople people(policy);
  json.open_list(key);
  for (const Grant& grant : grants) write_grant(json, grant, people, now);
  json.close_list();
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "page/api/grant_json.h"

#include "page/api/moments.h"
#include "page/family_text.h"
#include "policy/grant_book.h"

namespace darban::page {
namespace {

Text word_of(GrantWhat what) {
  switch (what) {
    case GrantWhat::pause:
      return "pause";
    case GrantWhat::open_all:
      return "open_all";
    case GrantWhat::mode:
      return "mode";
    case GrantWhat::service:
      return "service";
    case GrantWhat::site:
      return "site";
  }
  return "pause";
}

}  // namespace

void write_grant_object(JsonWriter& json, const Grant& grant, const Zone& zone, const Now& now) {
  json.open_object();
  json.field("id", grant.id);
  json.open_object("who");
  json.field("kind", text_of(grant.who.kind));
  if (grant.who.kind != GrantWho::Kind::everyone) json.field("name", family_text(grant.who.name));
  if (grant.who.kind == GrantWho::Kind::device) json.field("owner", family_text(grant.who.owner));
  json.close_object();
  json.field("what", word_of(grant.what));
  if (grant.what == GrantWhat::mode) json.field("mode", grant.mode);
  if (grant.what == GrantWhat::service || grant.what == GrantWhat::site) {
    json.field("door", grant.door == Grant::Door::open ? Text("open") : Text("close"));
    json.field("key", family_text(grant.key));
  }
  if (now.wall_trusted) {
    json.field("from", local_moment(grant.from, zone));
    json.field("until", local_moment(grant.end_at(now), zone));
  } else {
    json.null_field("from");
    json.null_field("until");
  }
  json.field("ends_in", (grant.end_at(now) - now.wall).count());
  json.field("by", family_text(grant.by));
  json.field("note", family_text(grant.note));
  json.close_object();
}

void write_refusal(JsonWriter& json, const GrantRefusal& refusal) {
  json.open_object("refusal");
  json.field("fault", text_of(refusal.fault));
  json.field("subject", family_text(refusal.subject));
  json.open_list("choices");
  for (const std::string& choice : refusal.choices) json.item(family_text(choice));
  json.close_list();
  json.field("most", refusal.most.count());
  json.field("left", refusal.left.count());
  json.field("number", refusal.number);
  json.close_object();
}

}  // namespace darban::page

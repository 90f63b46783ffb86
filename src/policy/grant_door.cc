// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_door.h"

#include "lists/idn.h"
#include "policy/category_keys.h"

namespace darban {
namespace {

GrantRefusal about(GrantFault fault, const std::string& typed) { return {.fault = fault, .subject = typed}; }

std::optional<GrantRefusal> say_service(const Policy& policy, const GrantWish& wish, Grant& grant) {
  const CategoryKeys keys = policy.keys();
  const auto id = keys.id_of(wish.what);
  if (!id) {
    GrantRefusal unknown = about(GrantFault::unknown_what, wish.what);
    if (const auto meant = keys.nearest_to(wish.what); !meant.empty()) unknown.choices.emplace_back(meant);
    return unknown;
  }
  if (grant.door == Grant::Door::open && policy.security().has(*id) && !wish.confirmed)
    return about(GrantFault::needs_confirmation, wish.what);
  grant.what = GrantWhat::service;
  grant.key = keys.key_of(*id);
  return std::nullopt;
}

// What was typed may be of the family only; nothing is said of sealed lists here, they hold against every grant.
std::optional<GrantRefusal> say_site(const Policy& policy, const std::optional<Asker>& asker, const GrantWish& wish,
                                     Grant& grant) {
  const auto name = name_from_text_idn(wish.what.starts_with("*.") ? std::string_view(wish.what).substr(2) : wish.what);
  if (!name || name->is_root()) return about(GrantFault::not_a_name, wish.what);
  SuffixHashes hashes;
  name->hash_suffixes(policy.seed(), hashes);
  const NameFacts facts = policy.facts_of(hashes);
  const bool opens = grant.door == Grant::Door::open;
  if (facts.local != LocalName::none) return about(GrantFault::local_name, wish.what);
  if (facts.signal != 0 && policy.decide(asker.value_or(Asker()), {}, {hashes, {}}, facts).step == Step::canary)
    return about(GrantFault::canary, wish.what);
  if (facts.never_block) return about(opens ? GrantFault::already_open : GrantFault::vital, wish.what);
  if (facts.safe_target && !opens) return about(GrantFault::vital, wish.what);
  if (opens && !wish.confirmed && policy.matcher().categories_of(hashes).intersects(policy.security()))
    return about(GrantFault::needs_confirmation, wish.what);
  grant.what = GrantWhat::site;
  grant.key = wish.what;
  grant.site = *name;
  return std::nullopt;
}

}  // namespace

std::optional<GrantRefusal> say_which_door(const Policy& policy, const std::optional<Asker>& asker, const GrantWish& wish,
                                           Grant& grant) {
  grant.confirmed = wish.confirmed;
  // A dot, one of those that IDNA reads as one (UTS 46), or what only a pasted address has.
  const bool site = wish.what.find_first_of("./@?") != std::string::npos || wish.what.find("\xe3\x80\x82") != std::string::npos;
  return site ? say_site(policy, asker, wish, grant) : say_service(policy, wish, grant);
}

}  // namespace darban

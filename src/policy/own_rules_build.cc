// SPDX-License-Identifier: Apache-2.0
#include "policy/own_rules_build.h"

#include <algorithm>

#include "config/spelling.h"

namespace darban {
namespace {

constexpr ProfileId profile_of(SpecialNames::Owner owner) { return static_cast<ProfileId>(owner - 1); }

Place inside(Place place, std::size_t at) {
  place.column += static_cast<int>(at);
  return place;
}

std::uint32_t number_of(const Name& name, const SpecialNames& names, HashSeed seed) {
  SuffixHashes hashes;
  name.hash_suffixes(seed, hashes);
  return names.facts_of(hashes).rules;
}

}  // namespace

void OwnRulesBuilder::read(const std::vector<WrittenRule>& rules, SpecialNames::Owner owner) {
  for (const WrittenRule& written : rules) {
    auto text = read_rule(written.text);
    if (!text) return hooks_.refuse(inside(written.place, text.error().at), text.error().sentence);
    pending_.push_back({std::move(*text), &written, owner});
  }
}

void OwnRulesBuilder::remember(const Name& name, SpecialNames::Owner owner, RuleKind kind, const WrittenDomain& written) {
  const char* list = kind == RuleKind::allow ? "allow: " : kind == RuleKind::block ? "block: " : "open-door-names: ";
  plain_.push_back({name, owner, kind, list + written.name, written.place});
}

void OwnRulesBuilder::place(const Everybody& everybody) {
  for (const Pending& each : pending_) {
    if (each.text.takes_back) take_back(each);
  }
  std::erase_if(pending_, [](const Pending& each) { return each.taken_back || each.text.takes_back; });
  for (Pending& each : pending_) settle(each, everybody);
}

// The identical rule of the same place in the file; a person's $badfilter takes everybody's from that person too.
void OwnRulesBuilder::take_back(const Pending& taker) {
  bool found = false;
  for (Pending& each : pending_) {
    if (each.text.takes_back || !each.text.is_same(taker.text)) continue;
    if (each.owner == taker.owner)
      each.taken_back = true;
    else if (each.owner == SpecialNames::kEverybody)
      each.rule.not_for.profiles.push_back(profile_of(taker.owner));
    else
      continue;
    found = true;
  }
  if (!found) hooks_.note(taker.written->place, quote(taker.written->text) + " takes nothing back: no rule says the same");
}

void OwnRulesBuilder::settle(Pending& pending, const Everybody& everybody) {
  const RuleText& text = pending.text;
  OwnRule& rule = pending.rule;
  if (text.is_plain() && rule.not_for.empty()) {
    const RuleKind kind = text.allow ? RuleKind::allow : RuleKind::block;
    names_.add_rule(text.name, pending.owner, kind);
    plain_.push_back({text.name, pending.owner, kind, pending.written->text, pending.written->place});
    return;
  }
  rule.owner = pending.owner;
  rule.allow = text.allow;
  rule.important = text.important;
  rule.only_labels = text.exact ? text.name.label_count() : 0;
  rule.closed_as = text.closed_as;
  rule.tags = text.tags;
  rule.not_tags = text.not_tags;
  rule.types = text.types;
  rule.types_left_out = text.types_left_out;
  for (const RuleClient& client : text.clients) settle_client(pending, client, everybody, rule);
  for (const RuleTime& time : text.times) {
    const auto window = clock_.window(time);
    if (!window)
      return hooks_.refuse(pending.written->place, std::to_string(kMostRuleWindows) +
                                                       " different windows are the most that $time may name in a household");
    rule.times |= *window;
  }
  if (pending.owner == SpecialNames::kEverybody)
    clock_.touches_all(rule.times);
  else
    clock_.touches(profile_of(pending.owner), rule.times);
  names_.add_rule(text.name, SpecialNames::kEverybody, RuleKind::elsewhere);
}

void OwnRulesBuilder::settle_client(const Pending& pending, const RuleClient& client, const Everybody& everybody, OwnRule& rule) {
  Circle& circle = client.left_out ? rule.not_for : rule.for_whom;
  const Place place = inside(pending.written->place, client.at);
  if (client.network) return circle.networks.add(*client.network);
  if (client.mac) {
    std::uint16_t number = 0;  // a device of the household is meant whichever way it is known
    for (const WrittenPerson& person : household_.people) {
      for (const WrittenDevice& device : person.devices) {
        ++number;
        if (std::find(device.macs.begin(), device.macs.end(), *client.mac) != device.macs.end())
          circle.devices.push_back(static_cast<DeviceId>(number));
      }
    }
    return circle.macs.push_back(*client.mac);
  }
  if (client.name == "guest") return circle.profiles.push_back(kGuest);
  if (const auto person = everybody.people.find(client.name); person != everybody.people.end())
    return circle.profiles.push_back(person->second);
  if (const auto room = everybody.rooms.find(client.name); room != everybody.rooms.end())
    return circle.profiles.push_back(room->second);
  const std::vector<DeviceId> devices = devices_called(client.name);
  if (devices.size() == 1) return circle.devices.push_back(devices.front());
  if (devices.empty()) return refuse_nobody(place, client, everybody);
  hooks_.refuse(place, "several devices are called " + quote(client.name) + "; write whose, such as Ali/" + client.name);
}

// By label, or as Ali/tablet.
std::vector<DeviceId> OwnRulesBuilder::devices_called(const std::string& name) const {
  std::vector<DeviceId> found;
  std::uint16_t number = 0;
  for (const WrittenPerson& person : household_.people) {
    for (const WrittenDevice& device : person.devices) {
      ++number;
      if (device.label == name || person.name + "/" + device.label == name) found.push_back(static_cast<DeviceId>(number));
    }
  }
  return found;
}

void OwnRulesBuilder::refuse_nobody(Place place, const RuleClient& client, const Everybody& everybody) {
  std::vector<std::string_view> known;
  for (const auto& [name, id] : everybody.people) known.push_back(name);
  for (const auto& [name, id] : everybody.rooms) known.push_back(name);
  for (const WrittenPerson& person : household_.people) {
    for (const WrittenDevice& device : person.devices) known.push_back(device.label);
  }
  std::sort(known.begin(), known.end());  // the same answer every time
  const std::string_view meant = nearest(client.name, known);
  hooks_.refuse(place,
                "nobody and no device is called " + quote(client.name) + "; " +
                    (meant.empty() ? std::string("write a person, a room, guest, a device's label, an address or a MAC address")
                                   : "did you mean " + quote(meant) + "?"));
}

OwnRulesBuilder::Built OwnRulesBuilder::finish(const SpecialNames& names, HashSeed seed, std::size_t profiles) {
  Built built;
  for (const Plain& each : plain_)
    built.sources.set_plain(number_of(each.name, names, seed), each.owner, each.kind,
                            built.sources.add({each.text, each.place, each.owner}));
  std::vector<OwnRules::Placed> placed;
  for (Pending& each : pending_) {
    SuffixHashes hashes;
    each.text.name.hash_suffixes(seed, hashes);
    const NameFacts facts = names.facts_of(hashes);
    if (facts.never_block && !each.text.allow)
      hooks_.note(
          each.written->place,
          quote(each.written->text) + " closes nothing: it is a vital name (helplines, time, updates ...), which no rule closes");
    if (each.text.is_plain() && each.rule.not_for.empty()) continue;
    for (const Name& hole : each.text.holes) {
      SuffixHashes below;
      hole.hash_suffixes(seed, below);
      each.rule.holes.push_back({below.whole(), below.labels()});
    }
    each.rule.number = built.sources.add({each.written->text, each.written->place, each.owner});
    placed.push_back({facts.rules, std::move(each.rule)});
  }
  built.rules = OwnRules(names, std::move(placed));
  built.clocks = clock_.build(profiles);
  return built;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_people.h"

#include <algorithm>
#include <array>

#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 3> kEveryone{"everyone", "everybody", "all"};
constexpr std::string_view kRoom = "room ";
constexpr std::size_t kMostChoices = 12;

// Letters beyond ASCII keep their case: who writes them writes them as they are.
std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

bool same(std::string_view a, std::string_view b, bool any_case) { return any_case ? lower(a) == lower(b) : a == b; }

GrantRefusal unknown(std::string_view typed, std::vector<std::string> known) {
  std::vector<std::string_view> lowered;
  std::vector<std::string> texts;
  for (const std::string& each : known) texts.push_back(lower(each));
  for (const std::string& each : texts) lowered.emplace_back(each);
  const std::string_view meant = nearest(typed, lowered);
  if (!meant.empty()) {
    const auto place = std::find(texts.begin(), texts.end(), meant) - texts.begin();
    known = {known[static_cast<std::size_t>(place)]};
  }
  if (known.size() > kMostChoices) known.resize(kMostChoices);
  return {.fault = GrantFault::unknown_who, .subject = std::string(typed), .choices = std::move(known)};
}

}  // namespace

GrantPeople::GrantPeople(const Policy& policy) : policy_(policy) {
  constexpr std::string_view kRoomBefore = "room ";  // as Policy::who says it
  for (std::size_t i = 0; i < policy.profiles(); ++i) {
    const std::string name(policy.who(static_cast<ProfileId>(i)));
    if (policy.profile_of_person(name)) {
      people_.push_back({GrantWho::Kind::person, name, {}});
      names_.push_back({name, people_.back()});
    } else if (static_cast<ProfileId>(i) == kGuest) {
      for (const char* word : {"guest", "guests"}) names_.push_back({word, {GrantWho::Kind::room, "guest", {}}});
    } else {
      const std::string label = name.substr(kRoomBefore.size());
      names_.push_back({label, {GrantWho::Kind::room, label, {}}});
    }
  }
  for (std::size_t i = 1; i < policy.devices(); ++i) {
    const auto device = static_cast<DeviceId>(i);
    const std::string label(policy.label_of(device));
    const std::string owner(policy.who(policy.asker_of(device).profile));
    const GrantWho who{GrantWho::Kind::device, label, owner};
    if (std::find(devices_.begin(), devices_.end(), who) != devices_.end()) continue;  // two of one person with one name
    devices_.push_back(who);
    device_names_.push_back({owner + "/" + label, who});
    device_names_.push_back({label, who});
  }
}

std::vector<GrantWho> GrantPeople::meant(std::string_view typed, bool any_case) const {
  const bool room_only = same(typed.substr(0, kRoom.size()), kRoom, any_case);
  std::vector<GrantWho> found;
  for (const Spelling& each : names_) {
    const bool by_room =
        room_only && each.who.kind == GrantWho::Kind::room && same(each.text, typed.substr(kRoom.size()), any_case);
    if (by_room || same(each.text, typed, any_case)) found.push_back(each.who);
  }
  if (!found.empty()) return found;
  for (const Spelling& each : device_names_) {
    if (same(each.text, typed, any_case)) found.push_back(each.who);
  }
  return found;
}

Result<GrantWho, GrantRefusal> GrantPeople::find(std::string_view typed) const {
  for (const bool any_case : {false, true}) {
    for (const std::string_view word : kEveryone) {
      if (same(word, typed, any_case)) return GrantWho{};
    }
    const std::vector<GrantWho> found = meant(typed, any_case);
    if (found.size() == 1) return found.front();
    if (found.empty()) continue;
    GrantRefusal refusal{.fault = GrantFault::ambiguous_who, .subject = std::string(typed)};
    for (const GrantWho& each : found) refusal.choices.push_back(words_of(each));
    return refusal;
  }
  std::vector<std::string> known;
  for (const Spelling& each : names_) known.push_back(each.text);
  for (const GrantWho& each : devices_) known.push_back(words_of(each));
  return unknown(typed, std::move(known));
}

std::optional<Asker> GrantPeople::asker_of(const GrantWho& who) const {
  switch (who.kind) {
    case GrantWho::Kind::everyone:
      return std::nullopt;
    case GrantWho::Kind::person:
      if (const auto id = policy_.profile_of_person(who.name)) return Asker(*id);
      return std::nullopt;
    case GrantWho::Kind::room:
      if (who.name == "guest") return Asker(kGuest);
      if (const auto id = policy_.profile_of_room(who.name)) return Asker(*id);
      return std::nullopt;
    case GrantWho::Kind::device:
      for (const DeviceId device : policy_.devices_named(who.name)) {
        const Asker asker = policy_.asker_of(device);
        if (policy_.who(asker.profile) == who.owner) return asker;
      }
      return std::nullopt;
  }
  return std::nullopt;
}

std::vector<GrantWho> GrantPeople::subjects_of(const GrantWho& who) const {
  return who.kind == GrantWho::Kind::everyone ? people_ : std::vector<GrantWho>{who};
}

bool GrantPeople::is_never_paused(const GrantWho& who) const {
  const auto asker = asker_of(who);
  return asker && (policy_.profile(*asker).never_pause || policy_.is_never_paused(asker->device));
}

std::vector<GrantWho> GrantPeople::left_out(const GrantWho& who) const {
  std::vector<GrantWho> out;
  if (who.kind == GrantWho::Kind::everyone) {
    for (const Spelling& each : names_) {
      const bool again = std::find(out.begin(), out.end(), each.who) != out.end();
      if (!again && is_never_paused(each.who)) out.push_back(each.who);
    }
  }
  for (const GrantWho& device : devices_) {
    const auto asker = asker_of(device);
    const bool its_person = asker && policy_.profile(*asker).never_pause;  // said with the person
    const bool meant = who.kind == GrantWho::Kind::everyone || (who.kind == GrantWho::Kind::person && device.owner == who.name);
    if (meant && asker && !its_person && policy_.is_never_paused(asker->device)) out.push_back(device);
  }
  return out;
}

std::string words_of(const GrantWho& who) {
  switch (who.kind) {
    case GrantWho::Kind::everyone:
      return "everyone";
    case GrantWho::Kind::person:
    case GrantWho::Kind::room:
      return who.name;
    case GrantWho::Kind::device:
      return who.owner + "/" + who.name;
  }
  return {};
}

bool concerns(const GrantWho& giver, const GrantWho& subject) {
  if (giver.kind == GrantWho::Kind::everyone || giver == subject) return true;
  const auto is_device_of = [](const GrantWho& device, const GrantWho& person) {
    return device.kind == GrantWho::Kind::device && person.kind == GrantWho::Kind::person && device.owner == person.name;
  };
  return is_device_of(giver, subject) || is_device_of(subject, giver);
}

}  // namespace darban

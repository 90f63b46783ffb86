// SPDX-License-Identifier: Apache-2.0
#include "app/commands/explain_who.h"

#include "app/civil_time.h"
#include "base/errc.h"
#include "config/spelling.h"
#include "dns/type_text.h"

namespace darban {
namespace {

// "the household has: Sara, Omar"
std::string known_people(const Policy& policy) {
  std::string names;
  for (std::size_t i = 0; i < policy.profiles(); ++i) {
    const std::string_view name = policy.who(static_cast<ProfileId>(i));
    if (policy.profile_of_person(name)) names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names.empty() ? "the household has no people" : "the household has: " + names;
}

}  // namespace

Result<Inquiry, std::string> inquiry_of_person(std::string_view name, const Policy& policy) {
  if (const auto id = policy.profile_of_person(name)) return Inquiry{*id, {}};
  return "there is no person " + quote(name) + "; " + known_people(policy);
}

Result<Inquiry, std::string> inquiry_of_room(std::string_view label, const Policy& policy) {
  if (label == "guest") return Inquiry{kGuest, {}};
  if (const auto id = policy.profile_of_room(label)) return Inquiry{*id, {}};
  return "there is no room " + quote(label) + " in the household file";
}

Result<Inquiry, std::string> inquiry_of_device(std::string_view label, const Policy& policy) {
  const auto slash = label.find('/');
  const std::string_view bare = slash == std::string_view::npos ? label : label.substr(slash + 1);
  std::vector<DeviceId> devices = policy.devices_named(label);
  if (devices.empty() && slash != std::string_view::npos) {
    devices = policy.devices_named(bare);
    std::erase_if(devices, [&](DeviceId id) { return policy.who(policy.asker_of(id).profile) != label.substr(0, slash); });
  }
  if (devices.empty()) return "there is no device " + quote(label) + " in the household file";
  if (devices.size() > 1)
    return "several devices are called " + quote(label) + "; write whose, such as Ali/" + std::string(label);
  return Inquiry{policy.asker_of(devices.front()), {}};
}

Result<Inquiry, std::string> inquiry_of_address(std::string_view written, const Policy& policy) {
  const auto address = IpAddress::from_text(written);
  if (!address) return quote(written) + " is " + std::string(text_of(address.error().code).view());
  Inquiry inquiry{policy.asker_of(*address, nullptr), {}};
  inquiry.address = *address;
  return inquiry;
}

Result<Inquiry, std::string> inquiry_of_anybody(std::string_view who, const Policy& policy) {
  constexpr std::string_view kDevice = "device:";
  if (who.starts_with(kDevice)) return inquiry_of_device(who.substr(kDevice.size()), policy);
  if (auto person = inquiry_of_person(who, policy)) return person;
  if (auto room = inquiry_of_room(who, policy)) return room;
  if (IpAddress::from_text(who)) return inquiry_of_address(who, policy);
  return quote(who) + " is no person, no room and no address; write device:LABEL for a device";
}

Result<Now, std::string> moment_of(std::string_view written, const Policy& policy, bool wait_for_sync) {
  const Now now = SystemClock(wait_for_sync).now();
  if (written == "now") return now;
  const auto moment = read_moment(written, policy.zone(), now.wall);
  if (!moment) return moment.error();
  return Now{now.mono + (*moment - now.wall), *moment, true};
}

Result<RrType, std::string> type_of(std::string_view written) {
  if (const auto type = type_from_text(written)) return *type;
  return quote(written) + " is no type of record; write A, AAAA, HTTPS, TXT ... or TYPE65";
}

}  // namespace darban

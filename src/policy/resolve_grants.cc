// SPDX-License-Identifier: Apache-2.0
// Policy::with_grants: names of people, devices, services and sites become seats, ids and hashes.
#include <algorithm>
#include <utility>

#include "policy/category_keys.h"
#include "policy/parts.h"

namespace darban {

class GrantResolver {
 public:
  GrantResolver(const Policy::Parts& parts, std::span<const Grant> grants) : parts_(parts), keys_(parts.keys()) {
    for (const Grant& grant : grants) resolve(grant);
    std::sort(entries_.begin(), entries_.end(),
              [](const Reaching& a, const Reaching& b) { return a.entry.grant.id > b.entry.grant.id; });
  }

  GrantBook book() {
    if (entries_.empty()) return {};
    seat_devices();
    std::vector<std::vector<std::uint32_t>> reached(parts_.profiles.size() + seated_.size());
    std::vector<GrantBook::Entry> entries;
    for (Reaching& each : entries_) {
      for (std::size_t seat = 0; seat < reached.size(); ++seat) {
        if (reaches(each, seat)) reached[seat].push_back(static_cast<std::uint32_t>(entries.size()));
      }
      entries.push_back(std::move(each.entry));
    }
    return {std::move(entries), std::move(reached), std::move(seat_of_device_)};
  }

 private:
  struct Reaching {
    GrantBook::Entry entry;
    std::optional<ProfileId> profile;  // of a person or room
    DeviceId device = kNoDevice;       // of a device
  };

  void resolve(const Grant& grant) {
    Reaching reaching{{grant}, std::nullopt};
    switch (grant.who.kind) {
      case GrantWho::Kind::everyone:
        break;
      case GrantWho::Kind::person:
        if (!find(parts_.people, grant.who.name, reaching.profile)) return;
        break;
      case GrantWho::Kind::room:
        if (grant.who.name == "guest")
          reaching.profile = kGuest;
        else if (!find(parts_.rooms, grant.who.name, reaching.profile))
          return;
        break;
      case GrantWho::Kind::device:
        reaching.device = device_of(grant.who);
        if (reaching.device == kNoDevice) return;
        break;
    }
    if (grant.what == GrantWhat::service) {
      const auto id = keys_.id_of(grant.key);
      if (!id) return;
      reaching.entry.category = *id;
    }
    if (grant.what == GrantWhat::site) {
      if (!grant.site || grant.site->is_root()) return;
      SuffixHashes hashes;
      grant.site->hash_suffixes(parts_.image->seed(), hashes);
      reaching.entry.site_hash = hashes.whole();
      reaching.entry.site_labels = hashes.labels();
    }
    entries_.push_back(std::move(reaching));
  }

  static bool find(const std::unordered_map<std::string, ProfileId>& names, const std::string& name,
                   std::optional<ProfileId>& into) {
    const auto found = names.find(name);
    if (found == names.end()) return false;
    into = found->second;
    return true;
  }

  DeviceId device_of(const GrantWho& who) const {
    for (std::size_t i = 1; i < parts_.written_devices.size(); ++i) {
      const auto& device = parts_.written_devices[i];
      if (device.label == who.name && parts_.who[static_cast<std::size_t>(device.profile)] == who.owner)
        return static_cast<DeviceId>(i);
    }
    return kNoDevice;
  }

  // Seats of their own: devices that are named by a grant, and those that a pause must leave out.
  void seat_devices() {
    const bool pauses = std::any_of(entries_.begin(), entries_.end(), [](const Reaching& each) { return is_pause(each); });
    std::vector<bool> wanted(parts_.written_devices.size());
    for (const Reaching& each : entries_) wanted[static_cast<std::size_t>(each.device)] = true;
    for (std::size_t i = 1; i < wanted.size(); ++i) {
      if (!wanted[i] && !(pauses && parts_.written_devices[i].never_pause)) continue;
      constexpr std::size_t kMostSeats = 65535;
      const std::size_t seat = parts_.profiles.size() + seated_.size();
      if (seat > kMostSeats) return;
      if (seat_of_device_.empty()) seat_of_device_.resize(wanted.size());
      seat_of_device_[i] = static_cast<std::uint16_t>(seat);
      seated_.push_back(static_cast<DeviceId>(i));
    }
  }

  // A mode of bedtime or off is a pause with open doors.
  static bool is_pause(const Reaching& each) {
    const Grant& grant = each.entry.grant;
    return grant.what == GrantWhat::pause || (grant.what == GrantWhat::mode && grant.mode >= Mode::bedtime);
  }

  bool reaches(const Reaching& each, std::size_t seat) const {
    const bool is_device = seat >= parts_.profiles.size();
    const DeviceId device = is_device ? seated_[seat - parts_.profiles.size()] : kNoDevice;
    const auto& written = parts_.written_devices[static_cast<std::size_t>(device)];
    const ProfileId profile = is_device ? written.profile : static_cast<ProfileId>(seat);
    if (is_pause(each) && (written.never_pause || parts_.profile(profile).never_pause)) return false;
    if (each.device != kNoDevice) return each.device == device;
    return !each.profile || *each.profile == profile;
  }

  const Policy::Parts& parts_;
  CategoryKeys keys_;
  std::vector<Reaching> entries_;  // the latest first
  std::vector<DeviceId> seated_;   // by seat, behind the profiles
  std::vector<std::uint16_t> seat_of_device_;
};

std::shared_ptr<const Policy> Policy::with_grants(std::span<const Grant> grants) const {
  return std::shared_ptr<const Policy>(new Policy(parts_, GrantResolver(*parts_, grants).book()));
}

}  // namespace darban

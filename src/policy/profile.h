// SPDX-License-Identifier: Apache-2.0
// One person's (or room's) compiled rules: what is closed in each mode, how a closed answer looks. Immutable; part of a Policy.
#pragma once
#include <array>
#include <cstdint>

#include "config/household.h"
#include "lists/category.h"

namespace darban {

// Index of a profile in a Policy: one for each person and each room, and `guest`. Valid for that Policy only.
enum class ProfileId : std::uint16_t {};
inline constexpr ProfileId kGuest{0};
inline constexpr std::size_t kModes = 5;

// Number of a device as the household file lists them, from 1; 0: no device of the household (a guest's, or anybody's in a room).
enum class DeviceId : std::uint16_t {};
inline constexpr DeviceId kNoDevice{0};

// Who asks. Valid for the Policy that said it only.
struct Asker {
  ProfileId profile = kGuest;
  DeviceId device = kNoDevice;
  std::uint16_t seat = 0;  // who grants can tell apart (grant_book.h): the profile, or a device beyond all profiles

  constexpr Asker() = default;
  // Any device of that profile. NOLINTNEXTLINE: implicit on purpose, a profile is somebody who asks.
  constexpr Asker(ProfileId id) : profile(id), seat(static_cast<std::uint16_t>(id)) {}
  constexpr Asker(ProfileId id, DeviceId which, std::uint16_t place) : profile(id), device(which), seat(place) {}
};

struct Profile {
  Band band = Band::guest;
  std::array<CategorySet, kModes> closed;  // by Mode: categories and services closed in it (bedtime and off: for open doors)
  CategorySet open_doors;                  // stay open in bedtime and off
  AnswerMode answer = AnswerMode::null;
  BypassLevel bypass = BypassLevel::standard;
  std::uint32_t blocked_ttl = 10;          // seconds
  bool allow_list = false;                 // in every mode
  std::array<bool, kModes> only_listed{};  // by Mode: only what is allowed is open
  std::array<CategorySet, kModes> listed;  // by Mode: what is allowed there besides the rules: `open` and the open doors
  bool never_pause = false;                // pauses do not reach it
  bool strip_ech = false;                  // HTTPS records lose their ECH keys
  std::uint16_t safe_search = 0;           // its choice, as SafeSearch numbers them
  bool resolved_only = false;              // the gateway lets its devices reach only what was answered to them
  std::uint32_t tags = 0;                  // of the band, for rules (rule_tags.h)
  GrantCaps caps;                          // minutes of bonus time and pauses a day
  std::int32_t timetable = -1;             // index in the Policy's timetables; -1: always free
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The family's (or school's) rules as household.yaml says them: plain values, no behaviour. policy/build.h turns them into a
// Policy. Text is what adults typed. Every item carries its line and column, so that the builder can point at what it refuses.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/showable.h"
#include "config/calendar.h"
#include "config/caps.h"

namespace darban {

struct Place {  // 1-based; 0 = unknown
  friend bool operator==(const Place&, const Place&) = default;
  int line = 0;
  int column = 0;
};

// What the loader and the builder say when they refuse: one sentence and where. Text is the operator's own, so it may be shown to
// the operator.
struct ConfigError {
  std::string file;
  Place place;
  std::string what;  // what is wrong and what would be right
};

enum class Band : std::uint8_t {
  under_10,
  age_10_12,
  age_13_15,
  age_16_17,
  adult,
  guest,
  things,
  pupil_primary,
  pupil_secondary,
  staff,
  exam
};
enum class Mode : std::uint8_t { free, homework, school, bedtime, off };  // in order of strictness
enum class AnswerMode : std::uint8_t { null, nxdomain, refused, page };   // page: darban's own address, where it says why
enum class BypassLevel : std::uint8_t { off, standard, strict };
enum class SafeSearchLevel : std::uint8_t { off, on, moderate, strict };  // on: of an engine that has one level

Text text_of(Band band);
Text text_of(Mode mode);
Text text_of(AnswerMode mode);
Text text_of(BypassLevel level);
Text text_of(SafeSearchLevel level);

// "file:line:column: what", for the log and the terminal.
ConfigText text_of(const ConfigError& error);

struct WrittenDomain {
  friend bool operator==(const WrittenDomain&, const WrittenDomain&) = default;
  std::string name;  // as typed; `*.x` and `x` mean the same: x and everything below
  Place place;
};

struct WrittenKey {  // a category or service key, a person's name, …
  friend bool operator==(const WrittenKey&, const WrittenKey&) = default;
  std::string key;
  Place place;
};

struct WrittenSafeSearch {  // what a profile says of one search engine, or of all that have one level
  friend bool operator==(const WrittenSafeSearch&, const WrittenSafeSearch&) = default;
  std::string engine;       // its key in safe-search.yaml; empty: all with one level
  SafeSearchLevel level = SafeSearchLevel::off;
  Place place;
};

struct Window {
  friend bool operator==(const Window&, const Window&) = default;
  std::uint8_t days = 0;    // bit 0 = Monday … bit 6 = Sunday
  std::uint16_t start = 0;  // minute of the day, 0 to 1439
  std::uint16_t end = 0;    // minute of the day, 1 to 1440; end <= start runs into the next day (decisions.md 5)
  Mode mode = Mode::free;
  std::vector<WrittenKey> services;  // closed in this window too, beyond what the mode closes
  Place place;
  std::vector<WrittenKey> open{};  // open in this window, although profile and mode close them: an hour of games after homework
};

// A rule in the words of ad blockers, as typed: "@@||school.example^$important". policy/rule_text.h reads it.
struct WrittenRule {
  friend bool operator==(const WrittenRule&, const WrittenRule&) = default;
  std::string text;
  Place place;  // of its first character
};

// What one mode closes and opens for a profile, beyond the band's.
struct WrittenModeEdit {
  friend bool operator==(const WrittenModeEdit&, const WrittenModeEdit&) = default;
  Mode mode = Mode::free;
  std::vector<WrittenKey> close;
  std::vector<WrittenKey> open;
  bool allow_list = false;  // in this mode only what is allowed is open
};

// A service of the family's own: names that are closed and opened together, as "service:KEY".
struct WrittenOwnService {
  friend bool operator==(const WrittenOwnService&, const WrittenOwnService&) = default;
  std::string key;
  std::string title;  // empty: the key
  std::vector<WrittenDomain> names;
  Place place;
};

// An age band with edits. Absent values come from the band's defaults (policy/bands.h).
struct WrittenProfile {
  friend bool operator==(const WrittenProfile&, const WrittenProfile&) = default;
  Band band = Band::guest;
  std::vector<WrittenKey> close;       // categories and services, beyond the band's
  std::vector<WrittenKey> open;        // taken from the band's
  std::vector<WrittenKey> open_doors;  // categories or services that stay open in bedtime and off
  std::vector<WrittenDomain> open_door_names;
  std::vector<WrittenDomain> allow;  // own rules
  std::vector<WrittenDomain> block;
  std::vector<Window> timetable;
  std::optional<AnswerMode> answer;
  std::optional<BypassLevel> bypass;
  std::optional<std::uint32_t> blocked_ttl;  // seconds, 1 to 300; default 10
  bool allow_list = false;                   // only what is allowed is open
  std::vector<WrittenSafeSearch> safe_search{};  // changes to the band's, the later one counting
  bool strip_ech = false;                        // HTTPS records lose their ECH keys, for who filters by the name in TLS besides
  bool never_pause = false;                  // no pause reaches it: a doctor's phone, the alarm
  bool resolved_only = false;                // gateway mode: reaches only what darban answered
  std::vector<WrittenRule> rules{};          // own rules with conditions
  std::vector<WrittenModeEdit> modes{};      // each mode at most once
  WrittenCaps caps{};                        // of bonus time and pauses a day
};

// Addresses have no text form (net_address.h). Those of the household's own devices are what an adult typed, so the text stays
// beside the value: the file can be written again as it was. Empty in a household that no file said.
struct WrittenMac {
  friend bool operator==(const WrittenMac&, const WrittenMac&) = default;
  WrittenMac(MacAddress value = {}, std::string text = {}) : mac(value), written(std::move(text)) {}
  MacAddress mac;
  std::string written;
};
struct WrittenPrefix {  // an address, or a network
  friend bool operator==(const WrittenPrefix&, const WrittenPrefix&) = default;
  WrittenPrefix(IpPrefix value = {}, std::string text = {}) : prefix(value), written(std::move(text)) {}
  IpPrefix prefix;
  std::string written;
};

struct WrittenDevice {
  friend bool operator==(const WrittenDevice&, const WrittenDevice&) = default;
  std::string label;
  std::vector<WrittenMac> macs;
  std::vector<WrittenPrefix> addresses;
  Place place;
  bool never_pause = false;        // no pause reaches this device: a work laptop, a medical device
  std::vector<WrittenKey> tags{};  // of `kind` and `tags`: device_tv, os_ios ..., for the condition $ctag of rules
};

struct WrittenPerson {
  friend bool operator==(const WrittenPerson&, const WrittenPerson&) = default;
  std::string name;
  WrittenProfile profile;
  std::vector<WrittenDevice> devices;
  Place place;
};

struct WrittenRoom {  // a prefix (VLAN) with a profile of its own: schools, guests, things
  friend bool operator==(const WrittenRoom&, const WrittenRoom&) = default;
  std::string label;
  WrittenPrefix prefix;
  WrittenProfile profile;
  Place place;
};

// Dates with a timetable of their own: holidays, Ramadan, an exam week. On a date it covers, its windows (or those of the weekday
// `like`, or none) stand in place of every window that would start on that date. With `span_mode` the events of the calendar are
// windows themselves and come on top of the day's others (policy/exception_days.h).
struct WrittenException {
  friend bool operator==(const WrittenException&, const WrittenException&) = default;
  std::string label;
  std::int32_t first_day = 0;  // days since 1970-01-01, both inclusive; no meaning with a calendar
  std::int32_t last_day = 0;
  std::string calendar;          // path of an iCalendar file; empty: the two dates say when
  std::string calendar_written;  // as the household says it, before the folder is put in front
  Place calendar_place;
  std::vector<std::string> events;              // patterns of summaries, one must fit; none: every event
  std::optional<std::vector<WrittenKey>> whom;  // people and rooms by name, `guest`; absent: everybody who has a timetable
  std::optional<std::uint8_t> like;             // 0 = Monday
  std::vector<Window> windows;                  // their `days` say nothing
  std::optional<Window> span_mode;              // its `days`, `start` and `end` say nothing
  Place place;
};

struct Household {
  friend bool operator==(const Household&, const Household&) = default;
  std::string file;
  std::string zone = "UTC";  // IANA name or POSIX TZ
  Place zone_place;
  std::string country;  // ISO 3166 ("PK"), a part of one ("PK-PB") or "EU": whose helplines the page shows; empty: not chosen
  std::vector<WrittenPerson> people;
  std::vector<WrittenRoom> rooms;
  WrittenProfile guest;              // whoever is not known
  std::vector<WrittenDomain> allow;  // own rules for everybody
  std::vector<WrittenDomain> block;
  std::vector<WrittenDomain> never_block;  // beyond the built-in set
  std::vector<WrittenRule> rules;          // own rules with conditions, for everybody
  std::vector<WrittenOwnService> services;
  std::vector<WrittenException> exceptions;
  std::vector<Calendar> calendars;  // what the files say that `exceptions` name; read by app/calendar_shelf.h, not with this file
};

}  // namespace darban

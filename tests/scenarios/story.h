// SPDX-License-Identifier: Apache-2.0
// A family's story as a file says it (README.md has the language): the household, the world outside, and what is asked when.
// Plain values; the two runners play them. Written errors carry the line.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "config/household.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "lists/entry.h"
#include "policy/grant_wish.h"

namespace darban {

struct StoryError {
  int line = 0;
  std::string what;
};

struct StoryListEntry {
  std::string key;  // "gaming", "service:youtube"
  Name name;
  Scope scope = Scope::subtree;
};

struct StoryDevice {
  std::string label;
  std::vector<MacAddress> macs;
  std::vector<IpPrefix> addresses;
  std::string profile;  // empty: nobody of the household
};

// What the world says to a name and type.
struct StoryAnswer {
  enum class Kind : std::uint8_t { records, nxdomain, nodata, servfail, refused, silent };
  Kind kind = Kind::records;
  std::vector<std::vector<std::uint8_t>> rdata;  // of `type`, names uncompressed
  std::optional<Name> target;                    // of CNAME and DNAME: the world goes on there
  RrType type{};
  std::uint32_t ttl = 300;
};

struct StoryOutcome {
  enum class Kind : std::uint8_t { gets, blocked, nothing, nxdomain, refused, servfail, silence };
  enum class From : std::uint8_t { anywhere, upstream, memory };
  Kind kind = Kind::gets;
  std::vector<std::string> values;  // "192.0.2.1", "cname t.example", "https t.example", "hinfo"; sorted
  std::string reason;               // of blocked: a key, "rule", "time" or "allow-list"
  std::optional<std::uint32_t> ttl;
  std::optional<std::uint32_t> ttl_at_most;
  std::optional<int> ede;  // -1: none is there
  From from = From::anywhere;
};

struct StoryStep {
  enum class Kind : std::uint8_t {
    question,
    change,  // the family's rules are others from now on
    gift,    // an adult gives something for a while: `wish`; or tries to: `refused`
    taken,   // and takes back what was given to wish.who
    clock,   // somebody sets the clock, or it becomes (un)trusted: `jumped` and `clock_trusted` say what holds from now on
  };
  Kind kind = Kind::question;
  int line = 0;
  WallTime when;      // by the clock on the wall
  Seconds jumped{0};  // how far that clock was set ahead since the story began
  bool clock_trusted = true;
  std::size_t household = 0;  // of change: which one
  GrantWish wish;
  bool refused = false;
  std::string device;
  std::optional<IpAddress> from;  // which of the device's addresses asks
  Name name;
  RrType type{};
  bool edns = true;
  bool dnssec_ok = false;
  bool checking_disabled = false;
  StoryOutcome outcome;
};

struct Story {
  std::string file;
  std::vector<Household> households;  // the first one, and one for each change; people carry the names of the profiles
  std::vector<StoryDevice> devices;
  std::vector<StoryListEntry> lists;
  std::vector<std::string> private_answers_for;
  std::map<std::pair<std::vector<std::uint8_t>, RrType>, StoryAnswer> world;  // by wire name; type 0: whatever is asked
  std::vector<StoryStep> steps;
};

Result<Story, StoryError> read_story(std::string_view text, const std::string& file);
std::optional<RrType> type_named(std::string_view word);

}  // namespace darban

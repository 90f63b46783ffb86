// SPDX-License-Identifier: Apache-2.0
// One own rule as an adult wrote it, read into its parts. The words are those of ad blockers, as far as a name can say them:
//   x.example  ||x.example^   the name and everything below it            @@ in front: open instead of closed
//   |x.example^               the name alone
//   $important                goes before rules without it                $badfilter         takes the identical rule back
//   $denyallow=a|b            not for these names below it                $dnstype=A|AAAA    for these types; ~A|~AAAA: for all
//   others $client='Ali'|~10.0.0.9   for people, rooms, devices (label or Ali/label), addresses, networks, MACs; ~ leaves out
//   $ctag=user_child|~device_tv   for who has one of the tags and none with ~ (rule_tags.h)
//   $time=mon-fri:22.00-07.00|sat:10.00-12.00   in these windows, by the household's clock
//   $dnsrewrite=NXDOMAIN      closed in that form: NXDOMAIN, REFUSED or NODATA, whatever the profile's answer is
// It is the family's own file: whatever is not understood whole is refused with its place and what would be right, nothing is
// skipped. Masks, regular expressions, paths and a browser's modifiers are refused. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "base/result.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "policy/rule_tags.h"
#include "policy/verdict.h"

namespace darban {

struct RuleTime {
  std::uint8_t days = 0;    // bit 0 = Monday: the days on which it starts
  std::uint16_t start = 0;  // minute of the day
  std::uint16_t end = 0;    // 1 to 1440; end <= start runs into the next day
  friend bool operator==(const RuleTime&, const RuleTime&) = default;
};

struct RuleClient {
  bool left_out = false;            // written with ~
  std::string name;                 // a person, a room or a device; empty for the other two
  std::optional<IpPrefix> network;  // a single address too
  std::optional<MacAddress> mac;
  std::size_t at = 0;  // where it stands in the text
  bool is_same(const RuleClient& other) const {
    return left_out == other.left_out && name == other.name && network == other.network && mac == other.mac;
  }
};

struct RuleText {
  bool allow = false;
  bool important = false;
  bool takes_back = false;  // $badfilter
  bool exact = false;       // the name alone
  Name name;                // never the root
  std::vector<Name> holes;  // $denyallow
  std::vector<RrType> types;
  bool types_left_out = false;  // `types` are those it is not for
  std::vector<RuleClient> clients;
  TagSet tags = 0;      // one of them; 0: any
  TagSet not_tags = 0;  // none of them
  std::vector<RuleTime> times;
  ClosedAs closed_as = ClosedAs::profile_says;

  // Neither a condition nor a rank of its own: what `allow` and `block` say too.
  bool is_plain() const;
  // Both say the same of the same name, but for $badfilter.
  bool is_same(const RuleText& other) const;
};

struct RuleFault {
  std::size_t at = 0;    // octet of the text, its size at most
  std::string sentence;  // what is wrong and what would be right
};

Result<RuleText, RuleFault> read_rule(std::string_view text);

}  // namespace darban

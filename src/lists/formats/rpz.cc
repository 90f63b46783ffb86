// SPDX-License-Identifier: Apache-2.0
// Response policy zones (the IETF draft "DNS Response Policy Zones", as BIND reads it). Owners are names relative to the zone:
//   x CNAME . and CNAME *. and CNAME rpz-drop. and A 0.0.0.0: exact block · CNAME rpz-passthru. or to itself: exact allow
//   *.x CNAME ...: the same, for all below x and not for x
// Triggers on addresses and servers and other local data are not supported; $INCLUDE is never obeyed.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lists/formats/formats.h"
#include "lists/formats/zone_tokens.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& octet : result) {
    if (octet >= 'A' && octet <= 'Z') octet = static_cast<char>(octet | 0x20);
  }
  return result;
}

std::string_view without_last_dot(std::string_view text) { return text.ends_with('.') ? text.substr(0, text.size() - 1) : text; }

bool is_number(std::string_view text, unsigned least, unsigned most) {
  if (text.empty() || text.size() > 3) return false;
  unsigned value = 0;
  for (const char octet : text) {
    if (octet < '0' || octet > '9') return false;
    value = value * 10 + static_cast<unsigned>(octet - '0');
  }
  return value >= least && value <= most;
}

bool is_hex_group(std::string_view text) {
  return !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789abcdefABCDEF") == kNone;
}

// "24.0.2.0.192": prefix length, then the address from its end; "48.zz.db8.2001" with zz for the zeros of an IPv6 address.
bool is_reversed_prefix(std::string_view text) {
  std::array<std::string_view, 9> labels;
  std::size_t count = 0;
  for (;;) {
    if (count == labels.size()) return false;
    const std::size_t dot = text.find('.');
    labels[count++] = text.substr(0, dot);
    if (dot == kNone) break;
    text.remove_prefix(dot + 1);
  }
  const auto groups = std::span(labels).first(count).subspan(1);
  if (count == 5 && is_number(labels[0], 1, 32) &&
      std::all_of(groups.begin(), groups.end(), [](std::string_view group) { return is_number(group, 0, 255); })) {
    return true;
  }
  const auto zeros = std::count(groups.begin(), groups.end(), std::string_view("zz"));
  return is_number(labels[0], 1, 128) && zeros <= 1 && (count == 9) == (zeros == 0) &&
         std::all_of(groups.begin(), groups.end(), [](std::string_view group) { return group == "zz" || is_hex_group(group); });
}

struct Trigger {
  std::string_view marker;  // the last label
  bool is_prefix;
};
constexpr std::array<Trigger, 4> kTriggers{
    {{"rpz-ip", true}, {"rpz-nsip", true}, {"rpz-client-ip", true}, {"rpz-nsdname", false}}};

class RpzReading {
 public:
  explicit RpzReading(ListReading& in) : in_(in) {}

  void entry(const ZoneEntry& entry) {
    auto words = entry.words;
    if (!entry.owner_repeats) {
      if (words.front().starts_with('$')) return directive(words);
      owner_ = words.front();
      words = words.subspan(1);
    }
    while (!words.empty() && is_ttl_or_class(words.front())) words = words.subspan(1);
    if (words.empty()) return in_.refuse(Errc::truncated);
    const std::string_view type = words.front();
    const std::string_view data = words.size() > 1 ? words[1] : std::string_view();
    if (equals_ignoring_case(type, "cname")) return rule(cname_action(data));
    if (equals_ignoring_case(type, "soa")) return start_of_zone();
    if (equals_ignoring_case(type, "ns")) return in_.ignore(Ignored::comment);
    const bool null =
        (equals_ignoring_case(type, "a") && data == "0.0.0.0") || (equals_ignoring_case(type, "aaaa") && data == "::");
    if (!is_type(type)) return in_.refuse(Errc::bad_rdata);
    rule(null ? std::optional(EntryKind::block) : std::nullopt);
  }

 private:
  static bool is_ttl_or_class(std::string_view word) {
    return (word.front() >= '0' && word.front() <= '9') || equals_ignoring_case(word, "in") || equals_ignoring_case(word, "ch") ||
           equals_ignoring_case(word, "hs");
  }

  // The types that stand in policy zones, as local data or as signatures.
  static bool is_type(std::string_view word) {
    static constexpr std::array<std::string_view, 16> kTypes{"a",     "aaaa", "txt",   "ptr",       "mx",    "srv",
                                                             "dname", "svcb", "https", "caa",       "rrsig", "dnskey",
                                                             "nsec3", "nsec", "ds",    "nsec3param"};
    return std::any_of(kTypes.begin(), kTypes.end(),
                       [word](std::string_view known) { return equals_ignoring_case(word, known); }) ||
           (word.size() > 4 && equals_ignoring_case(word.substr(0, 4), "type"));  // RFC 3597
  }

  void directive(std::span<const std::string_view> words) {
    if (equals_ignoring_case(words[0], "$include")) return in_.ignore(Ignored::include);
    if (equals_ignoring_case(words[0], "$ttl")) return in_.ignore(Ignored::comment);
    if (!equals_ignoring_case(words[0], "$origin")) return in_.ignore(Ignored::unsupported);
    if (words.size() < 2) return in_.refuse(Errc::empty);
    if (words[1].size() > Name::kMostOctets) return in_.refuse(Errc::name_too_long);
    origin_ = absolute(words[1]);
    if (apex_.empty()) apex_ = origin_;
    in_.ignore(Ignored::comment);
  }

  void start_of_zone() {
    if (owner_.size() <= Name::kMostOctets) apex_ = absolute(owner_);
    in_.ignore(Ignored::comment);
  }

  std::string absolute(std::string_view word) const {
    if (word == "@") return origin_;
    if (word.ends_with('.')) return lower(without_last_dot(word));
    return origin_.empty() ? lower(word) : lower(word) + "." + origin_;
  }

  static std::optional<EntryKind> special(std::string_view target) {
    if (target == "." || target == "*." || equals_ignoring_case(target, "rpz-drop.")) return EntryKind::block;
    if (equals_ignoring_case(target, "rpz-passthru.")) return EntryKind::allow;
    return std::nullopt;
  }

  std::optional<EntryKind> cname_action(std::string_view target) const {
    const auto action = special(target);
    if (action || !target.ends_with('.') || owner_ == "@") return action;
    if (equals_ignoring_case(without_last_dot(target), lower(without_last_dot(owner_))))
      return EntryKind::allow;  // how passthru was once written
    return std::nullopt;
  }

  // The owner without the zone's own name; nothing if it is not below it. Relative owners in the usual zone need no copy.
  std::optional<std::string_view> relative_owner() {
    if (!owner_.ends_with('.') && owner_ != "@" && origin_ == apex_) return owner_;
    if (owner_.size() > Name::kMostOctets) return std::nullopt;
    whole_ = absolute(owner_);
    if (apex_.empty()) return whole_;
    const std::string_view whole = whole_;
    if (whole.size() <= apex_.size() + 1 || !whole.ends_with(apex_) || whole[whole.size() - apex_.size() - 1] != '.')
      return std::nullopt;
    return whole.substr(0, whole.size() - apex_.size() - 1);
  }

  void rule(std::optional<EntryKind> kind) {
    const auto owner = relative_owner();
    if (!owner || owner->empty()) return in_.ignore(Ignored::not_a_block);
    std::string_view name = *owner;
    for (const Trigger& trigger : kTriggers) {
      if (!name.ends_with(trigger.marker) || name.size() <= trigger.marker.size()) continue;
      const std::size_t dot = name.size() - trigger.marker.size() - 1;
      if (name[dot] != '.') continue;
      if (trigger.is_prefix && !is_reversed_prefix(name.substr(0, dot))) return in_.refuse(Errc::bad_address);
      return in_.ignore(Ignored::unsupported);
    }
    if (!kind) return in_.ignore(Ignored::unsupported);
    if (name == "*") return in_.ignore(Ignored::too_wide);
    if (name.find('\\') != kNone) return in_.refuse(Errc::bad_character);
    const bool below = name.starts_with("*.");
    if (below) name.remove_prefix(2);
    if (in_.take_name(name)) in_.say(below ? Scope::below : Scope::exact, *kind);
  }

  ListReading& in_;
  std::string origin_;  // both in lower case, without the last dot
  std::string apex_;
  std::string whole_;
  std::string_view owner_;
};

}  // namespace

bool rpz_speaks(std::string_view line) {
  if (line.starts_with("$TTL") || line.starts_with("$ORIGIN")) return true;
  for (int i = 0; i < 4 && !line.empty(); ++i) {
    const std::string_view word = take_word(line);
    if (equals_ignoring_case(word, "cname") || equals_ignoring_case(word, "soa") || word == "NS" || word == "IN") return true;
  }
  return false;
}

void parse_rpz(ListReading& in) {
  ZoneTokens tokens(in);
  RpzReading rpz(in);
  ZoneEntry entry;
  while (tokens.next(entry)) rpz.entry(entry);
}

}  // namespace darban

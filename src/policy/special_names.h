// SPDX-License-Identifier: Apache-2.0
// Every name the policy itself knows: names that stay in the house, signals, search hosts, vital names, the family's own rules.
// One small table, asked once for each question; the lists (millions of names) live in the Matcher instead.
//
// The idea: an open-addressing table from the hash of a suffix to what is known about it. The ancestors of every entry are in it
// too, so that a walk from the top-level domain down stops at the first miss: an ordinary name costs two probes, however long it
// is. Immutable once built; any thread may read. Slow twin: tests/unit/policy/special_names_test.cc walks a list.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "dns/name.h"

namespace darban {

// Names with a fixed answer of our own (decisions.md 2, step 1; RFC 6761, 6762, 6303, 7686, 8375, 8880, 9462, 9476).
enum class LocalName : std::uint8_t {
  none,
  localhost,        // 127.0.0.1 and ::1 (RFC 6761 section 6.3)
  nonexistent,      // invalid, test, onion, alt, local, internal, home.arpa: NXDOMAIN
  private_reverse,  // in-addr.arpa and ip6.arpa of private ranges (RFC 6303): NXDOMAIN
  resolver_arpa,    // NODATA (RFC 9462 section 4)
  ipv4only_arpa,    // 192.0.0.170 and .171 (RFC 8880)
  own_name,         // darban.home.arpa, darban.home: the address that was asked
};

// What the policy knows about one name. Small: made once for a question and handed to every step.
struct NameFacts {
  LocalName local = LocalName::none;
  bool never_block = false;
  bool safe_target = false;  // where safe search leads: no list and no rule closes it, time does
  bool lists_never_close =
      false;                    // half the web stands on it, or maintainers opened it: no list closes it, time and the family do
  bool sealed = false;          // in a licence holder's sealed list; Policy fills it in, this table does not know
  bool may_be_private = false;  // rebinding: its answers may hold private addresses
  bool rules_on_it = false;     // that suffix is the whole name
  std::uint8_t signal = 0;      // what devices ask to learn about the network: its number in BypassSignals; 0: none
  std::uint8_t engine = 0;      // a host that safe search may lead away: its engine's number in SafeSearch; 0: none
  std::uint32_t rules = 0;      // the longest suffix with a family's rule, as SpecialNames numbers them; 0: none
};

enum class NameScope : std::uint8_t { exact, subtree };
enum class NameMark : std::uint8_t { never_block, safe_target, may_be_private, lists_never_close, signal };
// The family's word on a name and everything below it. `elsewhere`: the name has a number, and what it means is known by that
// (own_rules.h, own_services.h).
enum class RuleKind : std::uint8_t { allow, block, open_door, elsewhere };

class SpecialNames {
 public:
  // Whose rule it is: 0 is everybody's, n + 1 that of profile n.
  using Owner = std::uint32_t;
  static constexpr Owner kEverybody = 0;
  struct Rule {
    Owner owner = kEverybody;
    bool allow = false;
    bool block = false;
    bool open_door = false;
  };

  NameFacts facts_of(const SuffixHashes& hashes) const;
  // The rule of one owner on the name with that number, or null.
  const Rule* rule_of(std::uint32_t number, Owner owner) const;
  // The number of the next shorter suffix with rules; 0: none.
  std::uint32_t wider(std::uint32_t number) const { return ruled_[number].wider; }
  std::size_t numbers() const { return ruled_.size(); }  // every number is below

 private:
  friend class SpecialNamesBuilder;
  struct Slot {
    std::uint64_t hash = 0;  // 0: empty
    std::uint32_t rules = 0;
    std::uint8_t on_it = 0;     // NameMark bits of the name itself
    std::uint8_t below_it = 0;  // and of everything below it
    LocalName local = LocalName::none;
    std::uint8_t number = 0;  // of a signal where the mark says so, else of the engine whose host it is
  };
  struct Ruled {  // a name with rules: everybody's first, then by owner
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    std::uint32_t wider = 0;
  };
  const Slot* find(std::uint64_t hash) const;
  std::vector<Slot> slots_;   // a power of two, at most half full
  unsigned shift_ = 63;       // a hash's first slot is its upper bits
  std::vector<Ruled> ruled_;  // [0] stands for "none"
  std::vector<Rule> rules_;   // those of one name stand together
};

// Collects names, then builds the table. One thread.
class SpecialNamesBuilder {
 public:
  explicit SpecialNamesBuilder(HashSeed seed) : seed_(seed) {}
  // Names must not be the root.
  void add_local(const Name& name, LocalName local) { draft_of(name).slot.local = local; }
  void add_mark(const Name& name, NameScope scope, NameMark mark);
  // A name is either a signal or a search host, the first that was added. Numbers start at 1.
  void add_signal(const Name& name, NameScope scope, std::uint8_t number);
  void add_search_host(const Name& name, std::uint8_t engine);  // exact: nothing below it
  void add_rule(const Name& name, SpecialNames::Owner owner, RuleKind kind);
  SpecialNames build() const;

 private:
  struct Draft {
    std::uint64_t parent = 0;
    SpecialNames::Slot slot;
    std::vector<SpecialNames::Rule> rules;
  };
  Draft& draft_of(const Name& name);
  HashSeed seed_;
  std::unordered_map<std::uint64_t, Draft> drafts_;
};

}  // namespace darban

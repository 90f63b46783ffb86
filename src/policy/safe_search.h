// SPDX-License-Identifier: Apache-2.0
// Safe search (decisions.md 2, step 8; safesearch.md 1): hosts of search engines that are led to their provider's safe address,
// for each profile as its band or the family wants it. Made of blocklists/safe-search.yaml; without that file the table taken in
// when the program was built serves (safe_search_table.inc), so that nobody gets the unsafe address for want of a file.
// Immutable once built; any thread may read. The engine writes the answers (engine/steps/safe_search.h).
//
// What the builder promises: hosts are exact, nothing below them is touched (accounts.google.com goes on working).
//
// Types. An address or what may hold one is led: A, AAAA, HTTPS, SVCB and CNAME; so are types nobody needs of a web site, which
// get an empty answer. What mail, zones and certificates need stays as it is (yandex.ru has mail, duckduckgo.com is a zone that
// a validating client walks through): NS, SOA, MX, TXT, SRV, PTR, DS, RRSIG, NSEC, NSEC3, DNSKEY, TLSA, CAA; without additional
// records, where addresses stand. ANY is answered with one HINFO before anybody is asked (RFC 8482).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "config/safe_search_file.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "policy/special_names.h"

namespace darban {

// Where a host is led.
struct SafeName {
  Name name;
  // Serve only while the name does not resolve.
  std::optional<IpAddress> fallback_a;
  std::optional<IpAddress> fallback_aaaa;
  bool may_be_private = false;  // its answers may hold private addresses, as the settings say
  std::string engine;           // "Google"; the maintainer's word, for explaining
  std::string target;           // the name as written, likewise
};

// Whether an answer of this type is led away from a search host that has a safe name.
bool leads_to_safety(RrType type);

// What a band leads away before anybody edits it; policy, not facts: `safe-search` and `youtube` in household.yaml change it.
struct SafeSearchDefaults {
  bool engines = false;                           // those with one safe name
  SafeSearchLevel levels = SafeSearchLevel::off;  // those with levels: YouTube
};
SafeSearchDefaults safe_search_of(Band band);

class SafeSearch {
 public:
  // Number of the safe name a profile's choice leads this engine's hosts to; 0: the hosts stay as they are.
  std::uint8_t target_of(std::uint16_t choice, std::uint8_t engine) const {
    return choices_[std::size_t{choice} * engines_ + engine - 1U];
  }
  const SafeName& name(std::uint8_t number) const { return names_[number - 1U]; }

 private:
  friend class SafeSearchBuilder;
  std::size_t engines_ = 0;
  std::vector<std::uint8_t> choices_;  // a row of targets by engine for each choice; equal rows stand once
  std::vector<SafeName> names_;        // by number - 1
};

// What the builder has to say about a household's words: refused, or taken with a remark.
struct SafeSearchRemark {
  Place place;
  std::string what;
  bool refused = false;
};

// One thread. The table must outlive it.
class SafeSearchBuilder {
 public:
  // own: in the place of a file that can not be read now. An engine it does not have may stand there, so a household that names
  // one is served with a remark and not refused.
  enum class Table : std::uint8_t { of_the_file, own };
  SafeSearchBuilder(const SafeSearchFile& table, Table whose);
  // Hosts and targets: no list and no rule closes a target, time does.
  void add_names(SpecialNamesBuilder& names) const;
  // A host at or under this name, as written; empty: none is.
  std::string_view host_under(const Name& name) const;
  // The choice of a profile: its band's defaults with what the household wrote, the later word counting.
  std::uint16_t choice_of(Band band, std::span<const WrittenSafeSearch> written, std::vector<SafeSearchRemark>& remarks);
  // `may_be_private` says of a target whether the settings let it answer with addresses of the house.
  template <typename Says>
  SafeSearch build(Says&& may_be_private) && {
    for (SafeName& safe : built_.names_) safe.may_be_private = may_be_private(safe.name);
    return std::move(built_);
  }

 private:
  struct Engine {
    const SafeEngine* written;
    std::uint8_t first_target;  // number of the strictest
  };
  std::uint8_t target_of(const Engine& engine, SafeSearchLevel level) const;
  void apply(const WrittenSafeSearch& word, std::span<std::uint8_t> row, std::vector<SafeSearchRemark>& remarks) const;
  SafeSearchRemark unknown(const WrittenSafeSearch& word) const;
  Table whose_;
  std::vector<Engine> engines_;
  SafeSearch built_;
};

// The program's own table, for a folder without safe-search.yaml. Without sources and places.
SafeSearchFile built_in_safe_search();

}  // namespace darban

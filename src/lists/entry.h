// SPDX-License-Identifier: Apache-2.0
// What one line of a list says, once understood: the seam between the formats (which read lines) and the compiler (which stores sets).
#pragma once
#include <cstdint>

#include "base/result.h"
#include "base/showable.h"
#include "dns/name.h"

namespace darban {

enum class Scope : std::uint8_t {
  exact,    // the name itself                 (E in the torture table)
  subtree,  // the name and everything below   (S)
  below,    // everything below, not the name  (B)
};

// Inside one category: important allow > important block > allow > block. A hole takes names out of the block of a shorter suffix
// (`$denyallow`) and does not touch a block at or below itself.
enum class EntryKind : std::uint8_t { block, allow, important_block, important_allow, hole };

struct Entry {
  Name name;
  Scope scope = Scope::subtree;
  EntryKind kind = EntryKind::block;
};

// Why a line says nothing to a DNS filter. Counted by reason, never guessed at, never shown with its text.
enum class Ignored : std::uint8_t {
  comment,           // and blank lines, headers, $TTL, SOA, NS, `server:`
  local_name,        // localhost and its friends in hosts files
  address,           // an IP address where a name belongs
  not_a_sinkhole,    // a hosts line that points to a real address
  single_label,      // one label in a hosts or plain list
  too_wide,          // `*`, a TLD or a public suffix without the tld flag
  path_or_port,      // a URL: never cut down to its host
  pattern,           // wildcards inside, unanchored text, prefixes
  regex,             // a regular expression that is not a plain suffix
  cosmetic,          // `##`, `#@#`, `#%#`, `$$`
  browser_rule,      // $third-party, $script, unknown modifiers
  unsupported,       // $dnstype, $client, $ctag, $dnsrewrite, rpz-ip, local data
  not_a_block,       // server=/x/8.8.8.8, transparent zones, other directives
  include,           // $INCLUDE, conf-file=, include: never obeyed
  duplicate,         // the same entry again in this source (counted by the compiler)
  count_,
};
Text text_of(Ignored reason);

// Receives what a source says, line by line. Lines are counted from 1.
class EntrySink {
 public:
  virtual ~EntrySink() = default;
  virtual void entry(const Entry& entry, std::uint32_t line) = 0;
  // Removes the identical entry of the same source (`$badfilter`).
  virtual void cancel(const Entry& entry, std::uint32_t line) = 0;
  virtual void ignored(Ignored reason, std::uint32_t line) = 0;
  virtual void warned(std::uint32_t line) = 0;                   // accepted, but written in an odd way
  virtual void refused(Errc code, std::uint32_t line) = 0;       // a line that should have been an entry and is not
};

}  // namespace darban

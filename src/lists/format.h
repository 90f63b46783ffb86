// SPDX-License-Identifier: Apache-2.0
// The syntaxes a list can be written in: one row of a table each, and the two ways to read a file, by key or by looking at it.
// Reading never guesses: a line is an entry, is ignored with a reason, or is refused with a code; what was said goes to an
// EntrySink line by line and no text leaves (entry.h). Nothing a list says is ever obeyed beyond names: no include, no server, no
// rewrite. Functions are pure and any thread may call them; the text must stay in place while it is read, and no entry refers to
// it afterwards.
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/showable.h"
#include "lists/entry.h"

namespace darban {

class ListReading;
class PublicSuffixes;

// What the person who chose the list knows about it.
struct ParseOptions {
  bool plain_is_exact = false;     // "x.example" means itself only; a `! Match: exact` header says the same
  bool plain_is_subtree = false;   // "x.example" means everything below it too, although its syntax says otherwise
  bool wildcard_is_below = false;  // "*.x.example" leaves x.example itself open
  bool tld = false;  // the list is about whole top-level domains and public suffixes; else those are narrowed or ignored
  bool leave_out_ads = false;                        // v2fly entries marked @ads are not taken
  const PublicSuffixes* suffixes = nullptr;          // nullptr: PublicSuffixes::installed()
  std::function<void(const char*)> read_up_to = {};  // told from time to time: what stands before this is not read again
};

struct ListFormat {
  Text key;                               // as written in settings, e.g. "hosts"
  Scope plain;                            // what a bare name means unless the options say otherwise
  bool (*speaks)(std::string_view line);  // whether a trimmed line is of this syntax and could be of no other
  void (*parse)(ListReading& in);
};

inline constexpr std::size_t kMostLineOctets = 4096;  // a longer line is refused and counted, the rest is read
inline constexpr std::size_t kDetectionLines = 1000;  // useful lines looked at

// hosts, domains, wildcard, adblock, dnsmasq (with smartdns), unbound, rpz, v2fly, and curated, which is our own.
std::span<const ListFormat> list_formats();
const ListFormat* format_named(std::string_view key);  // nullptr if there is none

// The syntax of most of the first useful lines. not_a_list for web pages, JSON, archives, other octets, a file of nothing but
// comments, and the Public Suffix List; error.at is the line.
Result<const ListFormat*> detect_format(std::string_view whole_file);

// Says everything the file says, in order, to the sink. Refuses a whole file (not_a_list) that is a web page, JSON or octets
// before anything was said, and one that held nothing but comments and refused lines at its end, when no entry was said. error.at
// is the line.
Result<void> parse_list(const ListFormat& format, const ParseOptions& options, std::string_view whole_file, EntrySink& sink);

}  // namespace darban

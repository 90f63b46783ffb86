// SPDX-License-Identifier: Apache-2.0
// Any octets as a lease file of the syntax DARBAN_LEASE_FORMAT: at most one word about an address, every MAC a device's, every
// complaint at a line of the file, the unfinished last line without effect, and reading twice says the same twice. The syntax is
// guessed, too.
#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "leases/format.h"
#include "leases/lease_book.h"
#include "tests/fuzz/expect.h"
#include "tests/support/reveal.h"

using namespace darban;

namespace {

using Said = std::set<std::vector<std::uint8_t>>;

// Addresses with their ends; the MAC has no octets to compare.
Said said_in(const Leases& leases) {
  Said said;
  for (const Lease& lease : leases.leases) {
    std::vector<std::uint8_t> word = octets_of(lease.address);
    word.push_back(1);
    for (int shift = 0; shift < 64; shift += 8)
      word.push_back(static_cast<std::uint8_t>(lease.ends.time_since_epoch().count() >> shift));
    said.insert(word);
  }
  for (const IpAddress& address : leases.over) said.insert(octets_of(address));
  return said;
}

void check(std::string_view text, const LeaseFormat* format) {
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
  const auto read = read_leases(text, HashSeed{1}, format);
  if (!read) {
    EXPECT(read.error().code != Errc::ok && read.error().at <= lines);
    return;
  }
  EXPECT(read->leases.size() + read->over.size() <= kMostLeases);
  EXPECT((read->refused == 0) == (read->first_refused.code == Errc::ok));
  EXPECT(read->first_refused.at <= lines);
  std::set<std::vector<std::uint8_t>> addresses;
  for (const Lease& lease : read->leases) {
    EXPECT(lease.mac.is_of_one_device());
    EXPECT(addresses.insert(octets_of(lease.address)).second);
  }
  for (const IpAddress& address : read->over) EXPECT(addresses.insert(octets_of(address)).second);

  const auto finished = read_leases(text.substr(0, text.rfind('\n') + 1), HashSeed{2}, format);
  EXPECT(finished && said_in(*finished) == said_in(*read) && finished->refused == read->refused);

  LeaseBook book(1, HashSeed{3});
  const Now now{MonoTime(Seconds(100)), WallTime(Seconds(0)), true};
  book.take(0, *read, now);
  EXPECT(book.tick(now));
  EXPECT(book.in_force(now).size() <= read->leases.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  check(text, lease_format_named(DARBAN_LEASE_FORMAT));
  check(text, nullptr);
  return 0;
}

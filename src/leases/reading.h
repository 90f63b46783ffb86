// SPDX-License-Identifier: Apache-2.0
// What a format's parser works with: the finished lines of a lease file, and where it puts what they say. The last line counts
// only with its line end: a DHCP server may be in the middle of it.
#pragma once
#include <array>
#include <string_view>
#include <unordered_map>

#include "leases/lease.h"

namespace darban {

class LeaseReading {
 public:
  static constexpr std::size_t kMostLineOctets = 4096;

  LeaseReading(std::string_view whole_file, HashSeed seed);

  // The next finished line that is neither empty nor too long, without its line end; false after the last.
  bool next_line(std::string_view& line);
  std::uint32_t line() const { return line_; }  // of what next_line() gave, from 1

  // A lease, in place of what the file said of the address before.
  void lease(const IpAddress& address, const MacAddress& mac, WallTime ends);
  // Nobody's any more, or somebody's without a MAC address.
  void over(const IpAddress& address);
  // This line (or `at` that line) could not be read.
  void refuse(Errc why) { refuse(why, line_); }
  void refuse(Errc why, std::uint32_t at);

  Leases take();

 private:
  void say(const IpAddress& address, std::optional<Lease> word);
  std::string_view rest_;
  std::uint32_t line_ = 0;
  std::unordered_map<IpAddress, std::optional<Lease>, AddressHash> words_;
  std::uint32_t refused_ = 0;
  Error first_refused_;
};

// The first words of a line, which are separated by blanks.
struct Words {
  static constexpr std::size_t kMost = 32;
  std::array<std::string_view, kMost> word;
  std::size_t count = 0;
  std::string_view operator[](std::size_t i) const { return i < count ? word[i] : std::string_view(); }
};
Words words_of_line(std::string_view line, char separator = ' ');

// A decimal number that fills the text.
std::optional<std::int64_t> number_of(std::string_view text);

// Unix seconds as an end. A server without a clock writes how long the lease is (dnsmasq), or counts from 1970: such a lease
// holds as long as it stands in the file.
WallTime end_of_seconds(std::int64_t seconds);

}  // namespace darban

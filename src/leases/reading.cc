// SPDX-License-Identifier: Apache-2.0
#include "leases/reading.h"

#include <charconv>

namespace darban {

LeaseReading::LeaseReading(std::string_view whole_file, HashSeed seed)
    : rest_(whole_file.substr(0, whole_file.rfind('\n') + 1)), words_(0, AddressHash{seed}) {}

bool LeaseReading::next_line(std::string_view& line) {
  while (!rest_.empty()) {
    const auto end = rest_.find('\n');  // there is one: the constructor cut behind the last
    line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > kMostLineOctets)
      refuse(Errc::too_large);
    else if (line.find_first_not_of(" \t") != std::string_view::npos)
      return true;
  }
  return false;
}

void LeaseReading::say(const IpAddress& address, std::optional<Lease> word) {
  if (words_.size() < kMostLeases || words_.contains(address)) words_[address] = word;
}
void LeaseReading::lease(const IpAddress& address, const MacAddress& mac, WallTime ends) {
  say(address, Lease{address, mac, ends});
}
void LeaseReading::over(const IpAddress& address) { say(address, std::nullopt); }

void LeaseReading::refuse(Errc why, std::uint32_t at) {
  if (refused_++ == 0) first_refused_ = {why, at};
}

Leases LeaseReading::take() {
  Leases said;
  said.refused = refused_;
  said.first_refused = first_refused_;
  for (const auto& [address, word] : words_) {
    if (word)
      said.leases.push_back(*word);
    else
      said.over.push_back(address);
  }
  return said;
}

Words words_of_line(std::string_view line, char separator) {
  Words words;
  std::size_t at = 0;
  while (words.count < Words::kMost) {
    if (separator == ' ') at = std::min(line.find_first_not_of(" \t", at), line.size());
    if (at >= line.size()) break;
    const auto end = std::min(separator == ' ' ? line.find_first_of(" \t", at) : line.find(separator, at), line.size());
    words.word[words.count++] = line.substr(at, end - at);
    at = end + 1;
  }
  return words;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc() || stop != end) return std::nullopt;
  return number;
}

WallTime end_of_seconds(std::int64_t seconds) {
  constexpr std::int64_t kNoClock = 1'000'000'000;  // 2001: before any DHCP server of today
  constexpr std::int64_t kFarthest = INT64_MAX / 8;
  if (seconds < kNoClock || seconds > kFarthest) return kNever;
  return WallTime(Seconds(seconds));
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "leases/format.h"

#include <algorithm>
#include <array>

#include "leases/formats/formats.h"
#include "leases/reading.h"

namespace darban {
namespace {

constexpr std::uint32_t kDetectionLines = 100;

constexpr std::array<LeaseFormat, 4> kFormats{{
    {"dnsmasq", Absence::is_over, dnsmasq_leases_speak, parse_dnsmasq_leases},
    {"odhcpd", Absence::is_over, odhcpd_leases_speak, parse_odhcpd_leases},
    {"kea", Absence::means_nothing, kea_leases_speak, parse_kea_leases},
    {"isc", Absence::is_over, isc_leases_speak, parse_isc_leases},
}};

// The syntax of the first line that is some server's. Null: there is no line at all.
Result<const LeaseFormat*> detect(std::string_view whole_file) {
  LeaseReading in(whole_file, {});
  std::string_view line;
  bool any = false;
  while (in.line() < kDetectionLines && in.next_line(line)) {
    any = true;
    for (const LeaseFormat& format : kFormats) {
      if (format.speaks(line)) return &format;
    }
  }
  if (any) return Error{Errc::unknown_leases, in.line()};
  return static_cast<const LeaseFormat*>(nullptr);
}

}  // namespace

std::span<const LeaseFormat> lease_formats() { return kFormats; }

const LeaseFormat* lease_format_named(std::string_view key) {
  const auto* const found =
      std::find_if(kFormats.begin(), kFormats.end(), [key](const LeaseFormat& format) { return format.key.view() == key; });
  return found == kFormats.end() ? nullptr : found;
}

Result<Leases> read_leases(std::string_view whole_file, HashSeed seed, const LeaseFormat* format) {
  if (format == nullptr) {
    const auto detected = detect(whole_file);
    if (!detected) return detected.error();
    format = *detected;
  }
  if (format == nullptr) return Leases{};
  LeaseReading in(whole_file, seed);
  format->parse(in);
  Leases said = in.take();
  if (said.refused > 0 && said.leases.empty() && said.over.empty()) return said.first_refused;
  if (in.line() > 0) said.format = format;
  return said;
}

}  // namespace darban

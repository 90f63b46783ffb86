// SPDX-License-Identifier: Apache-2.0
#include "lists/format.h"

#include <algorithm>
#include <array>

#include "lists/detect.h"
#include "lists/formats/formats.h"
#include "lists/line.h"

namespace darban {
namespace {

// The more particular a syntax, the later its row: detect_format prefers the later one.
constexpr std::array<ListFormat, 9> kFormats{{
    {"domains", Scope::subtree, domains_speaks, parse_domains},
    {"wildcard", Scope::subtree, wildcard_speaks, parse_domains},
    {"hosts", Scope::exact, hosts_speaks, parse_hosts},
    {"adblock", Scope::exact, adblock_speaks, parse_adblock},
    {"dnsmasq", Scope::subtree, dnsmasq_speaks, parse_dnsmasq},
    {"unbound", Scope::subtree, unbound_speaks, parse_unbound},
    {"rpz", Scope::exact, rpz_speaks, parse_rpz},
    {"v2fly", Scope::subtree, v2fly_speaks, parse_v2fly},
    {"curated", Scope::subtree, curated_speaks, parse_curated_lines},
}};

}  // namespace

std::span<const ListFormat> list_formats() { return kFormats; }

const ListFormat* format_named(std::string_view key) {
  const auto* const found =
      std::find_if(kFormats.begin(), kFormats.end(), [key](const ListFormat& format) { return format.key.view() == key; });
  return found == kFormats.end() ? nullptr : found;
}

Result<void> parse_list(const ListFormat& format, const ParseOptions& options, std::string_view whole_file, EntrySink& sink) {
  if (const auto sniffed = check_it_may_be_a_list(whole_file); !sniffed) return sniffed.error();
  const bool exact = options.plain_is_exact && format.parse == parse_domains;
  const bool subtree = options.plain_is_subtree && format.parse == parse_hosts;
  ListReading in(whole_file, exact ? Scope::exact : subtree ? Scope::subtree : format.plain, options, sink);
  format.parse(in);
  if (!in.said_anything()) return Error{Errc::not_a_list, in.line()};
  return {};
}

}  // namespace darban

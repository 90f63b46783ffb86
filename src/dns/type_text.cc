// SPDX-License-Identifier: Apache-2.0
#include "dns/type_text.h"

#include <array>
#include <charconv>
#include <string>

namespace darban {
namespace {

struct Row {
  std::string_view word;
  RrType type;
};
constexpr std::array<Row, 25> kTypes{
    {{"A", RrType::a},         {"AAAA", RrType::aaaa},     {"CAA", RrType{257}},     {"CNAME", RrType::cname},
     {"DNAME", RrType::dname}, {"DNSKEY", RrType::dnskey}, {"DS", RrType::ds},       {"HINFO", RrType::hinfo},
     {"HTTPS", RrType::https}, {"LOC", RrType{29}},        {"MX", RrType::mx},       {"NAPTR", RrType{35}},
     {"NS", RrType::ns},       {"NSEC", RrType::nsec},     {"NSEC3", RrType::nsec3}, {"OPENPGPKEY", RrType{61}},
     {"PTR", RrType::ptr},     {"RRSIG", RrType::rrsig},   {"SOA", RrType::soa},     {"SRV", RrType::srv},
     {"SSHFP", RrType{44}},    {"SVCB", RrType::svcb},     {"TLSA", RrType{52}},     {"TXT", RrType::txt},
     {"URI", RrType{256}}}};

bool is_data(unsigned number) {
  constexpr unsigned kFirstMeta = 128;  // RFC 6895 section 3.1: 128 to 255 are meta-types and queries
  constexpr unsigned kLastMeta = 255;
  return number != 0 && number != static_cast<unsigned>(RrType::opt) && (number < kFirstMeta || number > kLastMeta);
}

}  // namespace

std::optional<RrType> type_from_text(std::string_view text) {
  constexpr std::size_t kLongestWord = 10;
  if (text.empty() || text.size() > kLongestWord) return std::nullopt;
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const Row& row : kTypes) {
    if (upper == row.word) return row.type;
  }
  constexpr std::string_view kType = "TYPE";
  if (!upper.starts_with(kType)) return std::nullopt;
  std::uint16_t number = 0;
  const char* last = upper.data() + upper.size();
  const auto [end, problem] = std::from_chars(upper.data() + kType.size(), last, number);
  if (problem != std::errc() || end != last || !is_data(number)) return std::nullopt;
  return RrType{number};
}

}  // namespace darban

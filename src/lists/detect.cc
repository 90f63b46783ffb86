// SPDX-License-Identifier: Apache-2.0
#include "lists/detect.h"

#include <algorithm>
#include <array>

#include "lists/format.h"
#include "lists/formats/formats.h"
#include "lists/line.h"

namespace darban {
namespace {

constexpr std::size_t kSniffed = 64 * 1024;
constexpr auto kNone = std::string_view::npos;

constexpr Error kNotAList{Errc::not_a_list, 1};

std::string_view without_bom(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

// More than one octet in ten that no text holds: archives, images, UTF-16.
bool is_binary(std::string_view head) {
  const auto odd = std::count_if(head.begin(), head.end(),
                                 [](char octet) { return (octet >= 0 && octet < ' ' && !is_blank(octet)) || octet == 0x7f; });
  return static_cast<std::size_t>(odd) * 10 > head.size();
}

bool has_magic(std::string_view head) {
  static constexpr std::array<std::string_view, 6> kMagics{"\x1f\x8b",
                                                           "\xfd"
                                                           "7zXZ",
                                                           "\x28\xb5\x2f\xfd",
                                                           "BZh",
                                                           "PK\x03\x04",
                                                           "7z\xbc\xaf"};
  return std::any_of(kMagics.begin(), kMagics.end(), [head](std::string_view magic) { return head.starts_with(magic); });
}

// '{', or '[' before a value; "[Adblock Plus 2.0]" and "[2001:db8::1]" are neither.
bool is_json(std::string_view text) {
  if (text.starts_with('{')) return true;
  if (!text.starts_with('[')) return false;
  text = trim_front(text.substr(1));
  return text.empty() || std::string_view("{[\"]").find(text.front()) != kNone;
}

bool is_adblock_header(std::string_view line) {
  return line.size() > 8 && line.front() == '[' && line.back() == ']' &&
         (equals_ignoring_case(line.substr(1, 7), "adblock") || equals_ignoring_case(line.substr(1, 7), "adguard") ||
          equals_ignoring_case(line.substr(1, 7), "ublock "));
}

// No syntax says anything with these. "##.ad" is not among them.
bool is_comment(std::string_view line) {
  if (line.empty() || line.front() == '!' || line.front() == ';') return true;
  if (line.starts_with("//")) return true;
  return line.front() == '#' && !adblock_speaks(line);
}

struct Votes {
  std::array<std::size_t, 16> count{};
  std::size_t useful = 0;
  bool adblock_header = false;
};

Votes count_votes(std::string_view text) {
  const auto formats = list_formats();
  Votes votes;
  while (!text.empty() && votes.useful < kDetectionLines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, std::min(end, kMostLineOctets + 1)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.size() > kMostLineOctets) continue;
    if (is_adblock_header(line)) votes.adblock_header = true;
    if (is_comment(line) || (line.front() == '[' && line.back() == ']' && !is_address(line))) continue;
    ++votes.useful;
    for (std::size_t i = 0; i < formats.size(); ++i) votes.count[i] += formats[i].speaks(line) ? 1U : 0U;
  }
  return votes;
}

}  // namespace

Result<void> check_it_may_be_a_list(std::string_view whole_file) {
  const std::string_view head = without_bom(whole_file.substr(0, kSniffed));
  const std::string_view text = trim_front(head);
  if (has_magic(head) || is_binary(head) || text.starts_with('<') || is_json(text)) return kNotAList;
  if (head.find("===BEGIN ICANN DOMAINS===") != kNone)
    return kNotAList;  // the Public Suffix List: every name in it is somebody else's
  return {};
}

Result<const ListFormat*> detect_format(std::string_view whole_file) {
  if (const auto sniffed = check_it_may_be_a_list(whole_file); !sniffed) return sniffed.error();
  Votes votes = count_votes(without_bom(whole_file));
  const auto formats = list_formats();
  const auto votes_of = [&](std::string_view key) -> std::size_t& {
    return votes.count[static_cast<std::size_t>(format_named(key) - formats.data())];
  };
  if (votes.adblock_header) return format_named("adblock");
  std::size_t& domains = votes_of("domains");
  if (votes_of("wildcard") > 0) {  // bare names stand among wildcards; both read them alike
    if (votes_of("wildcard") > domains)
      votes_of("wildcard") += domains;
    else
      domains += votes_of("wildcard");
  }
  if (votes_of("v2fly") > 0) votes_of("v2fly") += domains;  // most of its lines are bare names
  const ListFormat* best = nullptr;
  std::size_t most = 0;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (votes.count[i] >= most && votes.count[i] > 0) {  // on a tie the later row, which is the more particular one
      best = &formats[i];
      most = votes.count[i];
    }
  }
  if (best == nullptr || 2 * most <= votes.useful) return kNotAList;
  return best;
}

}  // namespace darban

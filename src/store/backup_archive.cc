// SPDX-License-Identifier: Apache-2.0
#include "store/backup_archive.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "base/crypto.h"

namespace darban {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestManifest = 16384;
constexpr std::int64_t kLastDay = 99000;
constexpr std::string_view kManifest = "darban-backup";
constexpr std::string_view kFirstWords = "darban backup ";
constexpr std::string_view kVersion = "1";
// Where the fields of a header stand (POSIX.1-1988, 10.1.1).
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kMagicAt = 257;
constexpr std::string_view kMagic = std::string_view(
    "ustar\0"
    "00",
    8);

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string hash_of(std::string_view text) { return crypto::to_hex(crypto::sha256(octets_of(text))); }

void put(std::string& block, std::size_t at, std::string_view text) { block.replace(at, text.size(), text); }

std::string octal(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; number /= 8) text[i] = static_cast<char>('0' + number % 8);
  return text;
}

std::string header_of(std::string_view name, std::size_t size, std::int64_t day) {
  constexpr std::uint64_t kSecondsOfDay = 86400;
  std::string block(kBlock, '\0');
  put(block, 0, name);
  put(block, 100, "0000600");
  put(block, 108, "0000000");
  put(block, 116, "0000000");
  put(block, kSizeAt, octal(size, 11));
  put(block, 136, octal(static_cast<std::uint64_t>(day) * kSecondsOfDay, 11));
  put(block, 148, "        ");  // the checksum itself counts as spaces
  put(block, 156, "0");         // a plain file
  put(block, kMagicAt, kMagic);
  std::uint64_t sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(block, 148, octal(sum, 6) + std::string("\0 ", 2));
  return block;
}

std::size_t whole_blocks(std::size_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

void add_member(std::string& archive, std::string_view name, std::string_view content, std::int64_t day) {
  archive += header_of(name, content.size(), day);
  archive += content;
  archive.append(whole_blocks(content.size()) - content.size(), '\0');
}

std::string date_of(std::optional<std::int64_t> day) {
  using namespace std::chrono;
  if (!day) return "unknown";
  const year_month_day date{sys_days(days(*day))};
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// What date_of wrote; anything else is caught when the archive is made again.
std::optional<std::int64_t> day_of_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 10) return std::nullopt;
  const auto y = number_in<int>(text.substr(0, 4));
  const auto m = number_in<unsigned>(text.substr(5, 2));
  const auto d = number_in<unsigned>(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year(*y), month(*m), day(*d)};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days_since = sys_days(date).time_since_epoch().count();
  return days_since >= 0 && days_since <= kLastDay ? std::optional(days_since) : std::nullopt;
}

std::string manifest_of(const Backup& backup) {
  std::string text =
      std::string(kFirstWords) + std::string(kVersion) + "\nmade " + date_of(backup.day) + "\nby " + backup.by + "\n";
  for (const BackupMember& member : backup.members) {
    text += "file " + std::to_string(member.content.size()) + " " + hash_of(member.content) + " " + member.name + "\n";
  }
  return text + "end " + hash_of(text) + "\n";
}

struct Announced {
  std::string name;
  std::size_t size = 0;
};

// Takes the next line off that begins with `word` and a space; nothing: the next one is another.
std::optional<std::string_view> line_of(std::string_view& text, std::string_view word) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || end <= word.size()) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  if (!line.starts_with(word) || line[word.size()] != ' ') return std::nullopt;
  text.remove_prefix(end + 1);
  return line.substr(word.size() + 1);
}

std::optional<Announced> announced_in(std::string_view line) {
  const auto first = line.find(' ');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = line.find(' ', first + 1);
  const auto size = number_in<std::size_t>(line.substr(0, first));
  if (!size || *size > kLargestBackup || second == std::string_view::npos) return std::nullopt;
  return Announced{std::string(line.substr(second + 1)), *size};
}

bool is_version(std::string_view word) {
  return !word.empty() && word.size() <= 64 && std::all_of(word.begin(), word.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// What the manifest says of the others; hashes are compared when the archive is made again.
Result<std::vector<Announced>, BackupFault> read_manifest(std::string_view text, Backup& backup) {
  std::string_view rest = text;
  const auto version = line_of(rest, "darban");
  if (!version || !version->starts_with("backup ")) return BackupFault::not_ours;
  if (const auto number = number_in<std::uint32_t>(version->substr(7)); !number || *number != 1)
    return number && *number > 1 ? BackupFault::newer : BackupFault::damaged;
  const auto made = line_of(rest, "made");
  const auto by = line_of(rest, "by");
  if (!made || !by || !is_version(*by)) return BackupFault::damaged;
  backup.day = day_of_date(*made);
  backup.by = *by;
  std::vector<Announced> all;
  std::set<std::string> names;
  while (const auto line = line_of(rest, "file")) {
    auto announced = announced_in(*line);
    if (!announced || !is_backup_name(announced->name) || !names.insert(announced->name).second) return BackupFault::damaged;
    if (all.size() == kMostBackupMembers) return BackupFault::too_large;
    all.push_back(std::move(*announced));
  }
  return all;
}

// A header's size field, or nothing.
std::optional<std::size_t> size_in(std::string_view header) {
  std::size_t size = 0;
  for (const char c : header.substr(kSizeAt, 11)) {
    if (c < '0' || c > '7') return std::nullopt;
    size = size * 8 + static_cast<std::size_t>(c - '0');
  }
  return size;
}

}  // namespace

Text text_of(BackupFault fault) {
  switch (fault) {
    case BackupFault::not_ours:
      return "this is not a backup of darban";
    case BackupFault::newer:
      return "a later darban made this backup; install that one first";
    case BackupFault::cut_off:
      return "the end of this backup is missing: it was not copied whole";
    case BackupFault::damaged:
      return "this backup is damaged: what is in it is not what was written";
    case BackupFault::too_large:
      return "this backup is larger than any darban writes";
  }
  return "this is not a backup of darban";
}

const std::string* Backup::content_of(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const BackupMember& each) { return each.name == name; });
  return found == members.end() ? nullptr : &found->content;
}

bool is_backup_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || name == kManifest) return false;
  char before = '/';
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return false;
    if (before == '/' && (c == '/' || c == '.')) return false;
    before = c;
  }
  return before != '/';
}

std::string write_backup(const Backup& backup) {
  const std::int64_t day = backup.day.value_or(0);
  std::string archive;
  add_member(archive, kManifest, manifest_of(backup), day);
  for (const BackupMember& member : backup.members) add_member(archive, member.name, member.content, day);
  archive.append(2 * kBlock, '\0');
  return archive;
}

Result<Backup, BackupFault> read_backup(std::string_view octets) {
  const std::string_view name = std::string_view(octets).substr(0, std::min(octets.size(), kManifest.size() + 1));
  if (name != std::string_view("darban-backup\0", kManifest.size() + 1)) return BackupFault::not_ours;
  if (octets.size() > kLargestBackup) return BackupFault::too_large;
  if (octets.size() < kBlock) return BackupFault::cut_off;
  if (octets.substr(kMagicAt, kMagic.size()) != kMagic) return BackupFault::not_ours;
  const auto size = size_in(octets.substr(0, kBlock));
  if (!size || *size > kLongestManifest) return BackupFault::damaged;
  if (octets.size() < kBlock + whole_blocks(*size)) return BackupFault::cut_off;

  Backup backup;
  const auto announced = read_manifest(octets.substr(kBlock, *size), backup);
  if (!announced) return announced.error();
  std::size_t at = kBlock + whole_blocks(*size);
  for (const Announced& each : *announced) {
    const std::size_t end = at + kBlock + whole_blocks(each.size);
    if (end > octets.size()) return BackupFault::cut_off;
    backup.members.push_back({each.name, std::string(octets.substr(at + kBlock, each.size))});
    at = end;
  }
  if (octets.size() < at + 2 * kBlock) return BackupFault::cut_off;
  if (write_backup(backup) != octets) return BackupFault::damaged;
  return backup;
}

}  // namespace darban

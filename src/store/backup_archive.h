// SPDX-License-Identifier: Apache-2.0
// A backup as one file: a tar archive (POSIX.1-1988 "ustar", plain files only), so that whoever has no darban opens it with tar.
// Its first member, "darban-backup", is a text that says what else is in it:
//
//   darban backup 1                      the version of this format; a reader refuses a later one
//   made 2026-11-27                      the day, or "made unknown" where nobody knew it
//   by 0.1.0                             the darban that wrote it
//   file 1234 SHA256 household.yaml      for each member in its order: octets, SHA-256 in hex, its name to the end of the line
//   end SHA256                           of all lines above
//
// There is one way to write a backup: owner, rights, dates and order say nothing and are fixed. A reader makes the archive again
// from what it read and compares, so a file with any octet changed, missing or added is refused as a whole, before anybody looks
// into it. The limits: 64 MiB, 64 members, names of 100 octets. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/showable.h"

namespace darban {

struct BackupMember {
  std::string name;  // is_backup_name
  std::string content;
  friend bool operator==(const BackupMember&, const BackupMember&) = default;
};

struct Backup {
  std::optional<std::int64_t> day{};  // days since 1970-01-01, 0 to 99,000
  std::string by{};                   // a version of darban: printable, without spaces
  std::vector<BackupMember> members{};
  friend bool operator==(const Backup&, const Backup&) = default;

  const std::string* content_of(std::string_view name) const;  // null: it is not there
};

// A backup as a file, sealed or not, where a plain text could be taken for a sentence.
struct WrittenBackup {
  std::string octets;
};

enum class BackupFault : std::uint8_t { not_ours, newer, cut_off, damaged, too_large };
Text text_of(BackupFault fault);

inline constexpr std::size_t kLargestBackup = std::size_t{64} << 20;  // octets
inline constexpr std::size_t kMostBackupMembers = 64;

// Segments with '/' between them, none of them empty or with a dot in front, without control characters and '\'; 100 octets at
// most.
bool is_backup_name(std::string_view name);

// The members must have names that are such, each once, and keep to the limits.
std::string write_backup(const Backup& backup);
Result<Backup, BackupFault> read_backup(std::string_view octets);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "store/backup_archive.h"

#include <doctest/doctest.h>

#include "store/backup_seal.h"

using namespace darban;

namespace {

Backup a_backup() {
  return {20784,
          "0.1.0",
          {{"household.yaml", "people: []\n"},
           {"editions/7", ""},
           {"calendars/school terms.ics", std::string(1300, 'x')},
           {"state.db", std::string("\0\xff\n", 3)}}};
}

BackupFault fault_of(std::string_view octets) {
  const auto read = read_backup(octets);
  REQUIRE_FALSE(read.has_value());
  return read.error();
}

}  // namespace

TEST_CASE("what was written is read, to the octet") {
  for (const Backup& backup : {a_backup(), Backup{{}, "1", {}}, Backup{0, "x~", {{"a", "b"}}}, Backup{99000, "1", {}}}) {
    const auto read = read_backup(write_backup(backup));
    REQUIRE(read.has_value());
    CHECK(*read == backup);
  }
}

TEST_CASE("members are found by their names") {
  const Backup backup = a_backup();
  REQUIRE(backup.content_of("household.yaml") != nullptr);
  CHECK(*backup.content_of("household.yaml") == "people: []\n");
  CHECK(backup.content_of("household") == nullptr);
}

TEST_CASE("a backup with any octet changed is refused") {
  const std::string good = write_backup(a_backup());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {1, 0x80}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      CHECK_FALSE_MESSAGE(read_backup(bad).has_value(), "octet ", at);
    }
  }
}

TEST_CASE("a backup that ends anywhere is refused, and so is one with more behind it") {
  const std::string good = write_backup(a_backup());
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE_MESSAGE(read_backup(good.substr(0, size)).has_value(), size);
  CHECK(fault_of(good.substr(0, good.size() - 1)) == BackupFault::cut_off);
  CHECK(fault_of(good.substr(0, 700)) == BackupFault::cut_off);
  CHECK(fault_of(good + "x") == BackupFault::damaged);
  CHECK(fault_of(good + good) == BackupFault::damaged);
}

TEST_CASE("other files are not ours, and a later version is not understood") {
  CHECK(fault_of("") == BackupFault::not_ours);
  CHECK(fault_of("PK\x03\x04 something zipped") == BackupFault::not_ours);
  CHECK(fault_of(std::string(10240, '\0')) == BackupFault::not_ours);
  std::string later = write_backup(a_backup());
  later.replace(later.find("darban backup 1"), 15, "darban backup 2");
  CHECK(fault_of(later) == BackupFault::newer);
}

TEST_CASE("names that could lead elsewhere are no names of a backup") {
  for (const char* good : {"a", "household.yaml", "editions/12", "calendars/2026 \xc3\xa4.ics", "a/b/c"})
    CHECK_MESSAGE(is_backup_name(good), good);
  for (const char* bad :
       {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.b", ".a", "a\nb", "a\\b", "a\x7f", "darban-backup"})
    CHECK_FALSE_MESSAGE(is_backup_name(bad), bad);
  CHECK(is_backup_name(std::string(100, 'a')));
  CHECK_FALSE(is_backup_name(std::string(101, 'a')));
  for (const char* bad : {"../a", "darban-backup"}) CHECK_FALSE(read_backup(write_backup({{}, "1", {{bad, ""}}})).has_value());
  CHECK_FALSE(read_backup(write_backup({{}, "1", {{"a", "x"}, {"a", "x"}}})).has_value());
}

TEST_CASE("more members than a backup may have are refused") {
  Backup many{{}, "1", {}};
  for (std::size_t i = 0; i < kMostBackupMembers; ++i) many.members.push_back({"m" + std::to_string(i), ""});
  CHECK(read_backup(write_backup(many)).has_value());
  many.members.push_back({"one-more", ""});
  CHECK(fault_of(write_backup(many)) == BackupFault::too_large);
}

TEST_CASE("a sealed backup opens with its password and no other, and shows nothing of what is in it") {
  const std::string plain = write_backup(a_backup());
  const auto sealed = seal_backup(plain, "brown hat 7");
  REQUIRE(sealed.has_value());
  CHECK(is_sealed_backup(*sealed));
  CHECK_FALSE(is_sealed_backup(plain));
  CHECK(sealed->find("household") == std::string::npos);
  CHECK(sealed->find("people") == std::string::npos);
  const auto opened = unseal_backup(*sealed, "brown hat 7");
  REQUIRE(opened.has_value());
  CHECK(*opened == plain);
  CHECK(unseal_backup(*sealed, "brown hat 8").error() == SealFault::does_not_open);
  CHECK(*seal_backup(plain, "brown hat 7") != *sealed);
}

TEST_CASE("a sealed backup that is cut, changed, later or too dear is refused") {
  const auto sealed = seal_backup("x", "brown hat 7");
  REQUIRE(sealed.has_value());
  const auto fault = [](const std::string& octets) { return unseal_backup(octets, "brown hat 7").error(); };
  CHECK(fault(sealed->substr(0, 15)) == SealFault::cut_off);
  CHECK(fault(sealed->substr(0, 60)) == SealFault::cut_off);
  CHECK(fault(sealed->substr(0, sealed->size() - 1)) == SealFault::does_not_open);
  std::string later = *sealed;
  later[21] = '2';
  CHECK(fault(later) == SealFault::newer);
  std::string dear = *sealed;
  dear[23] = '\x7f';  // the kibibytes' highest octet
  CHECK(fault(dear) == SealFault::too_dear);
  std::string changed = *sealed;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  CHECK(fault(changed) == SealFault::does_not_open);
}

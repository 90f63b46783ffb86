// SPDX-License-Identifier: Apache-2.0
// Any octets as a backup: refused, or a backup that is written as exactly these octets, with names that lead nowhere else. The
// same octets as the content of a member are read as they were.
#include "store/backup_archive.h"
#include "store/backup_seal.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban;
  const std::string_view file(reinterpret_cast<const char*>(octets), size);
  if (const auto backup = read_backup(file)) {
    EXPECT(write_backup(*backup) == file);
    for (const BackupMember& member : backup->members) EXPECT(is_backup_name(member.name));
  }
  const Backup around{1, "fuzz", {{is_backup_name(file) ? std::string(file) : "content", std::string(file)}}};
  const auto again = read_backup(write_backup(around));
  EXPECT(again.has_value());
  EXPECT(*again == around);
  if (is_sealed_backup(file) && size < 64) (void)unseal_backup(file, "");  // too short to cost anything
  return 0;
}

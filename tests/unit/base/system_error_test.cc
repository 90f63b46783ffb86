// SPDX-License-Identifier: Apache-2.0
#include "base/system_error.h"

#include <doctest/doctest.h>

#include <cerrno>

using namespace darban;

TEST_CASE("errno becomes the code the operator can act on") {
  CHECK(system_error_of(ENOENT).code == Errc::not_found);
  CHECK(system_error_of(ENOTDIR).code == Errc::not_found);
  CHECK(system_error_of(EACCES).code == Errc::not_permitted);
  CHECK(system_error_of(EROFS).code == Errc::not_permitted);
  CHECK(system_error_of(EISDIR).code == Errc::is_a_directory);
  CHECK(system_error_of(ENOSPC).code == Errc::disk_full);
  CHECK(system_error_of(EDQUOT).code == Errc::disk_full);
  CHECK(system_error_of(EFBIG).code == Errc::too_large);
  CHECK(system_error_of(EIO).code == Errc::io_error);
}

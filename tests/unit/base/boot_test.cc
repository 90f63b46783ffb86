// SPDX-License-Identifier: Apache-2.0
#include "base/boot.h"

#include <doctest/doctest.h>

using namespace darban;

TEST_CASE("a boot is the same however its id is spelt, and an odd id is none") {
  CHECK(boot_id_of("5F2b1c9e-0000-4aaa-8bbb-0123456789ab\n") == "5f2b1c9e00004aaa8bbb0123456789ab");
  CHECK(boot_id_of("5f2b1c9e00004aaa8bbb0123456789ab") == "5f2b1c9e00004aaa8bbb0123456789ab");
  for (const char* odd : {"", "5f2b", "5f2b1c9e-0000-4aaa-8bbb-0123456789ag", "5f2b1c9e00004aaa8bbb0123456789abab"})
    CHECK(boot_id_of(odd).empty());
}

TEST_CASE("two looks within one boot are of the same boot, and time went on") {
  const BootTime first = BootClock().now();
  const BootTime second = BootClock().now();
  CHECK(second.is_same_boot(first.boot) == !first.boot.empty());
  CHECK(second.since >= first.since);
  CHECK(first.since > Milliseconds(0));
}

TEST_CASE("an unknown boot is not the same as another unknown one") {
  CHECK_FALSE(BootTime{}.is_same_boot(""));
  CHECK_FALSE(BootTime{"aa", {}}.is_same_boot("ab"));
}

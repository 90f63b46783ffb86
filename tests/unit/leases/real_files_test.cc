// SPDX-License-Identifier: Apache-2.0
// What real servers wrote (tests/fixtures/leases/README.md).
#include <fstream>
#include <iterator>

#include "tests/support/project_folder.h"
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr const char* kFirst = "02:00:5e:10:00:01";
constexpr const char* kSecond = "02:00:5e:10:00:02";

Leases fixture(const char* name) {
  std::ifstream file(test::project_folder() / "tests/fixtures/leases" / name, std::ios::binary);
  REQUIRE(file);
  const Leases said = read_file(std::string{std::istreambuf_iterator<char>(file), {}});
  CHECK(said.refused == 0);
  return said;
}

}  // namespace

TEST_CASE("dnsmasq 2.90 is read") {
  const Leases said = fixture("dnsmasq.leases");
  CHECK(said.leases.size() == 3);
  CHECK(says(said, "192.0.2.123", kSecond));
  CHECK(says(said, "fd00:77::118", kSecond));
  CHECK(says(said, "fd00:77::13f", kSecond));
  CHECK(end_of(said, "192.0.2.123") == 1795752893);
}

TEST_CASE("Kea 2.2 is read") {
  CHECK(says(fixture("kea-leases4.csv"), "192.0.2.100", kFirst));
  const Leases six = fixture("kea-leases6.csv");
  CHECK(six.leases.size() == 2);
  CHECK(says(six, "fd00:77::100", kFirst));
  CHECK(says(six, "fd00:77::101", kFirst));
}

TEST_CASE("ISC dhcpd 4.4 is read") {
  const Leases four = fixture("dhcpd.leases");
  CHECK(four.leases.size() == 2);
  CHECK(says(four, "192.0.2.101", kFirst));
  CHECK(says(four, "192.0.2.102", kSecond));
  CHECK(is_over(four, "192.0.2.100"));
  CHECK(end_of(four, "192.0.2.101") == 1795752884);
  const Leases six = fixture("dhcpd6.leases");
  CHECK(six.leases.size() == 2);
  CHECK(says(six, "fd00:77::150", kSecond));
  CHECK(says(six, "fd00:77::145", kSecond));
}

// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::string_view kFile =
    "1795464000 02:00:5e:10:00:01 192.168.1.21 tablet 01:02:00:5e:10:00:01\n"
    "0 02:00:5E:10:00:02 192.168.1.22 * *\n"
    "43200 02:00:5e:10:00:03 192.168.1.23 * 01:02:00:5e:10:00:03\n"
    "1795464000 06-02:00:5e:10:00:04 192.168.1.24 * *\n"
    "duid 00:01:00:01:2f:00:00:01:02:00:00:00:00:01\n"
    "1795464000 100794369 fd00::21 tablet 00:01:00:01:2f:00:00:09:02:00:5e:10:00:01\n"
    "1795464000 T100794370 fd00::22 * 00:03:00:01:02:00:5e:10:00:02\n"
    "1795464000 100794371 fd00::23 * 00:02:00:00:ab:11:01:02:03:04\n";

}  // namespace

TEST_CASE("dnsmasq: IPv4 leases with their ends, IPv6 leases by the MAC in the DUID") {
  const Leases said = read_file(kFile);
  CHECK(said.format->key.view() == "dnsmasq");
  CHECK(said.leases.size() == 5);
  CHECK(says(said, "192.168.1.21", "02:00:5e:10:00:01"));
  CHECK(says(said, "192.168.1.22", "02:00:5e:10:00:02"));
  CHECK(says(said, "fd00::21", "02:00:5e:10:00:01"));
  CHECK(says(said, "fd00::22", "02:00:5e:10:00:02"));
  CHECK(said.refused == 0);
  CHECK(end_of(said, "192.168.1.21") == 1795464000);
  CHECK(end_of(said, "192.168.1.22") == -1);
}

TEST_CASE("dnsmasq: a server without a clock writes lengths, and such a lease holds while it stands there") {
  CHECK(end_of(read_file(kFile), "192.168.1.23") == -1);
}

TEST_CASE("dnsmasq: other networks' hardware and other kinds of DUID are no fault and name nobody") {
  const Leases said = read_file(kFile);
  CHECK(is_over(said, "192.168.1.24"));
  CHECK(is_over(said, "fd00::23"));
}

TEST_CASE("dnsmasq: the last line of an address counts") {
  const Leases said = read_file("1 02:00:5e:10:00:01 192.168.1.21 * *\n1 02:00:5e:10:00:02 192.168.1.21 * *\n");
  CHECK(said.leases.size() == 1);
  CHECK(says(said, "192.168.1.21", "02:00:5e:10:00:02"));
}

TEST_CASE("dnsmasq: a line that can not be read is told with its number and the others count") {
  const std::vector<std::pair<std::string_view, Errc>> bad{
      {"soon 02:00:5e:10:00:01 192.168.1.9 * *", Errc::bad_date},
      {"1795464000 02:00:5e:10:00:0 192.168.1.9 * *", Errc::bad_mac},
      {"1795464000 01:00:5e:00:00:01 192.168.1.9 * *", Errc::bad_mac},  // a group's
      {"1795464000 00:00:00:00:00:00 192.168.1.9 * *", Errc::bad_mac},
      {"1795464000 02:00:5e:10:00:01 192.168.1 * *", Errc::bad_address},
      {"1795464000 02:00:5e:10:00:01", Errc::truncated},
      {"1795464000 7 fd00::9 * zz:00", Errc::bad_mac}};
  for (const auto& [line, why] : bad) {
    const std::string text = "1795464000 02:00:5e:10:00:01 192.168.1.21 * *\n\n" + std::string(line) +
                             "\n1795464000 02:00:5e:10:00:02 192.168.1.22 * *\n";
    const Leases said = read_file(text);
    CHECK(said.refused == 1);
    CHECK(said.first_refused == Error{why, 3});
    CHECK(said.leases.size() == 2);
    CHECK(refusal_of(std::string(line) + "\n", "dnsmasq") == Error{why, 1});  // alone in its file
  }
}

TEST_CASE("dnsmasq: an unfinished last line is not read") {
  const auto without_end = kFile.substr(0, kFile.size() - 1);
  CHECK_FALSE(is_over(read_file(without_end), "fd00::23"));
  CHECK(read_file("1795464000 02:00:5e:10:00:01 192.168.1.2").format == nullptr);  // .2 may become .21
}

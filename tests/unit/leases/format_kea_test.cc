// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::string_view kFour =
    "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
    "192.168.1.21,02:00:5e:10:00:01,01:02:00:5e:10:00:01,3600,1795460000,1,0,0,tablet,0,\n"
    "192.168.1.22,02:00:5e:10:00:02,,3600,1795460000,1,0,0,a&#x2cb,0,{ \"a\": 1 }\n"
    "192.168.1.23,02:00:5e:10:00:03,,3600,1795460000,1,0,0,,0,\n"
    "192.168.1.24,02:00:5e:10:00:04,,3600,1795460000,1,0,0,,1,\n"
    "192.168.1.25,02:00:5e:10:00:05,,4294967295,6090431295,1,0,0,,0,\n"
    "192.168.1.26,,01:aa,3600,1795460000,1,0,0,,0,\n"
    "192.168.1.21,02:00:5e:10:00:01,01:02:00:5e:10:00:01,3600,1795463600,1,0,0,tablet,0,\n"
    "192.168.1.22,02:00:5e:10:00:02,,0,1795460000,1,0,0,,0,\n"
    "192.168.1.23,02:00:5e:10:00:03,,3600,1795460000,1,0,0,,2,\n";

constexpr std::string_view kSix =
    "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,"
    "state,"
    "user_context,hwtype,hwaddr_source\n"
    "fd00::21,00:01:00:01:2f:00:00:09:02:00:5e:10:00:01,3600,1795460000,1,1800,0,1,128,0,0,,,0,,,\n"
    "fd00::22,00:02:00:00:ab:11:01:02,3600,1795460000,1,1800,0,1,128,0,0,,02:00:5e:10:00:02,0,,1,2\n"
    "2001:db8::,00:03:00:01:02:00:5e:10:00:03,3600,1795460000,1,1800,2,1,56,0,0,,,0,,,\n"
    "fd00::24,00:02:00:00:ab:11:01:02,3600,1795460000,1,1800,0,1,128,0,0,,,0,,,\n";

}  // namespace

TEST_CASE("Kea: the last line of an address counts, with its end") {
  const Leases said = read_file(kFour);
  CHECK(said.format->key.view() == "kea");
  CHECK(said.leases.size() == 2);
  CHECK(says(said, "192.168.1.21", "02:00:5e:10:00:01"));
  CHECK(end_of(said, "192.168.1.21") == 1795463600);
  CHECK(end_of(said, "192.168.1.25") == -1);
  CHECK(said.refused == 0);
}

TEST_CASE("Kea: what was taken back, declined or reclaimed is over, and so is a lease without a MAC address") {
  const Leases said = read_file(kFour);
  for (const char* address : {"192.168.1.22", "192.168.1.23", "192.168.1.24", "192.168.1.26"}) CHECK(is_over(said, address));
}

TEST_CASE("Kea: IPv6 by the MAC that Kea learned or the one in the DUID; networks of other routers are left out") {
  const Leases said = read_file(kSix);
  CHECK(said.leases.size() == 2);
  CHECK(says(said, "fd00::21", "02:00:5e:10:00:01"));
  CHECK(says(said, "fd00::22", "02:00:5e:10:00:02"));
  CHECK(is_over(said, "fd00::24"));
  CHECK_FALSE(is_over(said, "2001:db8::"));
}

TEST_CASE("Kea: columns are found by their names, so that other releases are read") {
  CHECK(says(read_file("address,expire,valid_lifetime,hwaddr\n192.168.1.21,1795460000,3600,02:00:5e:10:00:01\n"), "192.168.1.21",
             "02:00:5e:10:00:01"));
  CHECK(refusal_of("address,hwaddr,expire\n192.168.1.21,02:00:5e:10:00:01,1795460000\n", "kea") ==
        Error{Errc::unknown_leases, 1});
}

TEST_CASE("Kea: a file of the first line only says nothing, not that all is over") {
  const Leases said = read_file(kFour.substr(0, kFour.find('\n') + 1));
  CHECK(said.leases.empty());
  CHECK(said.over.empty());
  CHECK(said.format->absence == Absence::means_nothing);
}

TEST_CASE("Kea: lines that can not be read are told with their number") {
  const auto first_refused = [](std::string_view line) {
    return read_file(std::string(kFour) + std::string(line) + "\n").first_refused;
  };
  CHECK(first_refused("192.168.1.9,02:00:5e:10:00:01,,3600") == Error{Errc::truncated, 11});
  CHECK(first_refused("192.168.1,02:00:5e:10:00:01,,3600,1795460000,1,0,0,,0,") == Error{Errc::bad_address, 11});
  CHECK(first_refused("192.168.1.9,02:00:5e:10:00:01,,soon,1795460000,1,0,0,,0,") == Error{Errc::bad_date, 11});
  CHECK(is_over(read_file(std::string(kFour) + "192.168.1.21,02:00:5e:10:00:01,,3600,soon,1,0,0,,0,\n"), "192.168.1.21"));
}

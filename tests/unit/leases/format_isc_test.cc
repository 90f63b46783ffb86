// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::string_view kFour = R"(# The format of this file is documented in the dhcpd.leases(5) manual page.
# This lease file was written by isc-dhcp-4.4.3-P1

# authoring-byte-order entry is generated, DO NOT DELETE
authoring-byte-order little-endian;

server-duid "\000\001\000\001/\000\000\001\002\000\000\000\000\001";

lease 192.168.1.21 {
  starts 1 2026/11/23 19:00:00;
  ends 1 2026/11/23 20:00:00;
  cltt 1 2026/11/23 19:00:00;
  binding state active;
  next binding state free;
  rewind binding state free;
  hardware ethernet 02:00:5e:10:00:01;
  uid "\001\002\000^\020\000\001";
  set vendor-class-identifier = "a} ; \"lease 1.2.3.4 {";
  client-hostname "tablet";
  on expiry or release {
    log(info, "gone");
  }
}
lease 192.168.1.22 {
  ends never;
  binding state active;
  hardware ethernet 02:00:5e:10:00:02;
}
lease 192.168.1.23 {
  ends epoch 1795464000; # Mon Nov 23 20:00:00 2026
  binding state active;
  hardware ethernet 02:00:5e:10:00:03;
}
lease 192.168.1.24 {
  ends 1 2026/11/23 20:00:00;
  binding state active;
  hardware token-ring 02:00:5e:10:00:04;
}
lease 192.168.1.22 { ends never; binding state free; hardware ethernet 02:00:5e:10:00:02; }
)";

constexpr std::string_view kSix = R"(default-duid "\000\001\000\001";
ia-na "\001\000\000\000\000\001\000\001/\000\000\011\002\000^\020\000\001" {
  cltt 1 2026/11/23 19:00:00;
  iaaddr fd00::21 {
    binding state active;
    preferred-life 1800;
    max-life 3600;
    ends 1 2026/11/23 20:00:00;
  }
  iaaddr fd00::22 {
    binding state expired;
    ends 1 2026/11/23 20:00:00;
  }
}
ia-ta 01:00:00:00:00:03:00:01:02:00:5e:10:00:02 {
  iaaddr fd00::23 { binding state active; ends never; }
}
ia-pd "\001\000\000\000\000\003\000\001\002\000^\020\000\003" {
  iaprefix 2001:db8::/56 { binding state active; ends never; }
}
)";

}  // namespace

TEST_CASE("ISC: the last block of an address counts, with its end in each of its forms") {
  const Leases said = read_file(kFour);
  CHECK(said.format->key.view() == "isc");
  CHECK(said.leases.size() == 2);
  CHECK(says(said, "192.168.1.21", "02:00:5e:10:00:01"));
  CHECK(end_of(said, "192.168.1.21") == 1795464000);
  CHECK(end_of(said, "192.168.1.23") == 1795464000);
  CHECK(said.refused == 0);
}

TEST_CASE("ISC: a freed lease is over, and so is one of other hardware") {
  const Leases said = read_file(kFour);
  CHECK(is_over(said, "192.168.1.22"));
  CHECK(is_over(said, "192.168.1.24"));
}

TEST_CASE("ISC: strings and blocks inside a lease are stepped over") {
  CHECK(lease_of(read_file(kFour).leases, "1.2.3.4") == nullptr);
}

TEST_CASE("ISC: IPv6 by the MAC in the DUID, quoted or in hexadecimal; networks of other routers are left out") {
  const Leases said = read_file(kSix);
  CHECK(said.leases.size() == 2);
  CHECK(says(said, "fd00::21", "02:00:5e:10:00:01"));
  CHECK(says(said, "fd00::23", "02:00:5e:10:00:02"));
  CHECK(is_over(said, "fd00::22"));
}

TEST_CASE("ISC: a block that is not finished is not read") {
  const std::string text = std::string(kFour) + "lease 192.168.1.21 {\n  binding state free;\n";
  CHECK(says(read_file(text), "192.168.1.21", "02:00:5e:10:00:01"));
  CHECK(is_over(read_file(text + "}\n"), "192.168.1.21"));
}

TEST_CASE("ISC: a block that can not be read is told with its line, and what stood before is not believed any more") {
  const auto with = [](std::string_view statements) {
    return read_file("lease 192.168.1.21 { ends never; hardware ethernet 02:00:5e:10:00:01; }\nlease 192.168.1.21 {\n" +
                     std::string(statements) + "\n}\n");
  };
  CHECK(with("ends 1 2026/13/23 20:00:00; hardware ethernet 02:00:5e:10:00:01;").first_refused == Error{Errc::bad_date, 2});
  CHECK(with("ends 1 2026/02/30 20:00:00;").first_refused == Error{Errc::bad_date, 2});
  CHECK(with("ends tomorrow;").first_refused == Error{Errc::bad_date, 2});
  CHECK(with("ends never; hardware ethernet 02:00;").first_refused == Error{Errc::bad_mac, 2});
  CHECK(is_over(with("ends tomorrow;"), "192.168.1.21"));
  CHECK(with("client-hostname \"a;\nends never;").first_refused == Error{Errc::truncated, 3});
  const auto stray = read_file("lease 192.168.1.21 { hardware ethernet 02:00:5e:10:00:01; }\n}\nlease nowhere { }\n");
  CHECK(stray.refused == 2);
  CHECK(stray.first_refused == Error{Errc::trailing_octets, 2});
}

TEST_CASE("ISC: OpenBSD's blocks have no binding state") {
  const Leases said = read_file(
      "lease 192.168.1.21 {\n\tends 1 2026/11/23 20:00:00 UTC;\n\thardware ethernet 02:00:5e:10:00:01;\n}\n"
      "lease 192.168.1.22 {\n\thardware ethernet 02:00:5e:10:00:02;\n\tabandoned;\n}\n");
  CHECK(end_of(said, "192.168.1.21") == 1795464000);
  CHECK(is_over(said, "192.168.1.22"));
}

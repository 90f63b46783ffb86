// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::string_view kFile =
    "fd00::a01\ttablet.lan\ttablet\n"
    "# br-lan 000100012f00000902005e100001 1 tablet 1795464000 a01 128 fd00::a01/128 2001:db8::a01/128 \n"
    "# br-lan 0003000102005e100002 2 - -1 a02 128 fd00::a02/128\n"
    "# br-lan 00020000ab1101020304 3 broken\\x20name 1795464000 a03 128 fd00::a03/128\n"
    "# br-lan 0003000102005e100004 4 - 1795464000 1 62 2001:db8:0:4::/62\n"
    "# br-lan 0003000102005e100005 5 - 0 a05 128\n"
    "192.168.1.21\ttablet.lan\ttablet\n"
    "# br-lan 02005e100001 ipv4 tablet 1795464000 c0a80115 32 192.168.1.21/32\n"
    "# br-lan 02005e100006 ipv4 - 0 c0a80116 32 192.168.1.22/32\n";

}  // namespace

TEST_CASE("odhcpd: IPv4 by the MAC, IPv6 by the MAC in the DUID, every address of the line") {
  const Leases said = read_file(kFile);
  CHECK(said.format->key.view() == "odhcpd");
  CHECK(said.leases.size() == 4);
  CHECK(says(said, "fd00::a01", "02:00:5e:10:00:01"));
  CHECK(says(said, "2001:db8::a01", "02:00:5e:10:00:01"));
  CHECK(says(said, "fd00::a02", "02:00:5e:10:00:02"));
  CHECK(says(said, "192.168.1.21", "02:00:5e:10:00:01"));
  CHECK(end_of(said, "192.168.1.21") == 1795464000);
  CHECK(end_of(said, "fd00::a02") == -1);
  CHECK(said.refused == 0);
}

TEST_CASE("odhcpd: networks of other routers, ended leases and lines of hosts say nothing of a device") {
  const Leases said = read_file(kFile);
  CHECK(lease_of(said.leases, "2001:db8:0:4::") == nullptr);
  CHECK(is_over(said, "192.168.1.22"));
  CHECK(is_over(said, "fd00::a03"));
}

TEST_CASE("odhcpd: lines that can not be read are told with their number") {
  const auto first_refused = [](std::string_view line) {
    return read_file("# br-lan 02005e100001 ipv4 - -1 c0a80115 32 192.168.1.21/32\n" + std::string(line) + "\n").first_refused;
  };
  CHECK(first_refused("# br-lan 02005e10000 ipv4 - -1 c0a80115 32 192.168.1.9/32") == Error{Errc::bad_mac, 2});
  CHECK(first_refused("# br-lan 02005e100001 ipv4 - never c0a80115 32 192.168.1.9/32") == Error{Errc::bad_date, 2});
  CHECK(first_refused("# br-lan 02005e100001 ipv4 - -1 c0a80115 32 192.168.1/32") == Error{Errc::bad_address, 2});
  CHECK(first_refused("# br-lan 02005e100001 ipv4 - -1 c0a80115 32 192.168.1.9") == Error{Errc::bad_address, 2});
  CHECK(first_refused("# br-lan 02005e100001 ipv4") == Error{Errc::truncated, 2});
  CHECK(first_refused("localhost 127.0.0.1") == Error{Errc::bad_address, 2});
}

// SPDX-License-Identifier: Apache-2.0
// What all syntaxes have in common.
#include "leases/format.h"

#include "leases/hardware.h"
#include "leases/reading.h"
#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("every syntax is recognised by its content") {
  CHECK(format_of("1795464000 02:00:5e:10:00:01 192.168.1.21 * *\n") == "dnsmasq");
  CHECK(format_of("duid 00:01:00:01:2f:00:00:01:02:00:00:00:00:01\n") == "dnsmasq");
  CHECK(format_of("# br-lan 02005e100001 ipv4 - -1 c0a80115 32 192.168.1.21/32\n") == "odhcpd");
  CHECK(format_of("\n\naddress,hwaddr,client_id,valid_lifetime,expire\n") == "kea");
  CHECK(format_of("server-duid \"\\000\";\n") == "isc");
  CHECK(format_of("# a remark\nlease 192.168.1.21 {\n}\n") == "isc");
}

TEST_CASE("what no DHCP server writes is refused with the line up to which it was looked at") {
  CHECK(refusal_of("<!DOCTYPE html>\n<html>\n") == Error{Errc::unknown_leases, 2});
  CHECK(refusal_of("# only a remark\n") == Error{Errc::unknown_leases, 1});
  CHECK(refusal_of(std::string(500, '\n') + "x\n").code == Errc::unknown_leases);
  std::string far;
  for (int i = 0; i < 200; ++i) far += "nothing\n";
  CHECK(refusal_of(far + "1795464000 02:00:5e:10:00:01 192.168.1.21 * *\n") == Error{Errc::unknown_leases, 100});
}

TEST_CASE("an empty file, and one whose only line is not finished, says nothing") {
  for (const std::string_view text : {"", "\n", " \n\t\n", "1795464000 02:00"}) {
    const Leases said = read_file(text);
    CHECK(said.format == nullptr);
    CHECK(said.leases.empty());
  }
}

TEST_CASE("a syntax may be forced") {
  CHECK(read_file("0 02:00:5e:10:00:01 192.168.1.21 * *\n", "dnsmasq").leases.size() == 1);
  CHECK(refusal_of("0 02:00:5e:10:00:01 192.168.1.21 * *\n", "kea").code == Errc::unknown_leases);
  CHECK(lease_format_named("dhcpcd") == nullptr);
}

TEST_CASE("lines may end as on Windows, and one that is too long is refused and the others count") {
  CHECK(says(read_file("0 02:00:5e:10:00:01 192.168.1.21 * *\r\n"), "192.168.1.21", "02:00:5e:10:00:01"));
  const Leases said = read_file("0 02:00:5e:10:00:01 192.168.1.21 * *\n0 " + std::string(5000, 'x') + "\n");
  CHECK(said.leases.size() == 1);
  CHECK(said.first_refused == Error{Errc::too_large, 2});
}

TEST_CASE("invented clients do not fill memory without end") {
  std::string text;
  for (std::size_t i = 0; i < kMostLeases + 50; ++i)
    text += "0 02:00:5e:10:00:01 10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
            std::to_string(i & 255) + " * *\n";
  CHECK(read_file(text).leases.size() == kMostLeases);
}

TEST_CASE("a file cut anywhere gives what it gave, without the last line or block, or refuses") {
  const std::vector<std::string> files{"0 02:00:5e:10:00:01 192.168.1.21 * *\n0 02:00:5e:10:00:02 192.168.1.22 * *\n",
                                       "# br-lan 02005e100001 ipv4 - -1 c0a80115 32 192.168.1.21/32\n# br-lan 02005e100002 ipv4 "
                                       "- -1 c0a80116 32 192.168.1.22/32\n",
                                       "address,hwaddr,valid_lifetime,expire\n192.168.1.21,02:00:5e:10:00:01,1,1795464000\n192."
                                       "168.1.22,02:00:5e:10:00:02,1,1795464000\n",
                                       "lease 192.168.1.21 {\n hardware ethernet 02:00:5e:10:00:01;\n}\nlease 192.168.1.22 {\n "
                                       "hardware ethernet 02:00:5e:10:00:02;\n}\n"};
  for (const std::string& whole : files) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Leases said = read_file(std::string_view(whole).substr(0, size));
      CHECK(said.leases.size() < 2);
      CHECK(said.refused == 0);
      CHECK((said.leases.empty() || says(said, "192.168.1.21", "02:00:5e:10:00:01")));
    }
    CHECK(read_file(whole).leases.size() == 2);
  }
}

TEST_CASE("a DUID gives a MAC when it is made of an Ethernet one, and only then") {
  const auto mac = [](std::string_view hex) { return mac_of_duid(*octets_of_hex(hex)); };
  CHECK(mac("00:01:00:01:2f:00:00:09:02:00:5e:10:00:01") == "02:00:5e:10:00:01"_mac);
  CHECK(mac("0003000102005e100001") == "02:00:5e:10:00:01"_mac);
  for (const char* other : {"0003000602005e100001",                  // another kind of network
                            "00020000ab1102005e100001",              // the maker's number
                            "000400112233445566778899aabbccddeeff",  // a UUID
                            "0003000102005e1000", "0003000102005e10000100", "0003000101005e000001", "00", "000300"}) {
    CHECK_FALSE(mac(other).has_value());
  }
}

TEST_CASE("hexadecimal is read with ':' between all octets or none") {
  CHECK(octets_of_hex("0aFf") == std::vector<std::uint8_t>{0x0a, 0xff});
  CHECK(octets_of_hex("0a:ff") == std::vector<std::uint8_t>{0x0a, 0xff});
  for (const char* bad : {"", "0", "0g", "0a:f", "0a:ff:", "0a:ffff", "0aff:00", ":0a", "-1", "+1", "0a -1", "0a:-1"})
    CHECK_FALSE(octets_of_hex(bad).has_value());
}

// SPDX-License-Identifier: Apache-2.0
#include "app/resolv_conf.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

IpAddress ip(std::string_view text) { return IpAddress::from_text(text).value(); }

std::vector<Endpoint> listening_on(std::string_view address, std::uint16_t port) {
  return {{ip(address), port, std::string(address)}};
}

TEST_CASE("nameserver lines are taken in their order, the rest of the file is passed over") {
  const auto found = read_resolvers(
      "# by the router\nsearch lan\nnameserver 192.168.1.1\n\toptions edns0\n nameserver\t2001:db8::53  # v6\n", {}, {});
  REQUIRE(found.usable.size() == 2);
  CHECK(found.usable[0].address == ip("192.168.1.1"));
  CHECK(found.usable[0].port == 53);
  CHECK(found.usable[0].written == "192.168.1.1");
  CHECK(found.usable[1].address == ip("2001:db8::53"));
  CHECK(found.not_understood == 0);
}

TEST_CASE("the address we listen on is left out, so that no question goes in circles") {
  const auto found = read_resolvers("nameserver 127.0.0.1\nnameserver 9.9.9.9\n", listening_on("127.0.0.1", 53), {});
  REQUIRE(found.usable.size() == 1);
  CHECK(found.usable[0].address == ip("9.9.9.9"));
  CHECK(found.ourselves == 1);
}

TEST_CASE("the same address on port 53 is somebody else when we listen on another port") {
  const auto found = read_resolvers("nameserver 127.0.0.1\n", listening_on("127.0.0.1", 5353), {});
  CHECK(found.usable.size() == 1);
  CHECK(found.ourselves == 0);
}

TEST_CASE("who listens on all addresses is every address of the machine, and every loopback address") {
  const std::vector<IpAddress> machine{ip("192.168.1.2"), ip("fd00::2")};
  const auto found = read_resolvers("nameserver 127.0.0.53\nnameserver 192.168.1.2\nnameserver fd00::2\nnameserver 192.168.1.1\n",
                                    listening_on("0.0.0.0", 53), machine);
  REQUIRE(found.usable.size() == 1);
  CHECK(found.usable[0].address == ip("192.168.1.1"));
  CHECK(found.ourselves == 3);
}

TEST_CASE("a resolver named twice is asked once") {
  CHECK(read_resolvers("nameserver 192.0.2.1\nnameserver 192.0.2.1\n", {}, {}).usable.size() == 1);
}

TEST_CASE("lines without a usable address are counted and not guessed at") {
  const auto found = read_resolvers("nameserver fe80::1%eth0\nnameserver dns.example\nnameserver\nnameserver 192.0.2.1", {}, {});
  CHECK(found.not_understood == 3);
  CHECK(found.usable.size() == 1);
}

TEST_CASE("no more resolvers are taken than the bound") {
  std::string text;
  for (int i = 1; i <= 40; ++i) text += "nameserver 192.0.2." + std::to_string(i) + "\n";
  CHECK(read_resolvers(text, {}, {}).usable.size() == kMostResolvers);
}

TEST_CASE("an empty file names nobody") { CHECK(read_resolvers("", {}, {}).usable.empty()); }

TEST_CASE("a word that merely begins like nameserver is another word") {
  CHECK(read_resolvers("nameservers 192.0.2.1\n#nameserver 192.0.2.2\n;nameserver 192.0.2.3\r\n", {}, {}).usable.empty());
}

TEST_CASE("lines that end as on Windows are read the same") {
  CHECK(read_resolvers("nameserver 192.0.2.1\r\n", {}, {}).usable.size() == 1);
}

}  // namespace
}  // namespace darban

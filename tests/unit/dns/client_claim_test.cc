// SPDX-License-Identifier: Apache-2.0
#include "dns/client_claim.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "tests/support/literals.h"
#include "tests/support/options.h"

using namespace darban;
using namespace darban::literals;

namespace {

const std::vector<std::uint8_t> kMac{2, 0, 0, 0, 0, 7};

ClientClaim claim(const Options& options) { return read_client_claim(options.octets); }
Error trouble(const Options& options) {
  const auto found = claim(options).trouble;
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("a MAC address is read from six octets, from text with either separator and from base64") {
  CHECK(claim(Options().add(65001, kMac)).mac == "02:00:00:00:00:07"_mac);
  CHECK(claim(Options().text(65073, "02:00:00:00:00:07")).mac == "02:00:00:00:00:07"_mac);
  CHECK(claim(Options().text(65073, "02-00-5E-10-aa-ff")).mac == "02:00:5e:10:aa:ff"_mac);
  CHECK(claim(Options().text(65073, "AgAAAAAH")).mac == "02:00:00:00:00:07"_mac);
  CHECK(claim(Options().text(65073, "+v/wgYID")).mac == "fa:ff:f0:81:82:03"_mac);
  CHECK_FALSE(claim(Options().add(65001, kMac)).trouble.has_value());
}

TEST_CASE("a client's address is read from a client subnet of full length, of either family") {
  CHECK(claim(Options().subnet(1, 32, {192, 0, 2, 7})).address == "192.0.2.7"_ip);
  const std::vector<std::uint8_t> v6{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
  CHECK(claim(Options().subnet(2, 128, v6)).address == "2001:db8::7"_ip);
}

TEST_CASE("no options, other options and a client subnet of length 0 name nobody and are no trouble") {
  for (const Options& options : {Options(), Options().add(10, {1, 2, 3, 4, 5, 6, 7, 8}), Options().add(65002, kMac),
                                 Options().subnet(1, 0, {}), Options().subnet(2, 0, {})}) {
    CHECK_FALSE(claim(options).names_somebody());
    CHECK_FALSE(claim(options).trouble.has_value());
  }
}

TEST_CASE("a MAC of any other length or content is not believed, and then nothing is") {
  const std::vector<Options> bad{Options().add(65001, {}),
                                 Options().add(65001, {2, 0, 0, 0, 0}),
                                 Options().add(65001, {2, 0, 0, 0, 0, 7, 0}),
                                 Options().add(65001, {1, 0, 0x5e, 0, 0, 1}),  // a group's
                                 Options().add(65001, {0, 0, 0, 0, 0, 0}),
                                 Options().text(65073, "02:00:00:00:00:0"),
                                 Options().text(65073, "02:00:00:00:00:0g"),
                                 Options().text(65073, "020000000007"),
                                 Options().text(65073, "AgAAAAA="),
                                 Options().text(65073, "AgAAAAAAAAAH"),
                                 Options().add(65073, kMac)};
  for (const Options& options : bad) {
    CHECK(claim(options).unreadable);
    CHECK_FALSE(claim(options).mac.has_value());
    CHECK(trouble(options).code == Errc::bad_mac);
    CHECK_FALSE(claim(Options(options).subnet(1, 32, {192, 0, 2, 7})).address.has_value());
  }
}

TEST_CASE("a client subnet that is a network or malformed names nobody, and takes nothing from the MAC") {
  const std::vector<Options> bad{Options().subnet(1, 24, {192, 0, 2}),     Options().subnet(1, 32, {192, 0, 2}),
                                 Options().subnet(1, 31, {192, 0, 2, 6}),  Options().subnet(2, 32, {0x20, 1, 0xd, 0xb8}),
                                 Options().subnet(3, 32, {192, 0, 2, 7}),  Options().subnet(1, 32, {192, 0, 2, 7}, 32),
                                 Options().subnet(1, 0, {192, 0, 2, 7}),   Options().add(8, {0, 1, 32}),
                                 Options().subnet(1, 255, {192, 0, 2, 7}), Options().add(8, {})};
  for (const Options& options : bad) {
    CHECK_FALSE(claim(options).names_somebody());
    CHECK(trouble(options).code == Errc::bad_prefix);
    CHECK(claim(Options(options).add(65001, kMac)).mac == "02:00:00:00:00:07"_mac);
  }
}

TEST_CASE("the same said twice is believed, two that differ are not") {
  CHECK(claim(Options().add(65001, kMac).text(65073, "02:00:00:00:00:07")).mac == "02:00:00:00:00:07"_mac);
  CHECK(claim(Options().subnet(1, 32, {192, 0, 2, 7}).subnet(1, 32, {192, 0, 2, 7})).address == "192.0.2.7"_ip);
  const auto two_macs = Options().add(65001, kMac).text(65073, "02:00:00:00:00:08");
  CHECK(claim(two_macs).unreadable);
  CHECK_FALSE(claim(two_macs).mac.has_value());
  CHECK(trouble(two_macs) == Error{Errc::mismatch, 10});
  const auto two_addresses = Options().subnet(1, 32, {192, 0, 2, 7}).add(65001, kMac).subnet(1, 32, {192, 0, 2, 8});
  CHECK(claim(two_addresses).unreadable);
  CHECK_FALSE(claim(two_addresses).mac.has_value());
  CHECK_FALSE(claim(two_addresses).address.has_value());
}

TEST_CASE("the trouble is told with the octet of its option, the first of several") {
  CHECK(trouble(Options().add(10, {1, 2}).add(65001, {1}).subnet(1, 24, {192, 0, 2})) == Error{Errc::bad_mac, 6});
}

TEST_CASE("options cut anywhere are read within their bounds") {
  const auto whole = Options().add(65001, kMac).text(65073, "AgAAAAAH").subnet(1, 32, {192, 0, 2, 7}).octets;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(read_client_claim(cut).mac.has_value() == (size >= 10));
  }
}

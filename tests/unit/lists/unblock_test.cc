// SPDX-License-Identifier: Apache-2.0
#include "lists/unblock.h"

#include <doctest/doctest.h>

#include "tests/support/bundle_of.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;
using namespace darban::test_bundles;

namespace {

Unblock unblock_of(std::uint64_t number, std::vector<OpenedName> names) {
  return {kPublisher, number, kToday - 3600, kToday + 2 * 86400, std::move(names)};
}

std::vector<std::uint8_t> file_of(const Unblock& unblock, const KeyList& keys) {
  const auto part = unblock_signed_part(unblock);
  REQUIRE(part.has_value());
  return with_signatures(*part, signatures_of(*part, keys));
}

Unblock two_names(std::uint64_t number = 7) {
  return unblock_of(number, {{"clinic.example"_name, OpenedScope::subtree}, {"www.school.example"_name, OpenedScope::exact}});
}

BundleFault fault_of(const std::vector<std::uint8_t>& file, const BundleKeys& keys, std::int64_t now = kToday,
                     std::uint64_t installed = 0) {
  const auto verified = verify_unblock(file, keys, now, installed);
  REQUIRE_FALSE(verified.has_value());
  return verified.error().fault;
}

}  // namespace

TEST_CASE("an un-block file says which names open, in which scope, and until when") {
  const Maintainers who(2);
  const auto file = file_of(two_names(), who.keys(2));
  const auto unblock = verify_unblock(file, who.trust(2), kToday, 0);
  REQUIRE(unblock.has_value());
  CHECK(unblock->publisher == kPublisher);
  CHECK(unblock->number == 7);
  CHECK(unblock->expires == kToday + 2 * 86400);
  REQUIRE(unblock->names.size() == 2);
  CHECK(unblock->names[0].name == "www.school.example"_name);
  CHECK(unblock->names[0].scope == OpenedScope::exact);
  CHECK(unblock->names[1].name == "clinic.example"_name);
  CHECK(unblock->names[1].scope == OpenedScope::subtree);
  CHECK(file.size() < 400);
}

TEST_CASE("names in any order and written twice make one file") {
  const Maintainers who(1);
  auto turned = two_names();
  std::reverse(turned.names.begin(), turned.names.end());
  turned.names.push_back(turned.names.front());
  CHECK(file_of(turned, who.keys(1)) == file_of(two_names(), who.keys(1)));
}

TEST_CASE("an un-block file without names is good: it takes everything back that was opened before") {
  const Maintainers who(1);
  const auto unblock = verify_unblock(file_of(unblock_of(8, {}), who.keys(1)), who.trust(1), kToday, 7);
  REQUIRE(unblock.has_value());
  CHECK(unblock->names.empty());
}

TEST_CASE("an un-block file nobody signed, strangers signed or too few signed opens nothing") {
  const Maintainers who(2);
  const Maintainers strangers(1, 50);
  CHECK(fault_of(file_of(two_names(), {}), who.trust(1)) == BundleFault::unsigned_file);
  CHECK(fault_of(file_of(two_names(), strangers.keys(1)), who.trust(1)) == BundleFault::unknown_keys);
  CHECK(fault_of(file_of(two_names(), who.keys(1)), who.trust(2)) == BundleFault::too_few_signatures);
}

TEST_CASE("a bundle's signature is worth nothing on an un-block file") {
  const Maintainers who(1);
  const auto part = *unblock_signed_part(two_names());
  auto of_a_bundle = part;
  std::copy(kBundleKind.magic.begin(), kBundleKind.magic.end(), of_a_bundle.begin());
  CHECK(fault_of(with_signatures(part, signatures_of(of_a_bundle, who.keys(1))), who.trust(1)) == BundleFault::bad_signature);
}

TEST_CASE("an un-block file ends by itself") {
  const Maintainers who(1);
  const auto file = file_of(two_names(), who.keys(1));
  CHECK(verify_unblock(file, who.trust(1), two_names().expires - 1, 0).has_value());
  CHECK(fault_of(file, who.trust(1), two_names().expires) == BundleFault::expired);
}

TEST_CASE("an un-block file older than the one in force is refused") {
  const Maintainers who(1);
  CHECK(fault_of(file_of(two_names(7), who.keys(1)), who.trust(1), kToday, 8) == BundleFault::older);
  CHECK(verify_unblock(file_of(two_names(8), who.keys(1)), who.trust(1), kToday, 8).has_value());
}

TEST_CASE("nobody can open a top-level domain, or a public suffix and everything below it") {
  const auto refused = [](const char* name, OpenedScope scope) {
    const auto part = unblock_signed_part(unblock_of(1, {{*Name::from_text(name), scope}}));
    return !part && part.error().fault == BundleFault::opens_too_much;
  };
  CHECK(refused(".", OpenedScope::subtree));
  CHECK(refused("com", OpenedScope::subtree));
  CHECK(refused("com", OpenedScope::exact));
  CHECK(refused("com.pk", OpenedScope::subtree));
  CHECK_FALSE(refused("com.pk", OpenedScope::exact));
  CHECK_FALSE(refused("clinic.com.pk", OpenedScope::subtree));
}

TEST_CASE("a reader refuses a public suffix even when it is signed") {
  const Maintainers who(1);
  auto part = *unblock_signed_part(unblock_of(1, {{"com.pk"_name, OpenedScope::exact}}));
  part[part.size() - 9] = 1;  // the scope before the eight octets of the name
  CHECK(fault_of(with_signatures(part, signatures_of(part, who.keys(1))), who.trust(1)) == BundleFault::opens_too_much);
}

TEST_CASE("an un-block file cut off at any octet is refused as truncated") {
  const Maintainers who(1);
  const auto file = file_of(two_names(), who.keys(1));
  for (std::size_t size = 0; size < file.size(); ++size) {
    REQUIRE(fault_of({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}, who.trust(1)) == BundleFault::truncated);
  }
}

TEST_CASE("no flipped bit of an un-block file verifies") {
  const Maintainers who(2);
  const auto good = file_of(two_names(), who.keys(2));
  const auto trust = who.trust(2);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto file = good;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    REQUIRE_FALSE(verify_unblock(file, trust, kToday, 0).has_value());
  }
}

TEST_CASE("octets after the signatures are refused") {
  const Maintainers who(1);
  auto file = file_of(two_names(), who.keys(1));
  file.push_back(0);
  CHECK(fault_of(file, who.trust(1)) == BundleFault::corrupt);
}

TEST_CASE("an un-block file lives for a month at most, and holds as many names as its bound") {
  auto unblock = two_names();
  unblock.expires = unblock.created + unblock_bounds::kLongestLife + 1;
  CHECK_FALSE(unblock_signed_part(unblock).has_value());
  std::vector<OpenedName> many;
  for (std::size_t i = 0; i <= unblock_bounds::kMostNames; ++i)
    many.push_back({*Name::from_text("n" + std::to_string(i) + ".clinic.example"), OpenedScope::exact});
  CHECK_FALSE(unblock_signed_part(unblock_of(1, many)).has_value());
  many.pop_back();
  CHECK(unblock_signed_part(unblock_of(1, many)).has_value());
}

TEST_CASE("maintainers write names a line each, with what is below them unless an equals sign says otherwise") {
  const auto names = read_opened_names("# report 412\nClinic.example   # Lahore\r\n\n = www.school.example\n");
  REQUIRE(names.has_value());
  REQUIRE(names->size() == 2);
  CHECK((*names)[0].name == "clinic.example"_name);
  CHECK((*names)[0].scope == OpenedScope::subtree);
  CHECK((*names)[1].scope == OpenedScope::exact);
}

TEST_CASE("who signs an un-block file can read what is in it, as it was written") {
  const auto file = with_signatures(*unblock_signed_part(two_names()), {});
  const auto read = read_unblock(file);
  REQUIRE(read.has_value());
  CHECK(opened_names_text(*read) == std::vector<std::string>{"=www.school.example", "clinic.example"});
  const auto none = with_signatures(*unblock_signed_part(unblock_of(1, {})), {});
  CHECK(opened_names_text(*read_unblock(none)).empty());
}

TEST_CASE("a line that is no name is refused with its number") {
  CHECK(read_opened_names("a.example\nb..example\n").error() == Error{Errc::empty_label, 2});
  CHECK(read_opened_names("=\n").error().at == 1);
  CHECK(read_opened_names(".\n").error().at == 1);
}

// SPDX-License-Identifier: Apache-2.0
#include "lists/sealed.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

template <typename T>
concept Countable = requires(const T& list) {
  list.size();
};
template <typename T>
concept Listable = requires(const T& list) {
  list.begin();
};

const SealedNote kNote{"Example School, contract 7", 1'795'219'200};

crypto::Secret key_of(std::uint8_t octet) {
  return *crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, octet));
}

std::vector<std::uint8_t> sealed_file(std::string_view names) {
  auto file = seal(names, kNote, key_of(1));
  REQUIRE(file.has_value());
  return *file;
}

std::shared_ptr<const SealedList> sealed_list(std::string_view names) {
  auto list = SealedList::open(sealed_file(names), key_of(1));
  REQUIRE(list.has_value());
  return *list;
}

BundleFault fault_of(const std::vector<std::uint8_t>& file, const crypto::Secret& key) {
  const auto list = SealedList::open(file, key);
  REQUIRE_FALSE(list.has_value());
  return list.error().fault;
}

}  // namespace

TEST_CASE("a sealed name closes itself and everything below it, and nothing beside it") {
  const auto list = sealed_list("licensed-1.example\n# a comment\nSub.Licensed-2.example\r\n");
  CHECK(list->holds("licensed-1.example"_name));
  CHECK(list->holds("a.b.licensed-1.example"_name));
  CHECK(list->holds("sub.licensed-2.example"_name));
  CHECK_FALSE(list->holds("licensed-2.example"_name));
  CHECK_FALSE(list->holds("xlicensed-1.example"_name));
  CHECK_FALSE(list->holds("licensed-3.example"_name));
  CHECK_FALSE(list->holds("example"_name));
  CHECK_FALSE(list->holds(Name()));
}

TEST_CASE("every name of a large list is held, and no other") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "licensed-" + std::to_string(i) + ".example\n";
  const auto list = sealed_list(text);
  for (int i = 0; i < 20000; ++i) REQUIRE(list->holds(*Name::from_text("licensed-" + std::to_string(i) + ".example")));
  for (int i = 0; i < 20000; ++i) REQUIRE_FALSE(list->holds(*Name::from_text("open-" + std::to_string(i) + ".example")));
}

TEST_CASE("the file holds no readable name, and its size does not say how many there are") {
  const auto one = sealed_file("licensed-1.example\n");
  const auto many = sealed_file("licensed-1.example\nlicensed-2.example\nlicensed-3.example\n");
  CHECK(one.size() == many.size());
  for (const std::string_view part : {"licensed", "example"})
    CHECK(std::search(one.begin(), one.end(), part.begin(), part.end()) == one.end());
}

TEST_CASE("the same names sealed twice give other octets: nobody sees that nothing changed") {
  CHECK(sealed_file("licensed-1.example\n") != sealed_file("licensed-1.example\n"));
}

TEST_CASE("a sealed list offers nothing but the question about a name in hand") {
  CHECK_FALSE(std::is_copy_constructible_v<SealedList>);
  CHECK_FALSE(Countable<SealedList>);
  CHECK_FALSE(Listable<SealedList>);
}

TEST_CASE("a list sealed with another key does not open") {
  CHECK(fault_of(sealed_file("licensed-1.example\n"), key_of(2)) == BundleFault::corrupt);
}

TEST_CASE("a sealed file cut off anywhere does not open") {
  const auto file = sealed_file("licensed-1.example\n");
  const crypto::Secret key = key_of(1);
  for (std::size_t size = 0; size < file.size(); size += size < 200 ? 1 : 61)
    REQUIRE(fault_of({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}, key) == BundleFault::truncated);
}

TEST_CASE("a sealed file with a changed octet or octets behind it does not open") {
  const auto good = sealed_file("licensed-1.example\n");
  const crypto::Secret key = key_of(1);
  for (std::size_t at = 0; at < good.size(); at += at < 200 ? 1 : 61) {
    auto file = good;
    file[at] ^= 0x10;
    REQUIRE_FALSE(SealedList::open(file, key).has_value());
  }
  auto longer = good;
  longer.push_back(0);
  CHECK(fault_of(longer, key) == BundleFault::corrupt);
}

TEST_CASE("later versions and other files are told apart from damaged ones") {
  auto file = sealed_file("licensed-1.example\n");
  file[8] = 2;
  CHECK(fault_of(file, key_of(1)) == BundleFault::newer_format);
  file[0] = 'x';
  CHECK(fault_of(file, key_of(1)) == BundleFault::foreign);
}

TEST_CASE("a text with a line that can not be sealed is refused with its number, as a whole") {
  const crypto::Secret key = key_of(1);
  const auto refused = [&](std::string_view text) {
    const auto file = seal(text, kNote, key);
    REQUIRE_FALSE(file.has_value());
    return file.error();
  };
  CHECK(refused("licensed-1.example\nbad..example\n") == Error{Errc::empty_label, 2});
  CHECK(refused("com\n") == Error{Errc::out_of_range, 1});
  CHECK(refused("co.uk\n") == Error{Errc::out_of_range, 1});
  CHECK(refused("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.licensed-1.example\n") == Error{Errc::out_of_range, 1});
  CHECK(refused("# nothing\n").code == Errc::empty);
}

TEST_CASE("a list without a word about its licence is not sealed") {
  CHECK_FALSE(seal("licensed-1.example\n", {"", 0}, key_of(1)).has_value());
  CHECK_FALSE(seal("licensed-1.example\n", {"two\nlines", 0}, key_of(1)).has_value());
}

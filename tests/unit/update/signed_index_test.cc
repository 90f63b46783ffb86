// SPDX-License-Identifier: Apache-2.0
#include "update/signed_index.h"

#include <doctest/doctest.h>

#include "lists/bundle.h"

namespace darban {
namespace {

const std::string kText = "darban-signed-lists\t1\npublisher\tFamilies' lists\nbundle\t7\noctets\t640\nunblock\t3\n";

BundleError refusal_of(const std::string& text) {
  const auto index = read_signed_index(text);
  REQUIRE_FALSE(index);
  return index.error();
}

}  // namespace

TEST_CASE("an index reads back as it was written") {
  const SignedIndex index{"Families' lists", 7, 640, 3};
  CHECK(*text_of_index(index) == kText);
  CHECK(*read_signed_index(kText) == index);
}

TEST_CASE("what a later publisher adds to an index is left aside") {
  CHECK(read_signed_index(kText + "mirror\thttps://lists.example/\n")->bundle == 7);
}

TEST_CASE("an index without numbers says that nothing is published") {
  CHECK(*read_signed_index("darban-signed-lists\t1\n") == SignedIndex{});
}

TEST_CASE("an index is refused by the line where it is wrong") {
  CHECK(refusal_of("<html>\n") == BundleError{BundleFault::foreign, 1});
  CHECK(refusal_of("") == BundleError{BundleFault::foreign, 1});
  CHECK(refusal_of("darban-signed-lists\t2\n") == BundleError{BundleFault::newer_format, 1});
  CHECK(refusal_of("darban-signed-lists\tone\n") == BundleError{BundleFault::corrupt, 1});
  CHECK(refusal_of("darban-signed-lists\t1\nbundle\t-1\n") == BundleError{BundleFault::corrupt, 2});
  CHECK(refusal_of("darban-signed-lists\t1\nbundle\t1000000000000001\n") == BundleError{BundleFault::corrupt, 2});
  CHECK(refusal_of("darban-signed-lists\t1\npublisher\t" + std::string(101, 'x') + "\n") == BundleError{BundleFault::corrupt, 2});
}

TEST_CASE("an index that was cut within a line is refused") {
  for (std::size_t size = 1; size < kText.size(); ++size) {
    if (kText[size - 1] != '\n') CHECK_MESSAGE(!read_signed_index(kText.substr(0, size)).has_value(), size);
  }
}

}  // namespace darban

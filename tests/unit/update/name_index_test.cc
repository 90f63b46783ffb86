// SPDX-License-Identifier: Apache-2.0
#include "update/name_index.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

namespace darban {
namespace {

using namespace literals;
using Numbers = std::vector<std::uint32_t>;

NameIndex index_of_three() {
  NameIndex index;
  index.add("push.apple.example"_name, Scope::subtree, 1);
  index.add("time.apple.example"_name, Scope::exact, 2);
  index.add("help.example"_name, Scope::exact, 3);
  return index;
}

}  // namespace

TEST_CASE("a rule on a name reaches it, whatever the rule's scope but for names below") {
  const NameIndex index = index_of_three();
  CHECK(index.reached_by("help.example"_name, Scope::exact) == Numbers{3});
  CHECK(index.reached_by("help.example"_name, Scope::subtree) == Numbers{3});
  CHECK(index.reached_by("help.example"_name, Scope::below).empty());
}

TEST_CASE("a rule above names reaches all of them, but not if it is about itself alone") {
  const NameIndex index = index_of_three();
  CHECK(index.reached_by("apple.example"_name, Scope::subtree) == Numbers{1, 2});
  CHECK(index.reached_by("apple.example"_name, Scope::below) == Numbers{1, 2});
  CHECK(index.reached_by("apple.example"_name, Scope::exact).empty());
}

TEST_CASE("a rule below a name reaches it only when it stands for everything below it") {
  const NameIndex index = index_of_three();
  CHECK(index.reached_by("1-courier.push.apple.example"_name, Scope::exact) == Numbers{1});
  CHECK(index.reached_by("a.time.apple.example"_name, Scope::subtree).empty());
}

TEST_CASE("names that merely look alike are not reached") {
  const NameIndex index = index_of_three();
  CHECK(index.reached_by("nothelp.example"_name, Scope::subtree).empty());
  CHECK(index.reached_by("example.help"_name, Scope::subtree).empty());
}

TEST_CASE("a name is covered by itself and by a subtree above it") {
  const NameIndex index = index_of_three();
  CHECK(index.covering("x.push.apple.example"_name) == 1U);
  CHECK(index.covering("time.apple.example"_name) == 2U);
  CHECK_FALSE(index.covering("x.time.apple.example"_name));
  CHECK_FALSE(index.covering("apple.example"_name));
}

}  // namespace darban

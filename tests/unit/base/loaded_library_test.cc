// SPDX-License-Identifier: Apache-2.0
#include "base/loaded_library.h"

#include <doctest/doctest.h>

using darban::LoadedLibrary;

TEST_CASE("a library is the first of its names that is here, and its functions are found by name") {
  const LoadedLibrary library({"libdarban-has-no-such-library.so.7", "libc.so.6"});
  REQUIRE(library.is_here());
  int (*absolute)(int) = nullptr;
  REQUIRE(library.find("abs", absolute));
  CHECK(absolute(-7) == 7);
}

TEST_CASE("a function that is not there, and a library that is not, are no crash") {
  int (*function)(int) = nullptr;
  CHECK_FALSE(LoadedLibrary({"libc.so.6"}).find("darban_has_no_such_function", function));
  const bool untouched = function == nullptr;
  CHECK(untouched);
  const LoadedLibrary absent({"libdarban-has-no-such-library.so.7"});
  CHECK_FALSE(absent.is_here());
  CHECK_FALSE(absent.find("abs", function));
}

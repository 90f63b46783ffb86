// SPDX-License-Identifier: Apache-2.0
#include "lists/public_suffix.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "lists/idn.h"
#include "tests/support/literals.h"
#include "tests/unit/lists/shared_files.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("every top-level domain is a public suffix, listed or not") {
  const auto suffixes = *PublicSuffixes::from_text("com\n");
  CHECK(suffixes.has("com"_name));
  CHECK(suffixes.has("nosuchtld"_name));
  CHECK_FALSE(suffixes.has("example.com"_name));
  CHECK_FALSE(suffixes.has(Name()));
}

TEST_CASE("a wildcard rule is about one label, its parent counts as well, and an exception is none") {
  const auto suffixes = *PublicSuffixes::from_text("*.kawasaki.jp\n!city.kawasaki.jp\n");
  CHECK(suffixes.has("kawasaki.jp"_name));
  CHECK(suffixes.has("any.kawasaki.jp"_name));
  CHECK_FALSE(suffixes.has("city.kawasaki.jp"_name));
  CHECK_FALSE(suffixes.has("a.any.kawasaki.jp"_name));
}

TEST_CASE("a rule ends at the first blank, comments and empty lines are none") {
  const auto suffixes = *PublicSuffixes::from_text("// c\n\nco.uk // why\r\ngithub.io\tx\n");
  CHECK(suffixes.has("co.uk"_name));
  CHECK(suffixes.has("github.io"_name));
  CHECK_FALSE(suffixes.has("why.io"_name));
}

TEST_CASE("a rule that is no name is refused with its line") {
  CHECK(PublicSuffixes::from_text("com\nco..uk\n").error() == Error{Errc::empty_label, 2});
}

TEST_CASE("the list of this machine and the one in libpsl agree on names everybody knows") {
  const auto& installed = PublicSuffixes::installed();
  const auto built_in = PublicSuffixes::built_in();
  for (const Name& name : {"co.uk"_name, "github.io"_name, "com"_name, "any.ck"_name, "xn--55qx5d.cn"_name}) {
    CHECK(installed.has(name));
    CHECK(built_in.has(name));
  }
  for (const Name& name : {"example.co.uk"_name, "www.ck"_name, "example.com"_name, "a.b.c.d.e.f.g.h.example.com"_name}) {
    CHECK_FALSE(installed.has(name));
    CHECK_FALSE(built_in.has(name));
  }
}

TEST_CASE("the project's own test vectors hold for the whole Public Suffix List") {
  const std::string list = shared_file("psl/public_suffix_list.dat.xz");
  std::istringstream vectors(shared_file("psl/tests.txt"));
  if (list.empty()) return;
  const auto suffixes = *PublicSuffixes::from_text(list);
  int tried = 0;
  for (std::string line; std::getline(vectors, line);) {
    std::istringstream words(line);
    std::string name;
    std::string registrable;
    words >> name >> registrable;
    if (registrable.empty() || line.starts_with("//") || name == "null" || name.front() == '.') continue;
    CAPTURE(line);
    // "x y": y is the shortest name at or above x that is no public suffix; null: x is one itself.
    CHECK(suffixes.has(*name_from_text_idn(name)) == (registrable == "null"));
    if (registrable != "null") {
      const Name owned = *name_from_text_idn(registrable);
      CHECK_FALSE(suffixes.has(owned));
      CHECK(suffixes.has(owned.parent()));
    }
    ++tried;
  }
  CHECK(tried > 60);
}

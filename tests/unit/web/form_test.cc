// SPDX-License-Identifier: Apache-2.0
#include "web/form.h"

#include <doctest/doctest.h>

using namespace darban::web;

TEST_CASE("a form's pairs are decoded, blanks and line ends too") {
  const auto form = read_form("what=site&note=I+need%20it%0D%0Afor+%E2%82%AC&empty=&bare");
  REQUIRE(form.has_value());
  CHECK(form->asked("what") == "site");
  CHECK(form->asked("note") == "I need it\r\nfor \xe2\x82\xac");
  CHECK(form->asked("empty").empty());
  CHECK(form->asked("missing").empty());
  CHECK(form->pairs.size() == 4);
}

TEST_CASE("the first pair of a name counts") { CHECK(read_form("a=1&a=2")->asked("a") == "1"); }

TEST_CASE("broken escapes, text that is no UTF-8, NUL and too many pairs are refused") {
  for (const char* body : {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "%c0%80=1"}) CHECK_MESSAGE(!read_form(body), body);
  std::string many;
  for (std::size_t i = 0; i < kMostFormPairs; ++i) many += "a=1&";
  CHECK(read_form(many).has_value());
  CHECK_FALSE(read_form(many + "a=1").has_value());
}

TEST_CASE("only the type of HTML forms is a form") {
  CHECK(is_form("application/x-www-form-urlencoded"));
  CHECK(is_form("Application/X-WWW-Form-Urlencoded; charset=utf-8"));
  CHECK_FALSE(is_form("multipart/form-data; boundary=x"));
  CHECK_FALSE(is_form("text/plain"));
  CHECK_FALSE(is_form(""));
}

// SPDX-License-Identifier: Apache-2.0
#include "lists/idn.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("a name typed in any case and any of the four dots is one name") {
  CHECK(*name_from_text_idn("WWW.Example.COM.") == "www.example.com"_name);
  CHECK(*name_from_text_idn("www\u3002example\uff0ecom\uff61") == "www.example.com"_name);
  CHECK(*name_from_text_idn("\uff45xample.com") == "example.com"_name);
}

TEST_CASE("composed and decomposed letters are one name") {
  CHECK(*name_from_text_idn("bu\u0308cher.example") == *name_from_text_idn("b\u00fccher.example"));
  CHECK(*name_from_text_idn("B\u00dcCHER.example") == "xn--bcher-kva.example"_name);
}

TEST_CASE("Urdu and Persian names become A-labels, and a joiner between joining letters is kept") {
  CHECK(*name_from_text_idn("\u067e\u0627\u06a9\u0633\u062a\u0627\u0646.example") == "xn--mgbai9azgqp6j.example"_name);
  CHECK(*name_from_text_idn("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example") == "xn--mgba3gch31f060k.example"_name);
  CHECK_FALSE(*name_from_text_idn("\u0646\u0627\u0645\u0647\u0627\u06cc.example") == "xn--mgba3gch31f060k.example"_name);
}

TEST_CASE("a code point that vanishes or changes the shape of a name is refused, with its place") {
  for (const char* hidden : {"\u00ad", "\u200b", "\u2060", "\ufeff", "\ufe0f", "\u180e", "\u202e", "\u115f"}) {
    const auto name = name_from_text_idn(std::string("ab") + hidden + "c.example");
    CHECK(name.error() == Error{Errc::bad_idn, 2});
  }
  for (const char* disguised :
       {"a\u2100b.example", "a\u2024b.example", "a\u2488b.example", "a\u2011b.example", "a\u200cb.example"}) {
    CHECK(name_from_text_idn(disguised).error().code == Errc::bad_idn);
  }
}

TEST_CASE("labels in ASCII are kept as they are") {
  CHECK(*name_from_text_idn("r3---sn-x.xn--0._tcp.example") == "r3---sn-x.xn--0._tcp.example"_name);
}

TEST_CASE("an xn-- label is valid when a word stands behind it that is written so") {
  CHECK(is_valid_idn("plain.r3---sn-x.example"));
  CHECK(is_valid_idn("xn--e1afmkfd.xn--p1ai"));
  CHECK_FALSE(is_valid_idn("xn--.example"));
  CHECK_FALSE(is_valid_idn("good.xn--zzzzzzzz99999.example"));
  CHECK_FALSE(is_valid_idn("xn--example-.net"));
}

TEST_CASE("what is no name is refused, with its place") {
  CHECK(name_from_text_idn("").error() == Error{Errc::empty, 0});
  CHECK(name_from_text_idn(".").error() == Error{Errc::empty_label, 0});
  CHECK(name_from_text_idn("a..b").error() == Error{Errc::empty_label, 2});
  CHECK(name_from_text_idn("a b").error() == Error{Errc::bad_character, 1});
  CHECK(name_from_text_idn("a.b/c").error() == Error{Errc::bad_character, 3});
  CHECK(name_from_text_idn("a\\.b").error() == Error{Errc::bad_character, 1});
  CHECK(name_from_text_idn("a\x80").error() == Error{Errc::bad_character, 1});
  CHECK(name_from_text_idn(std::string(64, 'a')).error().code == Errc::label_too_long);
  CHECK(name_from_text_idn(std::string(1 << 20, 'a')).error().code == Errc::name_too_long);
}

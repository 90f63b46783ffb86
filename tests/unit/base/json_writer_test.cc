// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include <doctest/doctest.h>

#include "base/log.h"

namespace darban {
namespace {

TEST_CASE("objects, lists and values stand with commas between them and none too many") {
  JsonWriter json;
  json.open_object();
  json.field("a", 1);
  json.open_list("b");
  json.item(true);
  json.item(-2);
  json.close_list();
  json.open_object("c");
  json.close_object();
  json.null_field("d");
  json.field("e", Text("x"));
  json.close_object();
  CHECK(json.take() == R"({"a":1,"b":[true,-2],"c":{},"d":null,"e":"x"})");
}

TEST_CASE("what the operator typed is escaped") {
  JsonWriter json;
  json.open_object();
  json.field("path", ConfigText::from_operator("a\"b\\c\n\x01\xc3\xa9"));
  json.close_object();
  CHECK(json.take() == "{\"path\":\"a\\\"b\\\\c\\u000a\\u0001\xc3\xa9\"}");
}

TEST_CASE("keys may be words of a file that an adult wrote, and lists may stand in lists") {
  JsonWriter json;
  json.open_list();
  json.open_object();
  json.open_object(ConfigText::from_operator("a\"b"));
  json.field(ConfigText::from_operator("c"), 1);
  json.open_list(ConfigText::from_operator("d"));
  json.open_list();
  json.close_list();
  json.close_list();
  json.close_object();
  json.close_object();
  json.close_list();
  CHECK(json.take() == R"([{"a\"b":{"c":1,"d":[[]]}}])");
}

TEST_CASE("an enum shows the word it opted in with") {
  JsonWriter json;
  json.open_list("never");
  json.take();
  json.item(log::Level::warn);
  CHECK(json.take() == "\"" + std::string(log::text_of(log::Level::warn).view()) + "\"");
}

}  // namespace
}  // namespace darban

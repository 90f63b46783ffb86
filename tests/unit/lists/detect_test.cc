// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "lists/format.h"

using namespace darban;

namespace {
std::string_view detected(std::string_view text) {
  const auto format = detect_format(text);
  return format ? (*format)->key.view() : "not a list";
}
}  // namespace

TEST_CASE("each syntax is recognised") {
  CHECK(detected("# c\n0.0.0.0 a.example\n") == "hosts");
  CHECK(detected("# c\na.example\nb.example # why\n1.2.3.4\n") == "domains");
  CHECK(detected("*.a.example\n*.b.example\nc.example\n") == "wildcard");
  CHECK(detected(".zip\n.xyz\n") == "wildcard");
  CHECK(detected("! c\n||a.example^\n@@||b.example^\nc.example\n") == "adblock");
  CHECK(detected("local=/a.example/\nserver=/b.example/\n") == "dnsmasq");
  CHECK(detected("address /a.example/#\n") == "dnsmasq");
  CHECK(detected("server:\nlocal-zone: \"a.example.\" always_nxdomain\n") == "unbound");
  CHECK(detected("$TTL 60\n@ SOA a. b. 1 2 3 4 5\n NS a.\na.example CNAME .\n") == "rpz");
  CHECK(detected("a.example\nb.example\nfull:c.example @ads\n") == "v2fly");
}

TEST_CASE("a byte order mark or carriage returns change nothing") {
  CHECK(detected("\xef\xbb\xbf||a.example^\r\n||b.example^\r\n") == "adblock");
}

TEST_CASE("an adblock header decides, even over plain names") {
  CHECK(detected("[Adblock Plus 2.0]\na.example\nb.example\n") == "adblock");
}

TEST_CASE("a few lines of another syntax do not change what a file is") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a.example\n";
  CHECK(detected(text + "||b.example^\n0.0.0.0 c.example\n") == "domains");
}

TEST_CASE("only the first thousand useful lines are looked at") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "0.0.0.0 a.example\n# comment\n";
  for (int i = 0; i < 5000; ++i) text += "||a.example^\n";
  CHECK(detected(text) == "hosts");
}

TEST_CASE("what is not a list is said to be none") {
  CHECK(detected("  \n<html>") == "not a list");
  CHECK(detected("<?xml version='1.0'?>") == "not a list");
  CHECK(detected(" {\n\"error\": 1}") == "not a list");
  CHECK(detected("[\n  \"a.example\"\n]") == "not a list");
  CHECK(detected(std::string_view("\xfd"
                                  "7zXZ\0\0",
                                  7)) == "not a list");
  CHECK(detected(std::string_view("a\0.\0e\0\n\0", 8)) == "not a list");
  CHECK(detected("Too many requests. Try again later.\nSee www.example.com for help.\n") == "not a list");
  CHECK(detected("http://a.example/x\nb.example/y\n") == "not a list");
}

TEST_CASE("every row of the table has its own key and finds itself") {
  for (const ListFormat& format : list_formats()) CHECK(format_named(format.key.view()) == &format);
  CHECK(list_formats().size() == 9);
  CHECK(format_named("csv") == nullptr);
}

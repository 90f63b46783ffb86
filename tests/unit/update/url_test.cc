// SPDX-License-Identifier: Apache-2.0
// Addresses of lists, and where servers may send us.
#include "update/url.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "update/redirect.h"

using namespace darban;

namespace {

Url url(std::string_view text) { return read_url(text).value(); }
Errc refusal(std::string_view text) {
  const auto read = read_url(text);
  return read ? Errc::ok : read.error().code;
}
Stop outside(std::string_view text) { return {url(text), false}; }
Stop inside(std::string_view text) { return {url(text), true}; }

}  // namespace

TEST_CASE("an address comes apart into its parts and together again in one form") {
  const Url read = url("HTTPS://Lists.Example/a/B.txt?raw=1#top");
  CHECK(read.secure);
  CHECK(read.host == "lists.example");
  CHECK(read.port == 443);
  CHECK(read.rest == "/a/B.txt?raw=1");
  CHECK_FALSE(read.host_is_address);
  CHECK(read.text() == "https://lists.example/a/B.txt?raw=1");
  CHECK(url("http://h.example:80").text() == "http://h.example/");
  CHECK(url("http://h.example:443?q").text() == "http://h.example:443/?q");
}

TEST_CASE("a host may be an address of either family") {
  CHECK(url("http://127.0.0.1:8080/x").host_is_address);
  CHECK(url("http://[2001:DB8::1]:8080/x").host == "2001:db8::1");
  CHECK(url("http://[2001:db8::1]:8080/x").text() == "http://[2001:db8::1]:8080/x");
}

TEST_CASE("what programs read differently is refused") {
  CHECK(refusal("") == Errc::empty);
  CHECK(refusal("ftp://h.example/") == Errc::unknown_format);
  CHECK(refusal("file:///etc/passwd") == Errc::unknown_format);
  CHECK(refusal("//h.example/") == Errc::unknown_format);
  CHECK(refusal("https:///x") == Errc::empty);
  CHECK(refusal("https://user@h.example/") == Errc::bad_character);
  CHECK(refusal("https://h.example\\@other.example/") == Errc::bad_character);
  CHECK(refusal("https://h.example/a b") == Errc::bad_character);
  CHECK(refusal("https://h.example/a\r\nHost: x") == Errc::bad_character);
  CHECK(refusal("https://h\xc3\xa9.example/") == Errc::bad_character);
  CHECK(refusal("https://h%41.example/") == Errc::bad_character);
  CHECK(refusal("https://h..example/") == Errc::empty_label);
  CHECK(refusal("https://h.example./") == Errc::empty_label);
  CHECK(refusal("http://127.1/") == Errc::bad_address);
  CHECK(refusal("http://2130706433/") == Errc::bad_address);
  CHECK(refusal("http://0x7f000001/") == Errc::bad_address);
  CHECK(refusal("http://[::1/") == Errc::bad_address);
  CHECK(refusal("http://[127.0.0.1]/") == Errc::bad_address);
  CHECK(refusal("http://h.example:0/") == Errc::bad_port);
  CHECK(refusal("http://h.example:65536/") == Errc::bad_port);
  CHECK(refusal("http://h.example:/") == Errc::bad_port);
  CHECK(refusal("https://h.example/" + std::string(kLongestUrl, 'a')) == Errc::too_large);
}

TEST_CASE("from http to https is fine, the other way is not") {
  const std::vector way{outside("http://a.example/")};
  CHECK(judge_redirect(way, outside("https://a.example/")) == FetchTrouble::none);
  const std::vector secure{outside("http://a.example/"), outside("https://a.example/")};
  CHECK(judge_redirect(secure, outside("http://b.example/")) == FetchTrouble::insecure_redirect);
}

TEST_CASE("a circle is a loop, and so is a way of more than three redirections") {
  std::vector way{outside("https://a.example/"), outside("https://b.example/")};
  CHECK(judge_redirect(way, outside("https://a.example/")) == FetchTrouble::redirect_loop);
  way.push_back(outside("https://c.example/"));
  CHECK(judge_redirect(way, outside("https://d.example/")) == FetchTrouble::none);
  way.push_back(outside("https://d.example/"));
  CHECK(judge_redirect(way, outside("https://e.example/")) == FetchTrouble::redirect_loop);
}

TEST_CASE("a server outside can not send us to a machine in this network, a mirror inside can") {
  CHECK(judge_redirect(std::vector{outside("http://a.example/")}, inside("http://192.168.1.1/")) ==
        FetchTrouble::redirect_inside);
  CHECK(judge_redirect(std::vector{inside("http://192.168.1.2/")}, inside("http://192.168.1.1/")) == FetchTrouble::none);
}

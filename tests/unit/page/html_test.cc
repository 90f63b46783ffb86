// SPDX-License-Identifier: Apache-2.0
#include "page/html.h"

#include <doctest/doctest.h>

#include <array>
#include <random>

#include "base/utf8.h"
#include "page/family_text.h"

using namespace darban;
using namespace darban::page;

namespace {

std::string escaped(std::string_view text) {
  std::string html;
  append_escaped(html, text);
  return html;
}

// What a browser reads of it: the five references undone.
std::string read_back(std::string html) {
  for (const auto& [reference, character] : std::array<std::pair<std::string_view, char>, 5>{
           {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}}}) {
    for (std::size_t at = 0; (at = html.find(reference, at)) != std::string::npos; ++at)
      html.replace(at, reference.size(), 1, character);
  }
  return html;
}

void check_harmless(const std::string& html) {
  CHECK(html.find_first_of("<>\"'") == std::string::npos);
  CHECK(is_clean_text(html));
  for (std::size_t at = 0; (at = html.find('&', at)) != std::string::npos; ++at) {
    const std::string_view rest = std::string_view(html).substr(at);
    CHECK((rest.starts_with("&lt;") || rest.starts_with("&gt;") || rest.starts_with("&quot;") || rest.starts_with("&#39;") ||
           rest.starts_with("&amp;")));
  }
}

}  // namespace

TEST_CASE("every octet, alone and between letters, becomes text that can not end an attribute or begin an element") {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string text(1, static_cast<char>(octet));
    check_harmless(escaped(text));
    check_harmless(escaped("a" + text + "b"));
    for (int second = 0; second < 256; ++second) check_harmless(escaped(text + static_cast<char>(second)));
  }
}

TEST_CASE("any octets become harmless text, and clean text is read back as it was") {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto size = random() % 40; size > 0; --size)
      text += static_cast<char>(random() % 3 == 0 ? "<>&\"'/;#"[random() % 8] : random());
    check_harmless(escaped(text));
  }
  for (const char* text : {"", "plain", "a < b & \"c\" > 'd'", "&amp;lt;", "\u0627\u0631\u062f\u0648", "emoji \xf0\x9f\x9a\xaa"})
    CHECK(read_back(escaped(text)) == text);
}

TEST_CASE("control characters and broken UTF-8 are shown as replaced, line feeds stay") {
  CHECK(escaped("a\nb\tc") == "a\nb\tc");
  CHECK(escaped(std::string("\0\x1b\x7f", 3)) == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  CHECK(escaped("\xff\xc0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_CASE("elements close where their scope ends, attributes are quoted and escaped") {
  Html html;
  {
    const auto main = html.in("main", {{"id", Text("main")}, {"title", family_text("\"><script>")}});
    html.element("p", {}, family_text("<b>Ali</b> & 'Sara'"));
    html.alone("input", {{"value", 7}, Attribute("required")});
  }
  CHECK(html.take().view() ==
        "<main id=\"main\" title=\"&quot;&gt;&lt;script&gt;\"><p>&lt;b&gt;Ali&lt;/b&gt; &amp; &#39;Sara&#39;</p>\n"
        "<input value=\"7\" required></main>\n");
}

TEST_CASE("what is isolated stands in bdi") {
  CHECK(isolated(family_text("\u0639\u0644\u06cc")).view() == "<bdi>\u0639\u0644\u06cc</bdi>");
}

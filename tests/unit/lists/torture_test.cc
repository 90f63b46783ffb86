// SPDX-License-Identifier: Apache-2.0
// The torture table: one case a row, its number first. Rows 53 (a list that shrank) and 56 (millions of names) belong to the
// update guards and to the compiler. E exact, S subtree, B below.
#include <doctest/doctest.h>

#include <string>

#include "tests/support/literals.h"
#include "tests/unit/lists/recording_sink.h"

using namespace darban;

namespace {
const ParseOptions kTld{.tld = true};
std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}
// A name of exactly `length` octets in labels of 49 and a last one that fits.
std::string name_of_length(std::size_t length) {
  std::string name;
  while (name.size() + 50 < length) name += std::string(49, 'a') + ".";
  return name + std::string(length - name.size(), 'b');
}
}  // namespace

TEST_CASE("row 1: a byte order mark is dropped at the first octet and nowhere else") {
  CHECK(said_by("hosts",
                "\xEF\xBB\xBF"
                "0.0.0.0 bom.example") == Said{"E bom.example"});
  CHECK(refuses("hosts",
                "0.0.0.0 \xEF\xBB\xBF"
                "bom.example",
                Errc::bad_idn));
}

TEST_CASE("row 2: a carriage return at the end of a line is no part of it") {
  CHECK(said_by("hosts", "0.0.0.0 crlf.example\r\n0.0.0.0 b.example\r") == Said{"E crlf.example", "E b.example"});
}

TEST_CASE("row 3: tabs separate and a comment may follow") {
  CHECK(said_by("hosts", "0.0.0.0\ttab.example\t# why") == Said{"E tab.example"});
}

TEST_CASE("row 4: a hosts line may hold several names") {
  CHECK(said_by("hosts", "0.0.0.0 a.example b.example c.example # x") == Said{"E a.example", "E b.example", "E c.example"});
}

TEST_CASE("row 5: upper case is folded and the last dot dropped") {
  CHECK(said_by("hosts", "0.0.0.0 UPPER.Example.") == Said{"E upper.example"});
}

TEST_CASE("row 6: names of the machine itself are ignored, whatever their address") {
  for (const char* line : {"127.0.0.1 localhost", "::1 ip6-localhost", "255.255.255.255 broadcasthost", "fe80::1%lo0 localhost",
                           "ff02::1 ip6-allnodes"}) {
    CHECK(ignores("hosts", line, Ignored::local_name));
  }
}

TEST_CASE("row 7: an address is not a name") {
  CHECK(ignores("hosts", "0.0.0.0 0.0.0.0", Ignored::address));
  CHECK(ignores("hosts", "0.0.0.0 1.2.3.4", Ignored::address));
}

TEST_CASE("row 8: a line that points to a real machine is neither a block nor a rewrite") {
  CHECK(ignores("hosts", "192.168.1.7 printer.example", Ignored::not_a_sinkhole));
}

TEST_CASE("row 9: IPv6 addresses that lead nowhere count, a bare 0 is no address") {
  CHECK(said_by("hosts", ":: six.example\n::1 six1.example") == Said{"E six.example", "E six1.example"});
  CHECK(refuses("hosts", "0 zero.example", Errc::bad_address));
}

TEST_CASE("row 10: a single label beside a good name is ignored alone") {
  const auto sink = read_list("hosts", "0.0.0.0 good.example en");
  CHECK(sink.said == Said{"E good.example"});
  CHECK(sink.count(Ignored::single_label) == 1);
}

TEST_CASE("row 11: an address without a name is an error and reading goes on") {
  const auto sink = read_list("hosts", "0.0.0.0\n0.0.0.0 next.example");
  CHECK(sink.refusals == std::vector{Errc::empty});
  CHECK(sink.said == Said{"E next.example"});
}

TEST_CASE("row 12: blanks and comments around a plain name are cut off, free text is too, with a warning") {
  const auto sink =
      read_list("domains", "plain.example\n  plain2.example  \nplain3.example    #Tool: x\nplain4.example   free text");
  CHECK(sink.said == Said{"S plain.example", "S plain2.example", "S plain3.example", "S plain4.example"});
  CHECK(sink.warnings == 1);
}

TEST_CASE("row 13: a leading dot means the name and all below") {
  CHECK(said_by("domains", ".leading.example") == Said{"S leading.example"});
}

TEST_CASE("row 14: a star means all below, and the name itself unless the options say otherwise") {
  for (const char* format : {"domains", "wildcard"}) {
    CHECK(said_by(format, "*.wild.example") == Said{"S wild.example"});
    CHECK(said_by(format, "*.wild.example", {.wildcard_is_below = true}) == Said{"B wild.example"});
  }
}

TEST_CASE("row 15: what would close everything is too wide, and a top-level domain needs consent") {
  for (const char* line : {"*", "*.", ".", "*.*", "*.com"}) CHECK(ignores("domains", line, Ignored::too_wide));
  CHECK(said_by("domains", "*.com", kTld) == Said{"S com"});
  for (const char* line : {"*", "*.", ".", "*.*"}) CHECK(said_by("domains", line, kTld).empty());
}

TEST_CASE("row 16: underscores and hyphens in odd places are names") {
  CHECK(said_by("domains", "under_score.example\na--b.example\nr3---sn-x.example") ==
        Said{"S under_score.example", "S a--b.example", "S r3---sn-x.example"});
}

TEST_CASE("row 17: a hyphen at the edge of a label is taken with a warning") {
  const auto sink = read_list("domains", "-bad.example\nbad-.example\nfine-name.example");
  CHECK(sink.said == Said{"S -bad.example", "S bad-.example", "S fine-name.example"});
  CHECK(sink.warnings == 2);
}

TEST_CASE("row 18: U-labels become A-labels, and sharp s stays a letter of its own") {
  CHECK(said_by("domains", "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444\nb\u00fccher.example\nfa\u00df.example") ==
        Said{"S xn--e1afmkfd.xn--p1ai", "S xn--bcher-kva.example", "S xn--fa-hia.example"});
}

TEST_CASE("row 19: code points that deceive the eye are refused, a letter of another alphabet makes another name") {
  CHECK(refuses("domains", "cg\u2011dialup.net", Errc::bad_idn));
  CHECK(refuses("domains", "exa\u200Bmple.com", Errc::bad_idn));
  CHECK(said_by("domains", "ex\u0430mple.com") == Said{"S xn--exmple-4nf.com"});
}

TEST_CASE("row 20: an A-label that decodes to nothing is kept as its octets") {
  CHECK(said_by("domains", "xn--0.example\nxn--zzzzzzzz99999.example") == Said{"S xn--0.example", "S xn--zzzzzzzz99999.example"});
}

TEST_CASE("row 21: a label has at most 63 octets") {
  CHECK(said_by("domains", std::string(63, 'a') + ".example").size() == 1);
  CHECK(refuses("domains", std::string(64, 'a') + ".example", Errc::label_too_long));
}

TEST_CASE("row 22: a name has at most 253 octets as text and 127 labels") {
  CHECK(said_by("domains", name_of_length(253)).size() == 1);
  CHECK(said_by("domains", name_of_length(253) + ".").size() == 1);
  CHECK(refuses("domains", name_of_length(254), Errc::name_too_long));
  CHECK(refuses("domains", name_of_length(255), Errc::name_too_long));
  CHECK(said_by("domains", repeat("a.", 126) + "a").size() == 1);
  CHECK(refuses("domains", repeat("a.", 127) + "a", Errc::name_too_long));
}

TEST_CASE("row 23: empty labels are refused") {
  CHECK(refuses("domains", "a..b.example", Errc::empty_label));
  CHECK(refuses("domains", "example..", Errc::empty_label));
  CHECK(read_list("domains", "   \nx.example").count(Ignored::comment) == 1);
}

TEST_CASE("row 24: a URL is never cut down to its host") {
  for (const char* line : {"http://u.example/p", "u.example/p", "u.example:8080"}) {
    CHECK(ignores("domains", line, Ignored::path_or_port));
    CHECK(ignores("adblock", line, Ignored::path_or_port));
  }
}

TEST_CASE("row 25: addresses and prefixes are counted and left out") {
  for (const char* line : {"1.2.3.4", "[2001:db8::1]", "2001:db8::/32", "1.2.3.0/24"})
    CHECK(ignores("domains", line, Ignored::address));
}

TEST_CASE("row 26: adblock anchors say how much a rule covers") {
  const auto sink = read_list("adblock", "||a.example^\n||b.example\n|c.example^\nd.example");
  CHECK(sink.said == Said{"S a.example", "S b.example", "E c.example", "E d.example"});
  CHECK(sink.warnings == 1);
}

TEST_CASE("row 27: a star for the first labels is below, a star inside is a pattern") {
  CHECK(said_by("adblock", "||*.b.example^") == Said{"B b.example"});
  CHECK(ignores("adblock", "||b*.example^", Ignored::pattern));
  CHECK(ignores("adblock", "||ads*^", Ignored::pattern));
}

TEST_CASE("row 28: a whole top-level domain needs a list that is about them") {
  for (const char* line : {"||zip^", "||xn--p1ai^"}) CHECK(ignores("adblock", line, Ignored::too_wide));
  CHECK(said_by("adblock", "||zip^\n||xn--p1ai^", kTld) == Said{"S zip", "S xn--p1ai"});
}

TEST_CASE("row 29: exceptions open what the same anchors would close") {
  CHECK(said_by("adblock", "@@||ok.a.example^\n@@||ok2.a.example^|\n@@|ok3.a.example^") ==
        Said{"S allow ok.a.example", "S allow ok2.a.example", "E allow ok3.a.example"});
}

TEST_CASE("row 30: an important block is said to be one") {
  CHECK(said_by("adblock", "||imp.example^$important\n@@||imp.example^") ==
        Said{"S important imp.example", "S allow imp.example"});
}

TEST_CASE("row 31: an important exception is said to be one") {
  CHECK(said_by("adblock", "@@||imp2.example^$important\n||imp2.example^$important") ==
        Said{"S important allow imp2.example", "S important imp2.example"});
}

TEST_CASE("row 32: a rule with a modifier only a browser knows is ignored whole") {
  for (const char* line : {"||x.example^$third-party", "||x.example^$doc", "||x.example^$script,domain=y.example",
                           "||x.example^$unknownmod", "||x.example^$important,third-party", "$script,domain=x.example"}) {
    CHECK(ignores("adblock", line, Ignored::browser_rule));
  }
}

TEST_CASE("row 33: denyallow leaves holes in the rule it stands in") {
  CHECK(said_by("adblock", "||x.example^$denyallow=a.x.example|b.x.example") ==
        Said{"S x.example", "S hole a.x.example", "S hole b.x.example"});
}

TEST_CASE("row 34: badfilter takes the identical rule back, other AdGuard modifiers are counted as unsupported") {
  CHECK(said_by("adblock", "||x.example^$badfilter") == Said{"cancel S x.example"});
  CHECK(said_by("adblock", "@@||x.example^$important,badfilter") == Said{"cancel S important allow x.example"});
  for (const char* line : {"||x.example^$dnstype=AAAA", "||x.example^$client='Laptop'", "||x.example^$dnsrewrite=NXDOMAIN;;",
                           "||x.example^$ctag=user_child", "||x.example^$time=mon-fri:22.00-07.00"}) {
    CHECK(ignores("adblock", line, Ignored::unsupported));
  }
}

TEST_CASE("row 35: rules about the inside of a page are ignored") {
  for (const char* line : {"example.com##.ad", "##.ad", "#@#.ad", "example.com#%#//scriptlet('x')", "example.com$$script[x]",
                           "example.com ##.ad", "example.com#?#.ad", "example.com#$#body { color: red }", "#@%#x"}) {
    CHECK(ignores("adblock", line, Ignored::cosmetic));
  }
}

TEST_CASE("row 36: every way to write a comment is one") {
  for (const char* line :
       {"# comment", "#comment", "## comment", "##########", "! c", "!#if x", "; c", "// c", "[Adblock Plus 2.0]", ""}) {
    CHECK(read_list("adblock", std::string(line) + "\n||x.example^").count(Ignored::comment) == 1);
    CHECK(said_by("adblock", std::string(line) + "\n||x.example^") == Said{"S x.example"});
    CHECK(read_list("domains", std::string(line) + "\nx.example").count(Ignored::comment) == 1);
  }
}

TEST_CASE("row 37: a regular expression is a suffix in other words, or it is ignored") {
  for (const char* line : {"/^ads[0-9]+\\./", "/(a+)+$/", "/(?=x)y/"}) CHECK(ignores("adblock", line, Ignored::regex));
  CHECK(ignores("adblock", "/unclosed", Ignored::pattern));
}

TEST_CASE("row 38: a blank before the caret is forgiven with a warning") {
  const auto sink = read_list("adblock", "||slack-files.example ^");
  CHECK(sink.said == Said{"S slack-files.example"});
  CHECK(sink.warnings == 1);
}

TEST_CASE("row 39: patterns that are not one whole host are ignored") {
  CHECK(ignores("adblock", "||a.example/path^", Ignored::path_or_port));
  for (const char* line : {"||t.delfi.", "/js/ad.js", "&AdType=", "||x^y^"}) CHECK(ignores("adblock", line, Ignored::pattern));
}

TEST_CASE("row 40: dnsmasq closes subtrees in several spellings") {
  for (const char* line :
       {"local=/d.example/", "server=/d.example/", "address=/d.example/", "address=/d.example/0.0.0.0", "address=/d.example/#"}) {
    CHECK(said_by("dnsmasq", line) == Said{"S d.example"});
  }
  CHECK(said_by("dnsmasq", "address=/d1.example/d2.example/::") == Said{"S d1.example", "S d2.example"});
}

TEST_CASE("row 41: dnsmasq lines that answer or configure are never obeyed") {
  for (const char* line :
       {"server=/d.example/8.8.8.8", "address=/d.example/10.0.0.5", "bogus-nxdomain=1.2.3.4", "server=8.8.8.8"}) {
    CHECK(ignores("dnsmasq", line, Ignored::not_a_block));
  }
  CHECK(ignores("dnsmasq", "conf-file=/etc/x", Ignored::include));
}

TEST_CASE("row 42: unbound zones close subtrees, a redirect needs its data") {
  for (const char* type : {"always_nxdomain", "static", "refuse", "always_null", "deny"}) {
    CHECK(said_by("unbound", "local-zone: \"u.example.\" " + std::string(type)) == Said{"S u.example"});
  }
  CHECK(ignores("unbound", "local-zone: \"u.example.\" redirect", Ignored::unsupported));
  CHECK(said_by("unbound", "local-zone: \"u.example.\" redirect\nlocal-data: \"u.example. A 0.0.0.0\"") == Said{"S u.example"});
  CHECK(ignores("unbound", "local-zone: \"u.example.\" transparent", Ignored::not_a_block));
  CHECK(said_by("unbound", "local-zone: u2.example deny") == Said{"S u2.example"});
}

TEST_CASE("row 43: unbound sections are no entries and includes are never obeyed") {
  CHECK(ignores("unbound", "server:", Ignored::comment));
  CHECK(ignores("unbound", "include: \"/etc/x\"", Ignored::include));
}

TEST_CASE("row 44: RPZ actions") {
  CHECK(said_by("rpz", "r.example CNAME .") == Said{"E r.example"});
  CHECK(said_by("rpz", "*.r.example CNAME .") == Said{"B r.example"});
  CHECK(said_by("rpz", "r2.example CNAME *.") == Said{"E r2.example"});
  CHECK(said_by("rpz", "r3.example CNAME rpz-passthru.") == Said{"E allow r3.example"});
  CHECK(said_by("rpz", "r4.example CNAME rpz-drop.") == Said{"E r4.example"});
  CHECK(ignores("rpz", "r5.example A 10.0.0.1", Ignored::unsupported));
  CHECK(said_by("rpz", "r6.example 300 IN CNAME .") == Said{"E r6.example"});
}

TEST_CASE("row 45: RPZ names lose the zone's own name, and $INCLUDE is refused") {
  const auto sink =
      read_list("rpz",
                "$TTL 1h\n$ORIGIN rpz.zone.\n@ SOA localhost. root.localhost. (\n 1 ; serial\n 2 3\n 4 5 )\n  NS localhost.\n"
                "a.example CNAME .\nb.example.rpz.zone. CNAME .\n$INCLUDE x\n$ORIGIN example.rpz.zone.\nc CNAME .\n");
  CHECK(sink.said == Said{"E a.example", "E b.example", "E c.example"});
  CHECK(sink.count(Ignored::include) == 1);
  CHECK(sink.refusals.empty());
}

TEST_CASE("row 46: RPZ address triggers are counted, malformed ones refused, look-alikes are names") {
  CHECK(ignores("rpz", "32.4.3.2.1.rpz-ip CNAME .", Ignored::unsupported));
  CHECK(refuses("rpz", "1.0.218.230.rpz-ip CNAME .", Errc::bad_address));
  CHECK(said_by("rpz", "*.rpz-x.example CNAME .") == Said{"B rpz-x.example"});
}

TEST_CASE("row 47: v2fly entries") {
  CHECK(said_by("v2fly", "full:f.example") == Said{"E f.example"});
  CHECK(said_by("v2fly", "domain:g.example") == Said{"S g.example"});
  CHECK(said_by("v2fly", "h.example @ads @cn") == Said{"S h.example"});
  CHECK(ignores("v2fly", "h.example @cn @ads", Ignored::not_a_block, {.leave_out_ads = true}));
  CHECK(ignores("v2fly", "include:other @-cn", Ignored::include));
  CHECK(ignores("v2fly", "keyword:sex", Ignored::pattern));
  CHECK(said_by("v2fly", "regexp:^a\\.b$") == Said{"E a.b"});
  CHECK(ignores("v2fly", "regexp:^a[0-9]+\\.b$", Ignored::regex));
  CHECK(said_by("v2fly", "tiktok") == Said{"S tiktok"});
}

TEST_CASE("row 48: the Public Suffix List is read as what it is, and is no block list") {
  using namespace darban::literals;
  const std::string_view text =
      "// ===BEGIN ICANN DOMAINS===\n*.ck\n!www.ck\n\u516c\u53f8.cn\n// ===BEGIN PRIVATE DOMAINS===\ngithub.io // why\n";
  const auto suffixes = *PublicSuffixes::from_text(text);
  CHECK(suffixes.has("any.ck"_name));
  CHECK_FALSE(suffixes.has("www.ck"_name));
  CHECK(suffixes.has("xn--55qx5d.cn"_name));
  CHECK_FALSE(suffixes.has(*Name::from_text("xn--85x722f.xn--55qx5d.cn")));
  CHECK(suffixes.has("github.io"_name));
  CHECK(detect_format(text).error().code == Errc::not_a_list);
}

TEST_CASE("row 49: the same name in other letters is the same entry") {
  const auto sink = read_list("domains", "same.example\nSAME.example\nsame.Example.");
  CHECK(sink.said == Said{"S same.example", "S same.example", "S same.example"});
}

TEST_CASE("row 50: nothing that lies between a block and its exception is lost in reading") {
  CHECK(said_by("adblock", "||p.example^\n||x.y.p.example^\n@@||y.p.example^") ==
        Said{"S p.example", "S x.y.p.example", "S allow y.p.example"});
}

TEST_CASE("row 51: a public suffix is closed exactly and never with all below, unless the list is about them") {
  const auto sink = read_list("domains", "co.uk\ngithub.io\nblogspot.com\nown.github.io");
  CHECK(sink.said == Said{"E co.uk", "E github.io", "E blogspot.com", "S own.github.io"});
  CHECK(sink.warnings == 3);
  CHECK(said_by("adblock", "||co.uk^\n@@||github.io^") == Said{"E co.uk", "E allow github.io"});
  CHECK(ignores("adblock", "||*.co.uk^", Ignored::too_wide));
  CHECK(said_by("adblock", "||co.uk^", kTld) == Said{"S co.uk"});
}

TEST_CASE("row 52: what is not a list is refused whole, whatever syntax was expected") {
  const std::string huge(1 << 20, 'a');
  const std::string joined = "x" + repeat(".example|x", 70000);
  const std::string gzip = std::string("\x1f\x8b\x08\x00", 4) + "whatever";
  for (const std::string_view text :
       {std::string_view(huge), std::string_view(joined), std::string_view(""), std::string_view("# only\n! comments\n\n"),
        std::string_view(gzip), std::string_view("<!DOCTYPE html>\n<html><body>a.example</body></html>"),
        std::string_view("{\"message\":\"API rate limit\"}"), std::string_view("[{\"a\":1}]"),
        std::string_view("Rate limit exceeded"), std::string_view("404: Not Found")}) {
    CHECK(detect_format(text).error().code == Errc::not_a_list);
    for (const ListFormat& format : list_formats()) {
      const auto sink = read_list(format.key.view(), text);
      CAPTURE(format.key.view());
      CAPTURE(text.substr(0, 20));
      CHECK(sink.said.empty());
      CHECK((sink.outcome ? Errc::ok : sink.outcome.error().code) == Errc::not_a_list);
    }
  }
}

TEST_CASE("row 54: a line that is not text is refused and the rest is read") {
  using namespace std::string_view_literals;
  for (const std::string_view bad : {"a\0b.example"sv, "a.example \0"sv, "\x80.example"sv, "\xff\xfe.example"sv,
                                     "\xc0\xae.example"sv, "\xed\xa0\x80.example"sv, "a.example\u2028b.example"sv}) {
    const auto sink = read_list("domains", "one.example\n" + std::string(bad) + "\ntwo.example");
    CHECK(sink.said == Said{"S one.example", "S two.example"});
    CHECK(sink.refusals.size() == 1);
    CHECK(sink.last_line == 3);
  }
}

TEST_CASE("row 55: the last line needs no newline") {
  CHECK(said_by("domains", "one.example\ntwo.example") == Said{"S one.example", "S two.example"});
}

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <set>

#include "config/fields.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

Settings settings_of(const std::string& text, const std::string& file_name = "f.yaml") {
  const auto settings = parse_settings(text, file_name);
  REQUIRE_MESSAGE(settings.has_value(), said(settings));
  return *settings;
}

bool listens_on(const Settings& settings, const char* address, std::uint16_t port) {
  for (const auto& endpoint : settings.listen) {
    if (endpoint.address == *IpAddress::from_text(address) && endpoint.port == port) return true;
  }
  return false;
}

bool may_ask(const Settings& settings, const char* address) {
  for (const auto& prefix : settings.allow_from) {
    if (prefix.contains(*IpAddress::from_text(address))) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("an empty settings file is all defaults: loopback port 53, private networks may ask") {
  const auto settings = settings_of("");
  CHECK(print_settings(settings) == print_settings(default_settings()));
  CHECK(listens_on(settings, "127.0.0.1", 53));
  CHECK(listens_on(settings, "::1", 53));
  for (const char* ours : {"127.0.0.1", "::1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "fd12::1", "169.254.3.4", "fe80::5"})
    CHECK(may_ask(settings, ours));
  for (const char* theirs : {"192.0.2.1", "172.32.0.1", "2001:db8::1", "100.64.0.1"}) CHECK_FALSE(may_ask(settings, theirs));
}

TEST_CASE("lease files: the default ones are marked as such, none are, and what is no path is refused") {
  CHECK(settings_of("").leases.size() == 8);
  CHECK(settings_of("").leases.front().well_known);
  CHECK(settings_of("leases: []\n").leases.empty());
  CHECK_FALSE(settings_of("leases: [/var/lib/misc/dnsmasq.leases]\n").leases.front().well_known);
  CHECK(settings_of("leases: [\"/srv/a:b\"]\n").leases.front() == LeaseFile{"/srv/a:b", "", false});
  CHECK(contains(settings_said("leases: [\"dhcpcd:/a\"]\n"), "f.yaml:1:10: 'dhcpcd:/a' is no lease file"));
  CHECK(contains(settings_said("leases: [\"kea:\"]\n"), "is no lease file"));
  CHECK(contains(settings_said("leases: [/a, /a]\n"), "f.yaml:1:14: '/a' is written twice"));
}

TEST_CASE("the page is off by default; where it is wrongly written, what would be right is said") {
  CHECK(settings_of("").web_listen.empty());
  CHECK(settings_of("web: {listen: [\"https://[fd00::2]\"], certificate: /c, key: /k}\n").web_listen[0].endpoint.port == 443);
  CHECK(settings_of("web: {listen: [\"unix:web.sock\"]}\n", "/etc/darban/darban.yaml").web_listen[0].path ==
        "/etc/darban/web.sock");
  CHECK(contains(settings_said("web: {listen: [darban.home]}\n"), "f.yaml:1:16: 'darban.home' is not an address to use here"));
  CHECK(contains(settings_said("web: {listen: [192.0.2.1, \"http://192.0.2.1:80\"]}\n"), "is written twice"));
  CHECK(contains(settings_said("web: {names: [Box.example]}\n"), "has capital letters"));
}

TEST_CASE("HTTPS without a certificate, and a certificate without its key, are refused") {
  const std::string listen = "web: {listen: [\"https://192.0.2.1\"]";
  CHECK(contains(settings_said(listen + "}\n"),
                 "f.yaml:1:1: 'web.listen' has an https:// address; it needs 'web.certificate' and 'web.key'"));
  CHECK(contains(settings_said(listen + ", certificate: /c}\n"), "'web.certificate' and 'web.key' belong together"));
  CHECK(settings_of(listen + ", certificate: /c, key: /k}\n").web_key == "/k");
}

TEST_CASE("metrics are off by default, belong to a page, and to a loopback address where this machine reads them") {
  CHECK(settings_of("web: {listen: [192.0.2.1]}\n").web_metrics == MetricsAccess::off);
  CHECK(settings_of("web: {listen: [192.0.2.1], metrics: token}\n").web_metrics == MetricsAccess::token);
  for (const char* listen : {"127.0.0.1", "\"[::1]\"", "0.0.0.0", "inherited", "192.0.2.1, \"127.0.0.2:8053\""}) {
    const std::string web = std::string("web: {listen: [") + listen + "], metrics: this-machine}\n";
    CHECK_MESSAGE(settings_of(web).web_metrics == MetricsAccess::this_machine, web);
  }
  CHECK(contains(settings_said("web: {metrics: token}\n"), "write where it is: 'web.listen'"));
  for (const char* listen : {"192.0.2.1", "\"unix:/run/web.sock\""}) {
    const std::string web = std::string("web: {listen: [") + listen + "], metrics: this-machine}\n";
    CHECK_MESSAGE(contains(settings_said(web), "add one to 'web.listen', such as 127.0.0.1:8053"), web);
  }
  CHECK(contains(settings_said("web: {listen: [192.0.2.1], metrics: yes}\n"), "off, this-machine, token"));
}

TEST_CASE("every setting is read") {
  const auto settings = settings_of(R"(
listen: [127.0.0.1:5353, "[::1]:5353"]
allow-from: [192.168.1.0/24]
trusted-forwarders: [192.168.1.1, "fd00::1"]
leases: [/a/dnsmasq.leases, "kea:leases.csv"]
household: /a/household.yaml
image: /a/lists.image
state: /a/state.db
private-answers-for: [plex.direct, lan.example]
upstreams:
  servers: [192.0.2.1, "[2001:db8::1]:5300"]
  resolv-conf: /a/resolv.conf
  strategy: ordered
  timeout: 2s
  tries: 3
  ports: 8
  randomise-case: no
cache: {size: 1 MiB, longest: 2h, negative-longest: 10min, serve-stale: 1d}
limits: {workers: 4, in-flight: 100, tcp-clients: 10, tcp-clients-per-address: 2, tcp-idle: 30s, tcp-pipeline: 7}
web: {listen: [192.168.1.2, "https://192.168.1.2:8443", "unix:/a/web.sock", inherited], names: [box.example], certificate: /a/c.pem, key: /a/k.pem, metrics: token}
gateway: {socket: /a/gateway.sock, interfaces: [br-lan, eth0.20], exceptions: [203.0.113.0/24], answered-for: 1h}
clock: {wait-for-sync: false}
process: {user: darban, control-socket: /a/control.sock}
log: {level: debug, sink: journal}
)");
  CHECK(settings.listen.size() == 2);
  CHECK(listens_on(settings, "::1", 5353));
  CHECK(settings.allow_from.size() == 1);
  CHECK(settings.allow_from_written == std::vector<std::string>{"192.168.1.0/24"});
  CHECK(settings.trusted_forwarders.size() == 2);
  CHECK(settings.trusted_forwarders_written == std::vector<std::string>{"192.168.1.1", "fd00::1"});
  REQUIRE(settings.leases.size() == 2);
  CHECK(settings.leases[0] == LeaseFile{"/a/dnsmasq.leases", "", false});
  CHECK(settings.leases[1].format == "kea");
  CHECK(settings.leases[1].path.ends_with("leases.csv"));
  CHECK(settings.household == "/a/household.yaml");
  CHECK(settings.image == "/a/lists.image");
  CHECK(settings.state == "/a/state.db");
  CHECK(settings.private_answers_for == std::vector<std::string>{"plex.direct", "lan.example"});
  REQUIRE(settings.upstreams.size() == 2);
  CHECK(settings.upstreams[0].port == 53);
  CHECK(settings.upstreams[1].port == 5300);
  CHECK(settings.resolv_conf == "/a/resolv.conf");
  CHECK(settings.upstream_timeout == Milliseconds(2000));
  CHECK(settings.upstream_tries == 3);
  CHECK(settings.upstream_ports == 8);
  CHECK_FALSE(settings.randomise_case);
  CHECK(settings.cache_octets == 1u << 20);
  CHECK(settings.cache_longest == Seconds(7200));
  CHECK(settings.cache_negative_longest == Seconds(600));
  CHECK(settings.serve_stale == Seconds(86400));
  CHECK(settings.workers == 4);
  CHECK(settings.in_flight == 100);
  CHECK(settings.tcp_clients == 10);
  CHECK(settings.tcp_clients_per_address == 2);
  CHECK(settings.tcp_idle == Seconds(30));
  CHECK(settings.tcp_pipeline == 7);
  REQUIRE(settings.web_listen.size() == 4);
  CHECK(settings.web_listen[0].kind == WebListen::Kind::http);
  CHECK(settings.web_listen[0].endpoint.port == 80);
  CHECK(settings.web_listen[1].kind == WebListen::Kind::https);
  CHECK(settings.web_listen[1].endpoint.port == 8443);
  CHECK(settings.web_listen[2].path == "/a/web.sock");
  CHECK(settings.web_listen[3].kind == WebListen::Kind::inherited);
  CHECK(settings.web_names == std::vector<std::string>{"box.example"});
  CHECK(settings.web_certificate == "/a/c.pem");
  CHECK(settings.web_key == "/a/k.pem");
  CHECK(settings.web_metrics == MetricsAccess::token);
  CHECK(settings.gateway_socket == "/a/gateway.sock");
  CHECK(settings.gateway_interfaces == std::vector<std::string>{"br-lan", "eth0.20"});
  CHECK(settings.gateway_exceptions.size() == 1);
  CHECK(settings.gateway_answered_for == Seconds(3600));
  CHECK_FALSE(settings.wait_for_sync);
  CHECK(settings.user == "darban");
  CHECK(settings.control_socket == "/a/control.sock");
  CHECK(settings.log_level == log::Level::debug);
  CHECK(settings.log_sink == log::Sink::journal);
}

TEST_CASE("printed settings read back as the same settings") {
  const auto odd = settings_of(
      "household: \"/a b/it's: \\\"x\\\" \\\\ #1.yaml\"\nprivate-answers-for: [\"true\", x.example]\nprocess: {user: \"off\"}\n"
      "upstreams: {servers: [\"[::1]:5300\"], timeout: 1001ms}\ncache: {size: 65537B, serve-stale: 90s}\n");
  for (const auto& settings : {odd, default_settings()}) {
    const auto printed = print_settings(settings);
    CHECK(print_settings(settings_of(printed)) == printed);
  }
  CHECK(settings_of(print_settings(odd)).household == odd.household);
}

TEST_CASE("a relative path starts at the folder of the settings file, an absolute one stays") {
  CHECK(settings_of("image: lists.image\n", "config/dev/darban.yaml").image == "config/dev/lists.image");
  CHECK(settings_of("image: ../../build/run/lists.image\n", "config/dev/darban.yaml").image == "build/run/lists.image");
  CHECK(settings_of("image: ../lists.image\n", "/etc/darban/darban.yaml").image == "/etc/lists.image");
  CHECK(settings_of("image: lists.image\n", "darban.yaml").image == "lists.image");
  CHECK(settings_of("image: /x/lists.image\n", "config/dev/darban.yaml").image == "/x/lists.image");
  CHECK(settings_of("", "config/dev/darban.yaml").image == "/var/lib/darban/lists.image");
}

TEST_CASE("an unknown key is refused with the key that was meant") {
  CHECK(settings_said("upstrems: {}\n") == "f.yaml:1:1: unknown key 'upstrems' in the settings file: did you mean 'upstreams'?");
  CHECK(settings_said("log:\n  levle: info\n") == "f.yaml:2:3: unknown key 'levle' in 'log': did you mean 'level'?");
  CHECK(settings_said("log:\n  colour: red\n") == "f.yaml:2:3: unknown key 'colour' in 'log': the keys here are level, sink");
}

TEST_CASE("a value of the wrong kind is refused with the kind that belongs there") {
  CHECK(settings_said("log: info\n") == "f.yaml:1:6: 'log' needs keys with values (level, sink), not one value");
  CHECK(settings_said("image: [a]\n") == "f.yaml:1:8: a path belongs here, not a list; text with [ ] or { } needs quotes");
  CHECK(settings_said("image:\n") == "f.yaml:1:1: a path belongs here, not nothing");
  CHECK(settings_said("limits: {workers: two}\n") == "f.yaml:1:19: 'two' is not a number; write a whole number from 0 to 64");
  CHECK(settings_said("clock: {wait-for-sync: maybe}\n") == "f.yaml:1:24: 'maybe' is neither yes nor no; write true or false");
  CHECK(settings_said("log: {level: loud}\n") ==
        "f.yaml:1:14: 'loud' is not known here; write one of: debug, info, warn, error, off");
  CHECK(contains(settings_said("- image\n"), "f.yaml:1:1: the settings file needs keys with values"));
}

TEST_CASE("a value out of its range is refused with the range") {
  CHECK(settings_said("upstreams: {timeout: 99ms}\n") == "f.yaml:1:22: '99ms' is out of range; write 100ms to 10s");
  CHECK(settings_said("upstreams: {tries: 0}\n") == "f.yaml:1:20: '0' is out of range; write a whole number from 1 to 5");
  CHECK(contains(settings_said("cache: {size: 63KiB}\n"), "write 64KiB to 1GiB"));
  CHECK(contains(settings_said("limits: {tcp-idle: 1500ms}\n"), "finer than a second"));
}

TEST_CASE("an address list points at the one that is wrong") {
  CHECK(contains(settings_said("listen:\n  - 127.0.0.1\n  - localhost\n"), "f.yaml:3:5: 'localhost' is not an address"));
  CHECK(contains(settings_said("listen: 127.0.0.1, 127.0.0.x\n"), "f.yaml:1:20: '127.0.0.x' is not an address"));
  CHECK(settings_said("listen: [127.0.0.1, 127.0.0.1:53]\n") == "f.yaml:1:21: '127.0.0.1:53' is written twice");
  CHECK(contains(settings_said("listen: []\n"), "at least one address belongs here"));
  CHECK(contains(settings_said("allow-from: []\n"), "nobody could ask"));
  CHECK(contains(settings_said("trusted-forwarders: [192.168.1]\n"), "f.yaml:1:22: '192.168.1' is not an address"));
  CHECK(contains(settings_said("allow-from: [192.168.1.0/33]\n"), "f.yaml:1:14: '192.168.1.0/33' is not an address"));
  CHECK(settings_of("upstreams: {servers: []}\n").upstreams.empty());
}

TEST_CASE("the first thing wrong is reported, and nothing is taken from a wrong file") {
  const auto settings = parse_settings("image: /good\nlog: {level: loud}\n", "f.yaml");
  REQUIRE_FALSE(settings);
  CHECK(settings.error().file == "f.yaml");
  CHECK(settings.error().place.line == 2);
  CHECK(settings.error().place.column == 14);
}

TEST_CASE("the table of fields has one row a key, rows of a section together, a sentence for each") {
  std::set<std::string> keys;
  std::set<std::string> closed_sections;
  std::string open_section;
  for (const auto& field : settings_fields()) {
    const std::string key(field.key.view());
    const auto dot = key.find('.');
    const auto section = dot == std::string::npos ? std::string() : key.substr(0, dot);
    CHECK_MESSAGE(keys.insert(key).second, key);
    if (section != open_section) CHECK_MESSAGE(closed_sections.insert(open_section).second, key);
    CHECK_MESSAGE(closed_sections.count(section) == 0, key);
    open_section = section;
    CHECK_MESSAGE(field.help.view().ends_with('.'), key);
    CHECK(contains(settings_help(), key + "\n  " + std::string(field.help.view())));
  }
}

TEST_CASE("a publisher's folder is an address of http or https without a query, or none") {
  CHECK(settings_of("lists: {bundle-url: https://lists.example/family/}").bundle_url == "https://lists.example/family/");
  CHECK(settings_of("lists: {bundle-url: \"http://[::1]:8080/a\"}").bundle_url == "http://[::1]:8080/a");
  CHECK(settings_of("lists: {bundle-url: \"\"}").bundle_url.empty());
  for (const char* wrong : {"ftp://lists.example/", "lists.example/family", "https://", "https:///x",
                            "https://lists.example/?a=b", "https://lists.example/a b", "https://lists.example/#a"})
    CHECK(contains(said(parse_settings("lists: {bundle-url: \"" + std::string(wrong) + "\"}", "f.yaml")),
                   "is not the address of a folder"));
}

TEST_CASE("interfaces are names as the kernel has them, and gateway mode is off until it has a socket") {
  CHECK(settings_of("").gateway_socket.empty());
  CHECK(settings_of("gateway: {socket: \"\"}\n").gateway_socket.empty());
  CHECK(settings_of("gateway: {exceptions: []}\n").gateway_exceptions.empty());
  for (const char* wrong : {"\"eth*\"", "an-interface-too-long", "\"a b\"", "\"x;y\""})
    CHECK(contains(settings_said("gateway: {interfaces: [" + std::string(wrong) + "]}\n"), "is no name of a network interface"));
  CHECK(contains(settings_said("gateway: {answered-for: 1min}\n"), "out of range; write 10min to"));
}

// SPDX-License-Identifier: Apache-2.0
// One row per setting. The default stands in settings.h (or here, where it is a list of addresses).
#include "config/fields.h"

#include <array>

namespace darban {
namespace {

constexpr std::array<Text, 2> kListen{"127.0.0.1:53", "[::1]:53"};
constexpr std::array<Text, 8> kAllowFrom{"127.0.0.0/8",    "::1/128",  "10.0.0.0/8",     "172.16.0.0/12",
                                         "192.168.0.0/16", "fc00::/7", "169.254.0.0/16", "fe80::/10"};
// Debian's and OpenWrt's places of dnsmasq, odhcpd (two releases), Kea and ISC dhcpd.
constexpr std::array<Text, 8> kLeases{"/var/lib/misc/dnsmasq.leases",
                                      "/tmp/dhcp.leases",
                                      "/tmp/hosts/odhcpd",
                                      "/tmp/odhcpd.leases",
                                      "/var/lib/kea/kea-leases4.csv",
                                      "/var/lib/kea/kea-leases6.csv",
                                      "/var/lib/dhcp/dhcpd.leases",
                                      "/var/lib/dhcp/dhcpd6.leases"};
constexpr std::array kStrategies{UpstreamStrategy::ordered};
constexpr std::array kMetricsAccess{MetricsAccess::off, MetricsAccess::this_machine, MetricsAccess::token};
constexpr std::array kLevels{log::Level::debug, log::Level::info, log::Level::warn, log::Level::error, log::Level::off};
constexpr std::array kSinks{log::Sink::console, log::Sink::journal};

constexpr std::uint64_t kKibi = 1024;
constexpr Seconds kDay{86400};

const std::array kFields{
    Field{"listen", EndpointsField{&Settings::listen, kListen, false},
          "Addresses to answer on, UDP and TCP; the port is 53 where none is written."},
    Field{"allow-from", PrefixesField{&Settings::allow_from, &Settings::allow_from_written, kAllowFrom},
          "Networks that may ask; everybody else is refused."},
    Field{"trusted-forwarders", PrefixesField{&Settings::trusted_forwarders, &Settings::trusted_forwarders_written, {}},
          "Resolvers that ask for others and say for whom (dnsmasq: add-mac with strip-mac); what anybody else says is ignored."},
    Field{
        "leases", LeaseFilesField{&Settings::leases, kLeases},
        "Lease files of DHCP servers on this machine, which tell whose an address is; those that are not there are waited for."},
    Field{"household", PathField{&Settings::household}, "The file with the family's or school's rules."},
    Field{"image", PathField{&Settings::image}, "The compiled lists, as 'darban lists build' writes them."},
    Field{"state", PathField{&Settings::state},
          "Where darban keeps what must outlive a restart: pauses, bonus time, opened sites."},
    Field{"private-answers-for", NamesField{&Settings::private_answers_for},
          "Domains whose answers may hold private addresses; for all others such answers are dropped (DNS rebinding)."},

    Field{"lists.catalogue", PathField{&Settings::blocklists},
          "The folder of catalogue.yaml, categories.yaml, our own lists, safe-search.yaml and bypass.yaml."},
    Field{"lists.folder", PathField{&Settings::lists_folder}, "Where fetched lists and the last images are kept."},
    Field{"lists.update", FlagField{&Settings::update_lists}, "Fetch lists by the clock, each as often as the catalogue says."},
    Field{"lists.also", IdsField{&Settings::lists_also}, "Lists to use beside those the catalogue uses by default."},
    Field{"lists.without", IdsField{&Settings::lists_without}, "Lists not to use."},
    Field{"lists.bundle-url", UrlField{&Settings::bundle_url},
          "A publisher's folder of signed lists, asked every hour instead of the catalogue's sources; needs the publisher's keys "
          "in "
          "lists.keys."},

    Field{"upstreams.servers", EndpointsField{&Settings::upstreams, {}, true},
          "Resolvers to forward to, in order of preference; with none, those of the machine (resolv-conf)."},
    Field{"upstreams.resolv-conf", PathField{&Settings::resolv_conf},
          "Where the machine's own resolvers are written; ourselves are left out."},
    Field{"upstreams.strategy", ChoiceField<UpstreamStrategy>{&Settings::strategy, kStrategies},
          "Who is asked first: 'ordered' is the first healthy one."},
    Field{"upstreams.timeout", MillisecondsField{&Settings::upstream_timeout, Milliseconds(100), Milliseconds(10000)},
          "How long one try waits for an answer."},
    Field{"upstreams.tries", CountField{&Settings::upstream_tries, 1, 5}, "Tries in all before the asker hears SERVFAIL."},
    Field{"upstreams.ports", CountField{&Settings::upstream_ports, 1, 256},
          "Source ports a worker sends from; more are harder to guess and cost a socket each."},
    Field{"upstreams.randomise-case", FlagField{&Settings::randomise_case},
          "Write questions in random upper and lower case, so that forged answers are recognised (0x20)."},

    Field{"cache.size", SizeField{&Settings::cache_octets, 64 * kKibi, kKibi* kKibi* kKibi},
          "Memory for answers, for each worker."},
    Field{"cache.longest", SecondsField{&Settings::cache_longest, Seconds(1), 7 * kDay}, "No answer is kept longer than this."},
    Field{"cache.negative-longest", SecondsField{&Settings::cache_negative_longest, Seconds(0), kDay},
          "No 'there is no such name' is kept longer than this (RFC 2308)."},
    Field{"cache.serve-stale", SecondsField{&Settings::serve_stale, Seconds(0), 7 * kDay},
          "How long an answer may be given after its end when no upstream answers; 0 is never (RFC 8767)."},

    Field{"limits.workers", CountField{&Settings::workers, 0, 64}, "Threads that answer; 0 is one for each core, two at most."},
    Field{"limits.in-flight", CountField{&Settings::in_flight, 16, 65536}, "Questions a worker may have waiting for upstreams."},
    Field{"limits.tcp-clients", CountField{&Settings::tcp_clients, 1, 4096}, "TCP connections a worker holds."},
    Field{"limits.tcp-clients-per-address", CountField{&Settings::tcp_clients_per_address, 1, 4096},
          "TCP connections of one address that a worker holds."},
    Field{"limits.tcp-idle", SecondsField{&Settings::tcp_idle, Seconds(1), Seconds(120)},
          "A TCP connection that asks nothing for this long is closed (RFC 7766)."},
    Field{"limits.tcp-pipeline", CountField{&Settings::tcp_pipeline, 1, 1024},
          "Unanswered questions one TCP connection may have."},

    Field{"web.listen", WebListenField{&Settings::web_listen},
          "Where the page is: addresses (port 80), https:// before one for HTTPS (port 443), unix: before a path, or 'inherited' "
          "for the service manager's sockets; none is no page."},
    Field{"web.names", HostNamesField{&Settings::web_names},
          "Names under which the page may be opened, beside darban.home and addresses; others are refused (DNS rebinding)."},
    Field{"web.certificate", PathField{&Settings::web_certificate, true},
          "The certificate for HTTPS and those above it, in PEM form."},
    Field{"web.key", PathField{&Settings::web_key, true}, "The certificate's key, in PEM form."},
    Field{"web.metrics", ChoiceField<MetricsAccess>{&Settings::web_metrics, kMetricsAccess},
          "Who may read /metrics (Prometheus): nobody, whoever comes from a loopback address of this machine, or programs with an "
          "API token of the scope metrics:read."},

    Field{"gateway.socket", PathField{&Settings::gateway_socket, true},
          "Where darban-gateway listens, on a router that darban runs on; empty is no gateway mode."},
    Field{"gateway.interfaces", InterfacesField{&Settings::gateway_interfaces},
          "The router's interfaces on the household's side; what comes in there is held to the rules."},
    Field{"gateway.exceptions", PrefixesField{&Settings::gateway_exceptions, &Settings::gateway_exceptions_written, {}},
          "Networks outside that 'resolved-only' devices may reach although darban did not answer them."},
    Field{"gateway.answered-for", SecondsField{&Settings::gateway_answered_for, Seconds(600), kDay},
          "How long a 'resolved-only' device may begin to connect to an address that darban answered."},

    Field{"clock.wait-for-sync", FlagField{&Settings::wait_for_sync},
          "Time rules wait until the clock was set from the network; for machines whose clock starts wrong."},

    Field{"process.user", UserField{&Settings::user}, "Become this user once the ports are open; nothing stays who started it."},
    Field{"process.control-socket", PathField{&Settings::control_socket},
          "Where 'darban status', 'pause' and the like find the running daemon; whoever may open it may give and take."},

    Field{"log.level", ChoiceField<log::Level>{&Settings::log_level, kLevels},
          "How much is said about the program; nothing is ever said about who looked where."},
    Field{"log.sink", ChoiceField<log::Sink>{&Settings::log_sink, kSinks}, "'console' for people, 'journal' under systemd."},
};

}  // namespace

std::span<const Field> settings_fields() { return kFields; }

}  // namespace darban

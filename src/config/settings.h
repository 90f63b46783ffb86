// SPDX-License-Identifier: Apache-2.0
// The machine's settings as darban.yaml says them: plain values with their defaults, no behaviour. Every field has one row in
// fields.cc (key, type, default, range, help), which feeds loading, `darban check`, --print-config and the JSON Schema. Units are
// types. Written once at load; any thread may read. Settings{} leaves the lists empty: default_settings() (fields.h) fills them.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/net_address.h"

namespace darban {

// An address and a port to listen on or to send to, with the text the operator wrote (for messages to the operator).
struct Endpoint {
  IpAddress address;
  std::uint16_t port = 53;
  std::string written;
};

// A file in which a DHCP server keeps its leases.
struct LeaseFile {
  std::string path;
  std::string format;       // a key of leases/format.h; empty: recognised by the content
  bool well_known = false;  // a default: believed only if it is no ordinary user's
  friend bool operator==(const LeaseFile&, const LeaseFile&) = default;
};

// Where the page is answered.
struct WebListen {
  enum class Kind : std::uint8_t { http, https, local_socket, inherited };
  Kind kind = Kind::http;
  Endpoint endpoint;    // http, https
  std::string path;     // local_socket
  std::string written;  // as it is printed
};

// Who may read the page's /metrics.
enum class MetricsAccess : std::uint8_t {
  off,           // nobody: there is no such page
  this_machine,  // who comes from a loopback address
  token,         // a program with an API token of the scope metrics:read, or an owner who is logged in
};
Text text_of(MetricsAccess access);

enum class UpstreamStrategy : std::uint8_t { ordered };
Text text_of(UpstreamStrategy strategy);

struct Settings {
  // listen: where questions are answered, UDP and TCP alike
  std::vector<Endpoint> listen;  // default 127.0.0.1:53 and [::1]:53
  // upstreams: resolvers we forward to; empty = the machine's own (resolv_conf), leaving ourselves out
  std::vector<Endpoint> upstreams;
  std::string resolv_conf = "/etc/resolv.conf";
  UpstreamStrategy strategy = UpstreamStrategy::ordered;
  Milliseconds upstream_timeout{1500};  // one try; 100 to 10,000
  std::uint32_t upstream_tries = 2;     // tries in all before SERVFAIL; 1 to 5
  std::uint32_t upstream_ports = 32;    // size of the pool of source ports a worker holds; 1 to 256
  bool randomise_case = true;           // 0x20 (draft-vixie-dnsext-dns0x20)
  // who may ask
  std::vector<IpPrefix> allow_from;             // default: loopback, RFC 1918, RFC 4193, link-local
  std::vector<std::string> allow_from_written;  // the same as typed, because an IpPrefix has no text form
  // who says in EDNS options for whom they ask (dns/client_claim.h), and is believed; default: nobody
  std::vector<IpPrefix> trusted_forwarders;
  std::vector<std::string> trusted_forwarders_written;
  std::vector<LeaseFile> leases;  // default: where the four servers keep them; those that are not there are waited for
  // lists and rules
  std::string household = "/etc/darban/household.yaml";
  std::string image = "/var/lib/darban/lists.image";
  std::string state = "/var/lib/darban/state.db";           // what must outlive a restart: grants
  std::string blocklists = "/usr/share/darban/blocklists";  // the folder with catalogue.yaml
  std::string lists_folder = "/var/lib/darban/lists";       // what updates keep
  bool update_lists = true;                                 // by the clock
  std::vector<std::string> lists_also;                      // ids of the catalogue, beside its default ones
  std::vector<std::string> lists_without;
  std::string bundle_url;  // a publisher's folder of signed lists, http or https; empty: the catalogue's lists, compiled here
  // cache
  std::uint64_t cache_octets = 2u << 20;  // a worker; 64 KiB to 1 GiB
  Seconds cache_longest{86400};           // no answer is kept longer
  Seconds cache_negative_longest{3600};   // RFC 2308 section 5 advises one to three hours
  Seconds serve_stale{0};                 // 0 = off; RFC 8767 advises one to three days
  // limits
  std::uint32_t workers = 0;        // 0 = min(2, cores)
  std::uint32_t in_flight = 2048;   // questions a worker may have waiting on upstreams
  std::uint32_t tcp_clients = 128;  // connections a worker holds
  std::uint32_t tcp_clients_per_address = 16;
  Seconds tcp_idle{10};             // RFC 7766 section 6.2.3
  std::uint32_t tcp_pipeline = 32;  // unanswered questions one connection may have
  // rebinding: names whose answers may hold private addresses (suffixes)
  std::vector<std::string> private_answers_for;
  // the page: where it is answered (nowhere: off), under which names beside darban.home, and what HTTPS needs
  std::vector<WebListen> web_listen;
  std::vector<std::string> web_names;
  std::string web_certificate;  // PEM files
  std::string web_key;
  MetricsAccess web_metrics = MetricsAccess::off;
  // gateway mode: where darban-gateway listens; empty = off
  std::string gateway_socket;
  std::vector<std::string> gateway_interfaces;  // those of the household
  std::vector<IpPrefix> gateway_exceptions;     // what `resolved-only` devices may always reach
  std::vector<std::string> gateway_exceptions_written;
  Seconds gateway_answered_for{1800};  // how long an answered address may be connected to; 10 min to a day
  // clock
  bool wait_for_sync = true;  // time rules wait for a synchronised clock
  // process
  std::string user;  // drop to this user after binding; empty = stay
  std::string control_socket = "/run/darban/control.sock";
  log::Level log_level = log::Level::info;
  log::Sink log_sink = log::Sink::console;
};

}  // namespace darban

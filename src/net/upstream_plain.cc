// SPDX-License-Identifier: Apache-2.0
// The only file that knows c-ares. One channel for each (worker, upstream).
//
// c-ares keeps the books, changes to TCP and looks after TCP connections. What crosses the network by UDP is ours: c-ares is
// given socket functions of which the "UDP socket" is a mere handle (an eventfd). What c-ares sends to it leaves by UdpPath, with
// our own random ID, port and letter case; what arrives there is verified, told to the caller as it came, and only then is c-ares
// handed a made-up answer: header and question, with TC set when it shall go on by TCP. So c-ares never reads an octet of a
// stranger's datagram, and the differences between its versions (parsing, rewriting, renumbering, caching, cookies, FORMERR and
// SERVFAIL handling, cut answers) do not reach us.
//
// 1.18 (Debian 12) to 1.34 share one SONAME, so behaviour is switched by the version at run time. 1.33 asks the kernel for the
// name of our handle and fails: it is refused.
//
// Retries, fail-over and time-outs are ours as well: c-ares gets one server and a time-out that never comes first.
#include "net/upstream_plain.h"

#define CARES_NO_DEPRECATED
#include <ares.h>
#include <ares_version.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <vector>

#include "net/answer_check.h"
#include "net/exchange.h"
#include "net/socket_address.h"
#include "net/udp_path.h"
#include "net/upstream_sockets.h"

namespace darban {
namespace {

constexpr int version_of(int major, int minor) { return major << 16 | minor << 8; }
constexpr int kNoTimeout = 60000;           // ms; longer than any of ours
constexpr int kManyTries = 16;              // since 1.28 time-outs adapt to the round trip and only the sum of the tries is long
constexpr int kQueryCacheOption = 1 << 21;  // ARES_OPT_QUERY_CACHE; headers before 1.23 do not have it
constexpr std::uint32_t kTimeoutsUntilReset = 3;  // in a row over TCP: the connection swallows questions
constexpr Milliseconds kLibraryTick{1000};
constexpr std::size_t kMostTravelling = 16384;  // a quarter of all IDs: beyond that free ones become rare, and guessing easy

int library_version() {
  int number = 0;
  ::ares_version(&number);
  return number;
}

bool usable_version(int number) { return number >= version_of(1, 16) && (number & 0xffff00) != version_of(1, 33); }

// Later versions have a longer ares_options. With zeros behind it, the fields our headers may not know read as 0: for the query
// cache that is "off".
struct LongOptions {
  ares_options options;
  std::array<std::uint8_t, 256> zeros;
};

class UpstreamPlain final : public Upstream {
 public:
  UpstreamPlain(const PlainSettings& settings, const UpstreamHost& host);
  ~UpstreamPlain() override;
  bool open();

  bool submit(Octets query, std::uint64_t mark, MonoTime now) override;
  void tick(MonoTime now) override;
  std::size_t travelling() const override { return exchanges_.travelling(); }

 private:
  struct End {
    Exchange* exchange;
    bool go_to_tcp;
  };

  bool open_channel();
  void readable();
  void connection_ready(int fd, Interest seen);
  void datagram_event(Exchange& exchange, UdpPath::Event event, Octets octets, MonoTime now);
  void go_to_tcp(Exchange& exchange, MonoTime now);
  void finish(Exchange& exchange, Octets answer, UpstreamTrouble trouble, MonoTime now);
  void tell_library(Exchange& exchange, bool go_to_tcp);
  void run_library(ares_socket_t readable, ares_socket_t writable);
  void run_ends();
  void library_done(Exchange& exchange, int status, Octets answer);
  void reset_tcp();

  // The socket functions: errno and -1 as the system calls have them.
  ssize_t receive(int fd, std::span<std::uint8_t> into, sockaddr* from, socklen_t* from_size);
  ssize_t receive_end(int fd, std::span<std::uint8_t> into, sockaddr* from, socklen_t* from_size);
  ssize_t send(int fd, const iovec* vectors, int count);
  void send_exchange(const iovec* vectors, int fd);

  PlainSettings settings_;
  const UpstreamHost& host_;
  SocketAddress peer_;
  Exchanges exchanges_;
  UdpPath path_;
  std::unique_ptr<Poll> path_poll_;
  ares_channel channel_ = nullptr;
  UpstreamSockets sockets_;
  std::vector<End> ends_;  // what c-ares is to be told, from ends_at_ on
  std::size_t ends_at_ = 0;
  Exchange* submitting_ = nullptr;  // inside ares_send
  bool sent_ = false;               // the exchange being submitted left
  bool library_refused_ = false;    // c-ares gave it back at once
  bool by_tcp_ = false;             // the exchange being submitted shall not leave by UDP
  bool inside_library_ = false;
  std::uint32_t tcp_timeouts_ = 0;  // in a row
  MonoTime library_tick_;
};

UpstreamPlain::UpstreamPlain(const PlainSettings& settings, const UpstreamHost& host)
    : settings_(settings),
      host_(host),
      peer_(settings.endpoint),
      exchanges_(std::min(settings.most, kMostTravelling), settings.timeout, host.random),
      path_(settings.endpoint, settings.ports, settings.randomise_case, host.random, exchanges_, host.counters),
      sockets_(host.loop, peer_, settings.timeout * 2, [this](int fd, Interest seen) { connection_ready(fd, seen); }) {}

UpstreamPlain::~UpstreamPlain() {
  if (channel_ != nullptr) ::ares_destroy(channel_);  // calls library_done for all that it still holds
}

bool UpstreamPlain::open() {
  if (!path_.valid() || !open_channel()) return false;
  path_poll_ = std::make_unique<Poll>(host_.loop, path_.fd(), [this](Interest) { readable(); });
  path_poll_->want(Interest::readable);
  return path_poll_->valid();
}

bool UpstreamPlain::open_channel() {
  static char nothing[] = "/dev/null";
  static char lookups[] = "b";
  const int version = library_version();
  LongOptions all{};
  ares_options& options = all.options;
  // NOCHECKRESP: over TCP, too, SERVFAIL and REFUSED are answers for us to judge. STAYOPEN: connections are kept (RFC 7766
  // section 6.2.1).
  options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_STAYOPEN;
  options.timeout = version >= version_of(1, 28) ? static_cast<int>(settings_.timeout.count()) : kNoTimeout;
  options.tries = version >= version_of(1, 28) ? kManyTries : 1;
  options.lookups = lookups;
  options.sock_state_cb = [](void* self, ares_socket_t fd, int read, int write) {
    static_cast<UpstreamPlain*>(self)->sockets_.watch(fd, read != 0, write != 0);
  };
  options.sock_state_cb_data = this;
  options.resolvconf_path = nothing;  // the machine's resolver settings are not ours
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_DOMAINS | ARES_OPT_SOCK_STATE_CB |
             ARES_OPT_RESOLVCONF | ARES_OPT_NOROTATE;
  if (version >= version_of(1, 23)) mask |= kQueryCacheOption;
  if (::ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) {
    channel_ = nullptr;
    return false;
  }
  static const ares_socket_functions functions = {
      [](int family, int type, int, void* self) -> ares_socket_t {
        return static_cast<UpstreamPlain*>(self)->sockets_.make(family, type);
      },
      [](ares_socket_t fd, void* self) -> int { return static_cast<UpstreamPlain*>(self)->sockets_.close(fd); },
      [](ares_socket_t fd, const sockaddr*, ares_socklen_t, void* self) -> int {
        return static_cast<UpstreamPlain*>(self)->sockets_.connect(fd);
      },
      [](ares_socket_t fd, void* into, size_t size, int, sockaddr* from, ares_socklen_t* from_size, void* self) -> ares_ssize_t {
        return static_cast<UpstreamPlain*>(self)->receive(fd, {static_cast<std::uint8_t*>(into), size}, from, from_size);
      },
      [](ares_socket_t fd, const iovec* vectors, int count, void* self) -> ares_ssize_t {
        return static_cast<UpstreamPlain*>(self)->send(fd, vectors, count);
      }};
  ::ares_set_socket_functions(channel_, &functions, this);
  ares_addr_port_node server{};
  server.family = peer_.family();
  if (peer_.family() == AF_INET) {
    std::memcpy(&server.addr.addr4, &reinterpret_cast<const sockaddr_in*>(peer_.get())->sin_addr, 4);
  } else {
    std::memcpy(&server.addr.addr6, &reinterpret_cast<const sockaddr_in6*>(peer_.get())->sin6_addr, 16);
  }
  server.udp_port = settings_.endpoint.port;
  server.tcp_port = settings_.endpoint.port;
  return ::ares_set_servers_ports(channel_, &server) == ARES_SUCCESS;
}

// ---- questions out

bool UpstreamPlain::submit(Octets query, std::uint64_t mark, MonoTime now) {
  Exchange* exchange = exchanges_.begin(query, mark, now);
  if (exchange == nullptr) return false;
  path_.dress(*exchange);
  submitting_ = exchange;
  sent_ = false;
  library_refused_ = false;
  by_tcp_ = path_.suspicious(now);
  const auto answered = [](void* argument, int status, int, unsigned char* answer, int size) {
    auto* done = static_cast<Exchange*>(argument);
    static_cast<UpstreamPlain*>(done->owner)
        ->library_done(*done, status, answer == nullptr ? Octets() : Octets(answer, static_cast<std::size_t>(size)));
  };
  exchange->owner = this;
  ::ares_send(channel_, exchange->message.data(), exchange->size, answered, exchange);
  submitting_ = nullptr;
  if (library_refused_) return false;
  if (by_tcp_) {
    go_to_tcp(*exchange, now);
    run_ends();
    return true;
  }
  if (sent_) return true;
  exchanges_.end(*exchange);
  tell_library(*exchange, false);
  run_ends();
  return false;
}

// c-ares sends to its handle. The octets are those it was given (since 1.28: remade, with an ID of its own); what leaves is our
// message.
void UpstreamPlain::send_exchange(const iovec* vectors, int fd) {
  Exchange& exchange = *submitting_;
  std::array<std::uint8_t, 2> id{};
  if (vectors[0].iov_len >= id.size()) std::memcpy(id.data(), vectors[0].iov_base, id.size());
  exchange.library_id = id_of(id);
  exchange.handle = fd;
  sent_ = by_tcp_ || path_.send(exchange);
}

void UpstreamPlain::go_to_tcp(Exchange& exchange, MonoTime now) {
  host_.counters.add(Health::tcp_retries);
  path_.leave(exchange);
  exchanges_.go_to_tcp(exchange, now);
  tell_library(exchange, true);
}

// ---- answers in

void UpstreamPlain::readable() {
  const MonoTime now = host_.wake();
  path_.receive(now,
                [&](Exchange& exchange, UdpPath::Event event, Octets octets) { datagram_event(exchange, event, octets, now); });
  run_ends();
}

void UpstreamPlain::connection_ready(int fd, Interest seen) {
  host_.wake();
  run_library(includes(seen, Interest::readable) ? fd : ARES_SOCKET_BAD,
              includes(seen, Interest::writable) ? fd : ARES_SOCKET_BAD);
}

void UpstreamPlain::datagram_event(Exchange& exchange, UdpPath::Event event, Octets octets, MonoTime now) {
  switch (event) {
    case UdpPath::Event::answered:
      tell_library(exchange, false);
      return finish(exchange, octets, UpstreamTrouble::malformed, now);
    case UdpPath::Event::refused:
      tell_library(exchange, false);
      return finish(exchange, {}, UpstreamTrouble::unreachable, now);
    case UdpPath::Event::truncated:
    case UdpPath::Event::doubtful:
      return go_to_tcp(exchange, now);
  }
}

// The end of a try, told once. The caller may submit again from within.
void UpstreamPlain::finish(Exchange& exchange, Octets answer, UpstreamTrouble trouble, MonoTime now) {
  path_.leave(exchange);
  exchanges_.end(exchange);
  const auto took = now - exchange.began;
  host_.done(settings_.index, {exchange.mark, answer, trouble, took});
}

void UpstreamPlain::tick(MonoTime now) {
  while (Exchange* exchange = exchanges_.expired(now)) {
    if (exchange->phase == Phase::udp) path_.timed_out(*exchange);
    if (exchange->phase == Phase::tcp && ++tcp_timeouts_ >= kTimeoutsUntilReset) reset_tcp();
    // A reset ends what travelled by TCP, this one perhaps included.
    if (exchange != exchanges_.expired(now)) continue;
    tell_library(*exchange, false);
    finish(*exchange, {}, UpstreamTrouble::timeout, now);
  }
  run_ends();
  if (now - library_tick_ < kLibraryTick) return;
  library_tick_ = now;
  run_library(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

// ---- c-ares: telling it what happened

void UpstreamPlain::tell_library(Exchange& exchange, bool go_to_tcp) {
  exchange.end_queued = true;
  ends_.push_back({&exchange, go_to_tcp});
}

void UpstreamPlain::run_library(ares_socket_t readable, ares_socket_t writable) {
  inside_library_ = true;
  ::ares_process_fd(channel_, readable, writable);
  inside_library_ = false;
  run_ends();
}

// c-ares reads the ends from the handle they belong to. What it has no handle for (it closed it) it will end by its own time-out.
void UpstreamPlain::run_ends() {
  if (inside_library_) return;  // the one further up goes on until all are told
  inside_library_ = true;
  while (ends_at_ < ends_.size()) {
    Exchange* first = ends_[ends_at_].exchange;
    ::ares_process_fd(channel_, first->handle, ARES_SOCKET_BAD);
    if (ends_at_ < ends_.size() && ends_[ends_at_].exchange == first && first->end_queued) {
      first->end_queued = false;
      ++ends_at_;
    }
  }
  ends_.clear();
  ends_at_ = 0;
  inside_library_ = false;
}

ssize_t UpstreamPlain::receive_end(int fd, std::span<std::uint8_t> into, sockaddr* from, socklen_t* from_size) {
  const auto first = ends_.begin() + static_cast<std::ptrdiff_t>(ends_at_);
  const auto mine = std::find_if(first, ends_.end(), [fd](const End& end) { return end.exchange->handle == fd; });
  if (mine == ends_.end()) {
    errno = EAGAIN;
    return -1;
  }
  const End end = *mine;
  if (mine == first)
    ++ends_at_;
  else
    ends_.erase(mine);
  end.exchange->end_queued = false;
  ByteWriter out(into);
  out.u16(end.exchange->library_id);
  out.u16(static_cast<std::uint16_t>(flag::response | flag::recursion_desired | flag::recursion_available |
                                     (end.go_to_tcp ? flag::truncated : 0)));
  out.u16(1);
  out.u16(0);
  out.u32(0);
  out.octets(end.exchange->sent().subspan(kHeaderOctets, question_end(end.exchange->sent()) - kHeaderOctets));
  if (from != nullptr && from_size != nullptr && *from_size >= peer_.size()) {
    std::memcpy(from, peer_.get(), peer_.size());
    *from_size = peer_.size();
  }
  return static_cast<ssize_t>(out.at());
}

// c-ares lets go of a query: told by us, answered by TCP, or at its wits' end.
void UpstreamPlain::library_done(Exchange& exchange, int status, Octets answer) {
  if (exchange.end_queued) {
    const auto first = ends_.begin() + static_cast<std::ptrdiff_t>(ends_at_);
    ends_.erase(std::find_if(first, ends_.end(), [&](const End& end) { return end.exchange == &exchange; }));
    exchange.end_queued = false;
  }
  if (&exchange == submitting_) {  // inside ares_send: submit() says false
    library_refused_ = true;
    path_.leave(exchange);
    exchanges_.end(exchange);
  }
  if (exchange.phase == Phase::tcp && status == ARES_SUCCESS) tcp_timeouts_ = 0;
  if (exchange.phase != Phase::over && status != ARES_EDESTRUCTION) {
    const bool ours = status == ARES_SUCCESS && answers_question(exchange.sent(), answer);
    const auto trouble = status == ARES_SUCCESS    ? UpstreamTrouble::malformed
                         : status == ARES_ETIMEOUT ? UpstreamTrouble::timeout
                                                   : UpstreamTrouble::unreachable;
    finish(exchange, ours ? answer : Octets(), trouble, host_.wake());
  }
  exchanges_.end(exchange);
  exchanges_.put(exchange);
}

// The peer takes questions and gives no answers: only a new connection helps.
void UpstreamPlain::reset_tcp() {
  tcp_timeouts_ = 0;
  path_.trust_again(host_.wake());
  const auto connection = sockets_.connection();
  if (!connection) return;
  sockets_.pretend_reset(true);
  run_library(*connection, ARES_SOCKET_BAD);
  sockets_.pretend_reset(false);
}

// ---- the socket functions: of handles ours, of TCP sockets the system's

ssize_t UpstreamPlain::receive(int fd, std::span<std::uint8_t> into, sockaddr* from, socklen_t* from_size) {
  if (!sockets_.is_handle(fd)) return sockets_.receive(fd, into);
  return receive_end(fd, into, from, from_size);
}

ssize_t UpstreamPlain::send(int fd, const iovec* vectors, int count) {
  if (!sockets_.is_handle(fd)) return sockets_.send(fd, vectors, count);
  if (submitting_ != nullptr && submitting_->handle < 0) send_exchange(vectors, fd);
  // Anything else is a repetition of c-ares' own: the forwarder decides about those.
  return std::accumulate(vectors, vectors + count, ssize_t{0},
                         [](ssize_t sum, const iovec& one) { return sum + static_cast<ssize_t>(one.iov_len); });
}

}  // namespace

Result<std::unique_ptr<Upstream>, PlainFailure> open_upstream_plain(const PlainSettings& settings, const UpstreamHost& host) {
  static const bool initialised = ::ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  if (!usable_version(library_version())) return PlainFailure::cares_version;
  auto upstream = std::make_unique<UpstreamPlain>(settings, host);
  if (!initialised || !upstream->open()) return PlainFailure::no_resources;
  return std::unique_ptr<Upstream>(std::move(upstream));
}

}  // namespace darban

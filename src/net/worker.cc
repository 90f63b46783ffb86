// SPDX-License-Identifier: Apache-2.0
#include "net/worker.h"

#include <pthread.h>
#include <signal.h>

#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "net/forwarder.h"
#include "net/tcp_listener.h"
#include "net/udp_listener.h"
#include "net/workplace.h"

namespace darban {

Text text_of(WorkerFailure failure) {
  switch (failure) {
    case WorkerFailure::event_loop:
      return "no event loop could be made: too few file descriptors or too little memory";
    case WorkerFailure::upstream:
      return "the library for upstreams (c-ares) could not be set up";
    case WorkerFailure::cares_version:
      return "this version of c-ares can not be used (1.33, or older than 1.16)";
    case WorkerFailure::thread:
      return "the system gave no thread";
  }
  return "unknown";
}

// Declared in the order of need: what is below uses what is above, and goes first.
struct Worker::Parts {
  Parts(WorkerSockets given, const Published<Policy>& policy, const Published<Neighbours>& neighbours, const Clock& clock,
        NetSettings wanted)
      : settings(std::move(wanted)),
        sockets(std::move(given)),
        place(policy, neighbours, clock, settings),
        poke(place.loop, [this] { place.wake(); }),
        stop(place.loop, [this] { begin_stop(); }),
        ticker(place.loop, [this] { tick(); }),
        teller(place, [this](Query& query) { deliver(query); }),
        forwarder(place, [this](Query& query) {
          if (!query.gated || !teller.hold(query)) deliver(query);
        }) {}

  Result<void, WorkerFailure> open();
  void run();
  void deliver(Query& query);
  void before_sleep();
  void tick();
  void begin_stop();
  bool quiet() const { return !forwarder.busy() && !teller.busy() && (!tcp || tcp->empty()); }

  NetSettings settings;
  WorkerSockets sockets;
  Workplace place;
  Wakeup poke;
  Wakeup stop;
  Timer ticker;
  Teller teller;
  Forwarder forwarder;
  UdpBatch batch;
  std::vector<std::unique_ptr<UdpListener>> udp;
  std::optional<TcpListener> tcp;
  std::optional<MonoTime> stop_at;  // set once stopping: the latest end
  std::thread thread;
};

Result<void, WorkerFailure> Worker::Parts::open() {
  if (!place.loop.valid() || !poke.valid() || !stop.valid()) return WorkerFailure::event_loop;
  if (const auto opened = forwarder.open(); !opened) {
    return opened.error() == Forwarder::OpenFailure::cares_version ? WorkerFailure::cares_version : WorkerFailure::upstream;
  }
  for (ListenSocket& socket : sockets.udp) {
    udp.push_back(
        std::make_unique<UdpListener>(place, forwarder, teller, batch, std::move(socket), static_cast<std::uint8_t>(udp.size())));
    if (!udp.back()->valid()) return WorkerFailure::event_loop;
  }
  tcp.emplace(place, forwarder, teller, std::move(sockets.tcp));
  if (!tcp->valid()) return WorkerFailure::event_loop;
  place.loop.before_sleep([this] { before_sleep(); });
  return {};
}

void Worker::Parts::run() {
  ::pthread_setname_np(::pthread_self(), "darban-worker");
  place.loop.run();
}

void Worker::Parts::deliver(Query& query) {
  if (query.transport == Transport::tcp) return tcp->deliver(query);
  udp[UdpListener::index_of(query)]->deliver(query);
  place.queries.put(&query);
}

void Worker::Parts::before_sleep() {
  tcp->flush();  // may ask new questions, whose replies may be late ones of UDP askers too
  for (const auto& listener : udp) listener->flush();
  place.sleep();
  const bool busy = forwarder.busy() || teller.busy() || tcp->busy() || stop_at;
  if (busy && !ticker.running()) ticker.repeat(Upstream::kTick);
  if (!busy && ticker.running()) ticker.stop();
}

void Worker::Parts::tick() {
  const MonoTime now = place.wake().mono;
  forwarder.tick();
  teller.tick();
  tcp->tick();
  if (stop_at && (quiet() || now >= *stop_at)) place.loop.stop();
}

void Worker::Parts::begin_stop() {
  if (stop_at) return;
  stop_at = place.wake().mono + kGrace;
  for (const auto& listener : udp) listener->stop();
  tcp->stop();
}

Worker::Worker(WorkerSockets sockets, const Published<Policy>& policy, const Published<Neighbours>& neighbours,
               const Clock& clock, NetSettings settings)
    : parts_(std::make_unique<Parts>(std::move(sockets), policy, neighbours, clock, std::move(settings))) {}

Worker::~Worker() {
  stop();
  join();
}

Result<void, WorkerFailure> Worker::start() {
  if (const auto opened = parts_->open(); !opened) return opened.error();
  // Signals are the main thread's. A new thread inherits the mask, so it is set before and put back after.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  bool started = true;
  try {
    parts_->thread = std::thread([parts = parts_.get()] { parts->run(); });
  } catch (const std::system_error&) {
    started = false;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!started) return WorkerFailure::thread;
  return {};
}

void Worker::stop() {
  if (parts_->thread.joinable()) parts_->stop.send();
}
void Worker::join() {
  if (parts_->thread.joinable()) parts_->thread.join();
}
void Worker::poke() { parts_->poke.send(); }
std::uint64_t Worker::generation() const { return parts_->place.generation(); }
const Counters& Worker::counters() const { return std::as_const(parts_->place.engine).counters(); }

}  // namespace darban

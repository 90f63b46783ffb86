// SPDX-License-Identifier: Apache-2.0
// Takes the engine's questions to the upstreams: whom to ask, how often, and what counts as an answer. One worker's own.
//
// NOERROR and NXDOMAIN are answers. SERVFAIL, REFUSED and other rcodes are worth a try with an upstream that was not asked yet,
// never a second one with the same. After a time-out the same may be asked again, by another port and with another ID. When
// `upstream_tries` are used up the engine hears the last trouble; "every upstream said SERVFAIL or REFUSED" is
// UpstreamTrouble::refused, and the client gets SERVFAIL. SERVFAIL says nothing bad about an upstream (the name's own servers may
// be broken); silence, ICMP errors, REFUSED, FORMERR and NOTIMP do.
#pragma once
#include <array>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "engine/upstream_set.h"
#include "net/upstream.h"
#include "net/workplace.h"

namespace darban {

class Forwarder {
 public:
  // `deliver` gets each reply, as Engine::answered says. The upstreams are opened by open().
  Forwarder(Workplace& place, Engine::Deliver deliver);
  ~Forwarder();
  enum class OpenFailure : std::uint8_t { cares_version, no_resources };
  Result<void, OpenFailure> open();

  // After Engine::ask said Next::forward. Before it returns the query may have been delivered, or put back because too many wait.
  void start(Query& query);
  void tick();  // every Upstream::kTick while busy()
  bool busy() const { return journeys_.out() > 0 || travelling() > 0; }

 private:
  // One question on its way, over all its tries. One try at a time.
  struct Journey {
    Ticket ticket;
    UpstreamSet::Asked asked;
    UpstreamTrouble trouble = UpstreamTrouble::unreachable;
    std::uint32_t tries = 0;
    std::uint16_t size = 0;
    std::array<std::uint8_t, 512> message;  // what Engine::upstream_query asks for; the query itself may be forgotten meanwhile
  };
  static constexpr std::uint64_t kProbe = 0;  // the mark of a try that nobody waits for

  std::size_t travelling() const;
  bool submit(std::size_t upstream, const Journey& journey, std::uint64_t mark);
  std::optional<std::size_t> next_upstream(Journey& journey) const;
  void next_try(Journey& journey);
  void probe(const Journey& journey);
  void done(std::size_t upstream, const UpstreamOutcome& outcome);
  bool judge(std::size_t upstream, const UpstreamOutcome& outcome);
  void give_up(Journey& journey);

  Workplace& place_;
  Engine::Deliver deliver_;
  UpstreamHost host_;
  UpstreamSet set_;
  Pool<Journey> journeys_;
  std::vector<std::unique_ptr<Upstream>> upstreams_;
};

}  // namespace darban

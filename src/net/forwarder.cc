// SPDX-License-Identifier: Apache-2.0
#include "net/forwarder.h"

#include <algorithm>
#include <utility>

#include "dns/message.h"
#include "net/upstream_plain.h"

namespace darban {
namespace {

std::size_t used_upstreams(const NetSettings& settings) { return std::min(settings.upstreams.size(), kMostUpstreams); }

Rcode rcode_of(Octets message) { return static_cast<Rcode>(message[3] & 0xf); }

}  // namespace

Forwarder::Forwarder(Workplace& place, Engine::Deliver deliver)
    : place_(place),
      deliver_(std::move(deliver)),
      host_{place.loop, place.random, place.engine.counters(), [&place] { return place.wake().mono; },
            [this](std::size_t upstream, const UpstreamOutcome& outcome) { done(upstream, outcome); }},
      set_(used_upstreams(place.settings)),
      journeys_(place.settings.engine.in_flight) {}

Forwarder::~Forwarder() = default;

Result<void, Forwarder::OpenFailure> Forwarder::open() {
  const NetSettings& settings = place_.settings;
  for (std::size_t i = 0; i < used_upstreams(settings); ++i) {
    PlainSettings plain;
    plain.endpoint = settings.upstreams[i];
    plain.index = i;
    plain.ports = settings.upstream_ports;
    plain.randomise_case = settings.randomise_case;
    plain.timeout = settings.upstream_timeout;
    plain.most = settings.engine.in_flight + UpstreamSet::kMost;  // questions and probes
    auto opened = open_upstream_plain(plain, host_);
    if (!opened) return opened.error() == PlainFailure::cares_version ? OpenFailure::cares_version : OpenFailure::no_resources;
    upstreams_.push_back(std::move(*opened));
  }
  return {};
}

void Forwarder::start(Query& query) {
  Journey* journey = journeys_.take();
  const Ticket ticket = place_.engine.ticket_of(query);
  if (journey == nullptr) {
    place_.engine.failed(ticket, UpstreamTrouble::unreachable, place_.now(), place_.room(), deliver_);
    return;
  }
  journey->ticket = ticket;
  journey->asked = {};
  journey->trouble = UpstreamTrouble::unreachable;
  journey->tries = 0;
  journey->size = static_cast<std::uint16_t>(place_.engine.upstream_query(query, journey->message).size());
  place_.keep(query);  // when too many wait, the question still travels: its answer will be in the cache
  probe(*journey);
  next_try(*journey);
}

bool Forwarder::submit(std::size_t upstream, const Journey& journey, std::uint64_t mark) {
  return upstreams_[upstream]->submit(Octets(journey.message).first(journey.size), mark, place_.now().mono);
}

// A dead upstream gets a copy of a question that travels anyhow. When all are dead the questions themselves are probes enough.
void Forwarder::probe(const Journey& journey) {
  const auto dead = set_.probe_due(place_.now().mono);
  if (!dead || set_.choose({}) == dead) return;
  if (!submit(*dead, journey, kProbe)) set_.failed(*dead, place_.now().mono);
}

std::optional<std::size_t> Forwarder::next_upstream(Journey& journey) const {
  if (const auto upstream = set_.choose(journey.asked)) return upstream;
  if (journey.trouble != UpstreamTrouble::timeout) return std::nullopt;
  journey.asked = {};
  return set_.choose(journey.asked);
}

void Forwarder::next_try(Journey& journey) {
  while (journey.tries < place_.settings.upstream_tries) {
    const auto upstream = next_upstream(journey);
    if (!upstream) break;
    // The last trouble is counted by the engine.
    if (journey.tries > 0) {
      place_.engine.counters().add(journey.trouble == UpstreamTrouble::timeout ? Health::upstream_timeouts
                                                                               : Health::upstream_errors);
    }
    ++journey.tries;
    journey.asked.add(*upstream);
    if (submit(*upstream, journey, reinterpret_cast<std::uintptr_t>(&journey))) return;
    set_.failed(*upstream, place_.now().mono);
    journey.trouble = UpstreamTrouble::unreachable;
  }
  give_up(journey);
}

void Forwarder::give_up(Journey& journey) {
  const Ticket ticket = journey.ticket;
  const UpstreamTrouble trouble = journey.trouble;
  journeys_.put(&journey);
  place_.engine.failed(ticket, trouble, place_.now(), place_.room(), deliver_);
}

// What the outcome says about the upstream; true: it is an answer to pass on.
bool Forwarder::judge(std::size_t upstream, const UpstreamOutcome& outcome) {
  const Rcode rcode = outcome.answer.empty() ? Rcode::refused : rcode_of(outcome.answer);
  const bool answer = rcode == Rcode::noerror || rcode == Rcode::nxdomain;
  if (answer || rcode == Rcode::servfail)
    set_.answered(upstream, outcome.took);
  else
    set_.failed(upstream, place_.now().mono);
  return answer;
}

void Forwarder::done(std::size_t upstream, const UpstreamOutcome& outcome) {
  const bool answer = judge(upstream, outcome);
  if (outcome.mark == kProbe) return;
  Journey& journey = *reinterpret_cast<Journey*>(static_cast<std::uintptr_t>(outcome.mark));
  if (answer) {
    const Ticket ticket = journey.ticket;
    journeys_.put(&journey);
    place_.engine.answered(ticket, outcome.answer, place_.now(), place_.room(), deliver_);
    return;
  }
  journey.trouble = outcome.answer.empty() ? outcome.trouble : UpstreamTrouble::refused;
  next_try(journey);
}

void Forwarder::tick() {
  const MonoTime now = place_.wake().mono;
  for (const auto& upstream : upstreams_) {
    if (upstream->travelling() > 0) upstream->tick(now);
  }
}

std::size_t Forwarder::travelling() const {
  std::size_t sum = 0;
  for (const auto& upstream : upstreams_) sum += upstream->travelling();
  return sum;
}

}  // namespace darban

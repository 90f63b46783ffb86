// SPDX-License-Identifier: Apache-2.0
// The life of one client question inside a worker, from the octets that came in to the reply that goes out. Owned by the worker,
// pooled, reused; one thread. The transport fills the first block, the engine everything else.
#pragma once
#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/net_address.h"
#include "dns/edns.h"
#include "dns/message.h"
#include "dns/name.h"
#include "policy/policy.h"

namespace darban {

enum class Transport : std::uint8_t { udp, tcp };

// What the transport does with the query now. It translates this and decides nothing.
enum class Next : std::uint8_t {
  reply,    // send query.reply
  forward,  // send engine.upstream_query(query) to an upstream; the reply comes by Engine::answered or Engine::failed
  wait,     // the same question is already travelling; the reply comes with that one's
  drop,     // say nothing
};

// Whom the query's EDNS options name, when they may be believed. unreadable: somebody, and it can not be told who.
enum class Named : std::uint8_t { nobody, somebody, unreadable };

struct Query {
  // --- filled in by the transport before Engine::read
  Octets request;                // the client's message; needed until ask() returned, not longer
  std::span<std::uint8_t> room;  // where the reply is written: the transport's buffer
  IpAddress client;              // where the reply goes; whoever it is asked for
  IpAddress asked;               // our address that was asked (own names are answered with it)
  // Of asking_address(), so after Engine::read: read() learns from a trusted forwarder for whom it asks, and may know the MAC
  // from it.
  MacAddress mac;
  bool has_mac = false;
  bool not_known_yet =
      false;  // devices are told by their MAC here, and this one's is not known: it will be with our first answer
  Transport transport = Transport::udp;
  std::uint64_t transport_mark = 0;  // the transport's own: which socket, which peer, which connection; the engine never looks

  // --- filled in by the engine
  Octets reply;                 // part of `room`
  Named named = Named::nobody;  // whether a trusted forwarder says for whom it asks (steps/who)
  IpAddress named_address;      // that one's; :: when only the MAC was said or nothing could be read
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  // What is asked of cache and upstreams: the client's question, or, once it is led to a safe name, that name's.
  Question question;
  Edns edns;
  // The question section as the client spelt it (0x20): name, type, class. question_octets() of them.
  std::array<std::uint8_t, Name::kMostOctets + 5> spelling;
  std::uint16_t spelt = 0;
  SuffixHashes hashes;
  CategorySet categories;
  NameFacts facts;
  Asker asker;
  ModeAt mode;
  std::uint64_t judged_by = 0;    // generation of the policy behind the verdict
  Verdict verdict;                // also of names answered locally: uncounted
  Next next = Next::drop;         // set by read() when it already knows
  bool gated = false;             // the reply may leave only when the gateway knows the addresses in it
  bool done = false;              // read() has finished this query: `next` says how
  std::uint64_t key_hash = 0;     // of everything the cached answer depends on
  std::uint32_t ticket = 0;       // of the upstream question it waits for
  Query* next_waiting = nullptr;  // in_flight's list
  // Where whoever wants to know is; the client's, or what a trusted forwarder said.
  const IpAddress& asking_address() const { return named == Named::nobody ? client : named_address; }
  std::size_t question_octets() const { return spelt; }
  MonoTime came;  // for the latency buckets, which are coarse
};

// A name of this question as the policy judges it: the one asked for, or a target in the answer.
inline Judged judged(const Query& query, const SuffixHashes& hashes, const CategorySet& categories) {
  return {hashes, categories, query.question.type, &query.asking_address(), query.has_mac ? &query.mac : nullptr};
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The main chapter: a question's way from its octets to its reply. Each line of `ask` stands where it stands for the reason
// beside it.
#include "engine/engine.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "engine/answer.h"
#include "engine/cache.h"
#include "engine/in_flight.h"
#include "engine/mode_board.h"
#include "engine/reply.h"
#include "engine/retelling.h"
#include "engine/steps/block.h"
#include "engine/steps/inspect.h"
#include "engine/steps/local.h"
#include "engine/steps/safe_search.h"
#include "engine/steps/ttl.h"
#include "engine/steps/who.h"

namespace darban {
namespace {

constexpr std::uint32_t kStaleTtl = 30;   // seconds (RFC 8767 section 4)
constexpr std::uint32_t kFailureTtl = 2;  // seconds a failure is remembered (RFC 9520 section 3.2: 1 s to 5 min)
constexpr std::size_t kUpstreamQueryRoom = 512;

bool checking_disabled(const Query& query) { return (query.flags & flag::checking_disabled) != 0; }

// AD is said to those who can understand it (RFC 6840 section 5.7 and 5.8).
bool wants_authentic(const Query& query) { return query.edns.dnssec_ok || (query.flags & flag::authentic_data) != 0; }

// What we close or answer ourselves leads nowhere outside. Of a device that just woke up we may not know yet which one it is; the
// gateway does.
bool is_gated(const Query& query) {
  if (query.verdict.action == Action::block || query.verdict.step == Step::local || query.named == Named::unreadable)
    return false;
  if (query.mode.told == Told::all || query.verdict.step == Step::never_block) return true;
  return !query.has_mac && !query.asking_address().is_loopback();
}

Health latency_bucket(Milliseconds took) {
  if (took < Milliseconds(1)) return Health::answered_within_1ms;
  if (took < Milliseconds(10)) return Health::answered_within_10ms;
  if (took < Milliseconds(100)) return Health::answered_within_100ms;
  if (took < Milliseconds(1000)) return Health::answered_within_1s;
  return Health::answered_later;
}

}  // namespace

struct Engine::Parts {
  Parts(const EngineLimits& given, HashSeed key)
      : limits(given),
        seed(key),
        cache(given.cache_octets),
        in_flight(given.in_flight),
        answers({given.cache_longest, given.cache_negative_longest}) {}

  CacheKey key_of(const Query& query) const {
    return {&query.question, query.edns.dnssec_ok, checking_disabled(query), query.key_hash};
  }
  std::uint64_t hash_key(const Query& query) const;
  bool parse(Query& query);
  bool refuse_strangers(Query& query);
  void judge(Query& query, const Now& now);
  bool lead_to_safety(Query& query, const Now& now);
  enum class Again : std::uint8_t { same_question, another_question, told };
  Again judge_again(Query& query, const Now& now);
  bool loses_ech(const Query& query, const Answer& answer);
  Next conclude(Query& query, const Answer* answer, const Now& now, EdeCode ede);
  Next serve_safely(Query& query, const Answer* answer, const Now& now, EdeCode ede);
  TtlLeft ttl_left(const Query& query, const Answer& answer, const Now& now, EdeCode ede) const;
  bool tell_anew(Query& query, const Answer& answer, const Now& now, EdeCode ede);
  Next serve(Query& query, const Answer& answer, const Now& now, EdeCode ede);
  Next fail(Query& query, const Now& now, EdeCode ede);
  Next finish(Query& query, Next next, const Now& now);
  void note_moment(const Query& query);
  void settle(Query& query, const Answer* answer, const Now& now, EdeCode ede, std::span<std::uint8_t> room,
              const Engine::Deliver& deliver);

  EngineLimits limits;
  HashSeed seed;
  const Policy* policy = nullptr;
  std::uint64_t generation = 0;
  ModeBoard modes;
  Cache cache;
  InFlight in_flight;
  AnswerReader answers;
  Retelling retelling;
  Counters counters;
};

Engine::Engine(const EngineLimits& limits, HashSeed seed) : parts_(std::make_unique<Parts>(limits, seed)) {}
Engine::~Engine() = default;

const Counters& Engine::counters() const { return parts_->counters; }
Counters& Engine::counters() { return parts_->counters; }

void Engine::use(const Policy& policy, std::uint64_t generation, const Now& now) {
  parts_->policy = &policy;
  parts_->generation = generation;
  parts_->modes.use(policy, generation, now);
}

// ---- step 1: parse

// Keyed with this process's secret, not with the policy's seed: that is in the image, which many can read, and changes with it.
std::uint64_t Engine::Parts::hash_key(const Query& query) const {
  const std::uint64_t rest = std::uint64_t{static_cast<std::uint16_t>(query.question.type)} << 32 |
                             std::uint64_t{static_cast<std::uint16_t>(query.question.klass)} << 8 |
                             (query.edns.dnssec_ok ? 2u : 0u) | (checking_disabled(query) ? 1u : 0u);
  return fold_multiply(query.question.name.hash(seed), rest ^ 0x9e3779b97f4a7c15);
}

// False: `query.next` says what becomes of octets that are not a clean question.
bool Engine::Parts::parse(Query& query) {
  ByteReader in(query.request);
  const Header header = read_header(in);
  query.reply = {};
  query.next = Next::drop;
  if (!in.ok() || header.is_response()) {  // never answer an answer: two such servers would talk for ever
    counters.add(Health::dropped);
    return false;
  }
  query.next = Next::reply;
  query.id = header.id;
  query.flags = header.flags;
  if (header.opcode() != Opcode::query) {
    reply_header_only(query, header.id, header.flags, Rcode::notimp);
  } else if (const auto body = read_query_body(in, header, query.question, query.edns); !body) {
    reply_header_only(query, header.id, header.flags, Rcode::formerr);
  } else {
    query.spelt = static_cast<std::uint16_t>(query.question.name.wire_size() + 4);
    std::memcpy(query.spelling.data(), query.request.data() + kHeaderOctets, query.spelt);
    if (query.edns.version == 0) return true;
    ReplyWriter(query).finish(Rcode::badvers, {});
  }
  counters.add(Health::malformed);
  return false;
}

void Engine::read(Query& query, const Now& now) {
  Parts& parts = *parts_;
  parts.counters.add(Health::questions);
  query.came = now.mono;
  query.gated = false;
  query.mode.told = Told::none;  // until it is known who asks
  query.done = !parts.parse(query);
  if (query.done) return;
  query.named = Named::nobody;
  if (!query.edns.options.empty()) hear_forwarder(query, *parts.policy, parts.counters);  // later its octets are gone
  query.verdict = {.step = Step::local, .counted = false};
  query.question.name.hash_suffixes(parts.policy->seed(), query.hashes);
  query.key_hash = parts.hash_key(query);
  parts.policy->matcher().prefetch(query.hashes);
  parts.cache.prefetch(query.key_hash);
}

// ---- steps 2 to 8

Next Engine::ask(Query& query, const Now& now) {
  Parts& parts = *parts_;
  const Policy& policy = *parts.policy;
  if (query.done) return query.next;
  if (parts.refuse_strangers(query)) return Next::reply;  // before any look-up: strangers cost us little
  query.facts = policy.facts_of(query.question.name, query.hashes);
  if (answer_locally(query)) return parts.finish(query, Next::reply, now);  // these names must not leave the house
  parts.judge(query, now);
  if (query.verdict.action == Action::block) {  // before the cache: the cache knows no people
    refuse(query, policy, now);
    return parts.finish(query, Next::reply, now);
  }
  const bool led = query.verdict.action == Action::rewrite;  // before the cache: the safer name has its own entry
  if (led && parts.lead_to_safety(query, now)) return parts.finish(query, Next::reply, now);
  Answer answer;
  if (parts.cache.find(parts.key_of(query), now, Seconds(0), answer)) {  // cached answers are inspected too: the asker is another
    parts.counters.add(Health::cache_hits);
    return parts.conclude(query, &answer, now, EdeCode::none);
  }
  switch (parts.in_flight.join(query, query.key_hash)) {  // after the cache: a waiting question never holds up a cached one
    case InFlight::Joined::also:
      parts.counters.add(Health::joined);
      return Next::wait;
    case InFlight::Joined::first:
      parts.counters.add(Health::forwarded);
      return Next::forward;
    case InFlight::Joined::full:
      break;
  }
  parts.counters.add(Health::overflow);
  return Next::drop;
}

// Outside allow_from, or asking what is in the cache without wanting an answer (RD = 0: cache snooping tells who was where).
bool Engine::Parts::refuse_strangers(Query& query) {
  const bool stranger = !policy->may_ask(query.client);
  if (!stranger && (query.flags & flag::recursion_desired) != 0) return false;
  ReplyWriter(query).finish(Rcode::refused, {}, EdeCode::prohibited);
  counters.add(Health::refused);
  return true;
}

// Who asks, in which mode, and what today's policy says to the name.
void Engine::Parts::judge(Query& query, const Now& now) {
  query.judged_by = generation;
  query.asker = who_asks(query, *policy);
  query.mode = modes.mode_of(query.asker, now);
  query.categories = policy->categories_of(query.hashes, query.facts);
  query.verdict = policy->decide(query.asker, query.mode, judged(query, query.hashes, query.categories), query.facts);
}

// True if the reply stands already; else the question is the safe name's from now on.
bool Engine::Parts::lead_to_safety(Query& query, const Now& now) {
  if (lead(query, policy->safe_name(query.verdict), now)) return true;
  query.key_hash = hash_key(query);
  return false;
}

// While it travelled the rules changed or bedtime came. Its own name may be led elsewhere now, or nowhere: then the answer that
// came is not the one it wants.
Engine::Parts::Again Engine::Parts::judge_again(Query& query, const Now& now) {
  const Name travelled = query.question.name;
  ByteReader spelling(Octets(query.spelling).first(query.question_octets()));
  query.question.name = Name::read(spelling);
  query.question.name.hash_suffixes(policy->seed(), query.hashes);
  query.facts = policy->facts_of(query.question.name, query.hashes);
  judge(query, now);
  query.key_hash = hash_key(query);
  if (query.verdict.action == Action::rewrite && lead_to_safety(query, now)) return Again::told;
  return query.question.name == travelled ? Again::same_question : Again::another_question;
}

// ---- steps 9 to 12: from an answer to the reply

// `answer` may be null or a failure: nobody said anything.
Next Engine::Parts::conclude(Query& query, const Answer* answer, const Now& now, EdeCode ede) {
  if (answer != nullptr && answer->is_failure) {
    answer = nullptr;
    ede = EdeCode::no_reachable_authority;
  }
  if (query.verdict.action == Action::rewrite) return serve_safely(query, answer, now, ede);
  return answer == nullptr ? fail(query, now, ede) : serve(query, *answer, now, ede);
}

// A safe name that does not resolve is never the reason for an unsafe address: the file's own addresses, or failure.
Next Engine::Parts::serve_safely(Query& query, const Answer* answer, const Now& now, EdeCode ede) {
  const SafeName& safe = policy->safe_name(query.verdict);
  bool resolves = answer != nullptr && answer->rcode == Rcode::noerror;
  if (resolves && query.question.type == RrType::a && safe.fallback_a) {
    retelling.take(*answer, query.question);
    resolves = retelling.answers_with(RrType::a);
  }
  if ((resolves && tell_anew(query, *answer, now, ede)) || tell_fallback(query, safe, now))
    return finish(query, Next::reply, now);
  return fail(query, now, ede == EdeCode::none ? EdeCode::other : ede);
}

// A client that validates would find a signed record without its keys bogus, so those stay.
bool Engine::Parts::loses_ech(const Query& query, const Answer& answer) {
  const bool service = query.question.type == RrType::https || query.question.type == RrType::svcb;
  if (!service || !answer.has_targets || !policy->profile(query.asker).strip_ech) return false;
  if (!query.edns.dnssec_ok) return true;
  retelling.take(answer, query.question);
  return !retelling.answers_with(RrType::rrsig);
}

TtlLeft Engine::Parts::ttl_left(const Query& query, const Answer& answer, const Now& now, EdeCode ede) const {
  return {(now.mono - answer.stored).count() / 1000, std::min(policy->longest_ttl(query.asker, query.mode), longest_for(query)),
          ede == EdeCode::stale_answer ? kStaleTtl : 0, query.verdict.until};
}

// An answer record by record, because it does not stand behind the question it was given to, or is not told whole. False: it is
// not what it says it is.
bool Engine::Parts::tell_anew(Query& query, const Answer& answer, const Now& now, EdeCode ede) {
  const bool led = query.verdict.action == Action::rewrite;
  const bool host = query.verdict.step == Step::safe_search;
  TtlLeft ttl = ttl_left(query, answer, now, ede);
  if (led) ttl.at_most = std::min(ttl.at_most, kLongestSafe);
  const auto part = led ? Retelling::Part::answer_and_soa : host ? Retelling::Part::without_additional : Retelling::Part::whole;
  const auto ech = loses_ech(query, answer) ? RecordCopier::Ech::remove : RecordCopier::Ech::keep;

  ReplyWriter reply(query);
  RecordCopier copier(reply.body());
  copier.know_name_at(kHeaderOctets);
  ReplyCounts counts;
  if (led) {
    copier.write_cname_of_question(query.question.name, within(std::min(kLedTtl, ttl.at_most), ttl.until, now));
    counts.answers = 1;
  }
  retelling.take(answer, query.question);
  if (!retelling.tell(part, ech, ttl, now, copier, counts)) return false;
  if (led && counts.answers == 1 && counts.authorities == 0) {  // "nothing there", and for how long
    write_negative_soa(reply.body(), within(kLedTtl, ttl.until, now));
    counts.authorities = 1;
  }
  if (reply.body().ok()) {
    Answer told = answer;
    told.answers = counts.answers;
    const Finding finding = inspect(query, told, reply.body().written(), reply.body_at(), *policy);
    if (finding == Finding::closed_target) refuse(query, *policy, now);
    if (finding == Finding::dishonest) refuse_dishonest_answer(query);
    if (finding != Finding::clean) return true;
  }
  const bool as_it_was = !led && ech == RecordCopier::Ech::keep;
  reply.finish(answer.rcode, counts, ede, as_it_was && answer.authentic && wants_authentic(query));
  return true;
}

Next Engine::Parts::serve(Query& query, const Answer& answer, const Now& now, EdeCode ede) {
  if (query.verdict.step == Step::safe_search || loses_ech(query, answer)) {
    return tell_anew(query, answer, now, ede) ? finish(query, Next::reply, now) : fail(query, now, EdeCode::invalid_data);
  }
  ReplyWriter reply(query);
  const std::size_t at = reply.body_at();
  reply.body().octets(answer.records);
  if (reply.body().ok()) {
    if (answer.has_private || answer.has_targets) {
      const Finding finding = inspect(query, answer, reply.body().written(), at, *policy);
      if (finding == Finding::closed_target) refuse(query, *policy, now);
      if (finding == Finding::dishonest) refuse_dishonest_answer(query);
      if (finding != Finding::clean) return finish(query, Next::reply, now);
    }
    const TtlLeft ttl = ttl_left(query, answer, now, ede);
    for (std::size_t i = 0; i < answer.ttl_count(); ++i) {
      std::uint8_t* octets = query.room.data() + at + answer.ttl_offset(i);
      store_u32(octets, ttl.of(load_u32(octets), now));
    }
  }
  const ReplyCounts counts{answer.answers, answer.authorities, answer.additionals};
  reply.finish(answer.rcode, counts, ede, answer.authentic && wants_authentic(query));
  return finish(query, Next::reply, now);
}

Next Engine::Parts::fail(Query& query, const Now& now, EdeCode ede) {
  ReplyWriter(query).finish(Rcode::servfail, {}, ede);
  counters.add(Total::failed);
  counters.add(latency_bucket(now.mono - query.came));
  return Next::reply;
}

// The asker is of today's policy: who waited while the rules changed was judged again.
void Engine::Parts::note_moment(const Query& query) {
  MomentBoard& board = policy->moments();
  const ProfileId profile = query.asker.profile;
  board.note(profile, query.verdict.group);
  if (!board.counts_devices(profile)) return;
  const HashSeed salt = board.salt();
  board.note_device(profile, query.verdict.group, query.has_mac ? query.mac.hash(salt) : query.asking_address().hash(salt));
}

Next Engine::Parts::finish(Query& query, Next next, const Now& now) {
  if (query.mode.told != Told::none) query.gated = is_gated(query);
  counters.add(latency_bucket(now.mono - query.came));
  if (!query.verdict.counted) return next;
  note_moment(query);
  if (query.verdict.group == Group::age_doors && policy->moments().leaves_out_age_doors()) return next;
  if (query.verdict.action == Action::allow)
    counters.add(Total::opened);
  else if (query.verdict.action == Action::rewrite)
    counters.add(Total::safer);
  else if (query.verdict.group == Group::closed_by_time)
    counters.add(Total::closed_by_time);
  else
    counters.add(Total::closed);
  return next;
}

// ---- what upstreams say

Octets Engine::upstream_query(const Query& query, std::span<std::uint8_t> room) const {
  CHECK_INVARIANT(room.size() >= kUpstreamQueryRoom);
  ByteWriter out(room);
  out.u16(0);
  out.u16(static_cast<std::uint16_t>(flag::recursion_desired | flag::authentic_data | (query.flags & flag::checking_disabled)));
  out.u16(1);
  out.u32(0);
  out.u16(1);
  query.question.name.append_to(out);
  out.u16(static_cast<std::uint16_t>(query.question.type));
  out.u16(static_cast<std::uint16_t>(query.question.klass));
  write_opt(out, query.edns.dnssec_ok, 0, EdeCode::none);
  return out.written();
}

// One waiting query gets its reply: from the answer, or, without one, a stale answer or the failure.
void Engine::Parts::settle(Query& query, const Answer* answer, const Now& now, EdeCode ede, std::span<std::uint8_t> room,
                           const Engine::Deliver& deliver) {
  query.room = room;
  const bool stands = query.judged_by == generation && now.wall < query.mode.until;
  const Again again = stands ? Again::same_question : judge_again(query, now);
  Answer kept;
  if (again == Again::another_question) answer = cache.find(key_of(query), now, Seconds(0), kept) ? &kept : nullptr;
  if (query.verdict.action == Action::block) {
    refuse(query, *policy, now);
    finish(query, Next::reply, now);
  } else if (again == Again::told) {
    finish(query, Next::reply, now);
  } else if (answer != nullptr) {
    conclude(query, answer, now, EdeCode::none);
  } else if (limits.serve_stale.count() > 0 && cache.find(key_of(query), now, limits.serve_stale, kept) && !kept.is_failure) {
    counters.add(Health::stale_answers);
    conclude(query, &kept, now, EdeCode::stale_answer);
  } else if (again == Again::another_question) {
    fail(query, now, EdeCode::other);  // the client asks again, and gets what it wants now
  } else {
    conclude(query, nullptr, now, ede);
  }
  deliver(query);
}

void Engine::answered(Ticket ticket, Octets message, const Now& now, std::span<std::uint8_t> room, const Deliver& deliver) {
  Parts& parts = *parts_;
  InFlight::Flight* flight = parts.in_flight.find(ticket.value);
  if (flight == nullptr) return;  // it has landed: a late or repeated answer
  const Result<Answer> answer = parts.answers.read(message, flight->question, now);
  const bool usable = answer && (answer->rcode == Rcode::noerror || answer->rcode == Rcode::nxdomain);
  if (!usable) return failed(ticket, UpstreamTrouble::malformed, now, room, deliver);
  parts.cache.insert({&flight->question, flight->dnssec_ok, flight->checking_disabled, flight->hash}, *answer);
  for (Query* query = parts.in_flight.land(*flight); query != nullptr;) {
    Query* next = query->next_waiting;
    parts.settle(*query, &*answer, now, EdeCode::none, room, deliver);
    query = next;
  }
}

void Engine::failed(Ticket ticket, UpstreamTrouble trouble, const Now& now, std::span<std::uint8_t> room,
                    const Deliver& deliver) {
  Parts& parts = *parts_;
  InFlight::Flight* flight = parts.in_flight.find(ticket.value);
  if (flight == nullptr) return;
  parts.counters.add(trouble == UpstreamTrouble::timeout ? Health::upstream_timeouts : Health::upstream_errors);
  const EdeCode ede = trouble == UpstreamTrouble::unreachable ? EdeCode::network_error : EdeCode::no_reachable_authority;
  if (parts.limits.serve_stale.count() == 0) {  // a stale answer is worth more than the memory of a failure
    Answer failure;
    failure.is_failure = true;
    failure.rcode = Rcode::servfail;
    failure.lifetime = kFailureTtl;
    failure.stored = now.mono;
    parts.cache.insert({&flight->question, flight->dnssec_ok, flight->checking_disabled, flight->hash}, failure);
  }
  for (Query* query = parts.in_flight.land(*flight); query != nullptr;) {
    Query* next = query->next_waiting;
    parts.settle(*query, nullptr, now, ede, room, deliver);
    query = next;
  }
}

void Engine::forget(Query& query) { parts_->in_flight.forget(query); }

}  // namespace darban

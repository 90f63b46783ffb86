// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/inspect.h"

#include "dns/service_binding.h"

namespace darban {
namespace {

constexpr int kMostTargets = 32;  // a longer chain is not honest

// Not when a grant opened everything: then nobody had this name in mind.
bool is_opened_by_hand(const Query& query) {
  const Step step = query.verdict.step;
  return step == Step::never_block || step == Step::own_rule || (step == Step::grant && !query.mode.all_open);
}

// Walks the answer section by hand: the message's counts are not written yet.
struct AnswerSection {
  ByteReader in;
  std::uint16_t left;

  bool next(RrView& rr) {
    if (left == 0 || !in.ok()) return false;
    --left;
    Name::skip(in);
    rr.type = static_cast<RrType>(in.u16());
    in.skip(6);
    const std::size_t length = in.u16();
    rr.rdata_at = in.at();
    rr.rdata = in.take(length);
    return in.ok();
  }
};

// The name a record leads to; the root if it leads nowhere.
Name target_of(const RrView& rr, Octets message) {
  switch (rr.type) {
    case RrType::cname:
    case RrType::dname:
      return read_name_at(message, rr.rdata_at).value_or(Name());
    case RrType::svcb:
    case RrType::https:
      return service_target(rr.rdata).value_or(Name());
    default:
      return {};
  }
}

}  // namespace

Finding inspect(Query& query, const Answer& answer, Octets message, std::size_t records_at, const Policy& policy) {
  if (answer.has_private && !query.facts.may_be_private) return Finding::dishonest;
  if (!answer.has_targets || is_opened_by_hand(query)) return Finding::clean;
  AnswerSection records{ByteReader(message), answer.answers};
  records.in.seek(records_at);
  RrView rr;
  SuffixHashes hashes;
  for (int targets = 0; records.next(rr);) {
    const Name target = target_of(rr, message);
    if (target.is_root()) continue;
    if (++targets > kMostTargets) return Finding::dishonest;
    target.hash_suffixes(policy.seed(), hashes);
    const NameFacts facts = policy.facts_of(target, hashes);
    const CategorySet categories = policy.categories_of(hashes, facts);
    const Verdict verdict = policy.decide_target(query.asker, query.mode, judged(query, hashes, categories), facts);
    if (verdict.action != Action::block) continue;
    query.verdict = verdict;
    return Finding::closed_target;
  }
  return Finding::clean;
}

}  // namespace darban

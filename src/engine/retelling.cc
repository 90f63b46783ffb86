// SPDX-License-Identifier: Apache-2.0
#include "engine/retelling.h"

#include <algorithm>

namespace darban {
namespace {

bool belongs_to(Retelling::Part part, const RrView& rr) {
  if (rr.section == Section::answer || part == Retelling::Part::whole) return true;
  if (rr.section == Section::additional) return false;
  return part == Retelling::Part::without_additional || rr.type == RrType::soa;
}

std::uint16_t& count_of(ReplyCounts& counts, Section section) {
  switch (section) {
    case Section::answer:
      return counts.answers;
    case Section::authority:
      return counts.authorities;
    case Section::additional:
      break;
  }
  return counts.additionals;
}

}  // namespace

// The message as it was behind its question, so that every pointer points where it did.
void Retelling::take(const Answer& answer, const Question& asked) {
  const std::size_t records_at = kHeaderOctets + asked.name.wire_size() + 4;
  message_.resize(records_at + answer.records.size());
  ByteWriter out(message_);
  out.u32(0);
  out.u16(1);
  out.u16(answer.answers);
  out.u16(answer.authorities);
  out.u16(answer.additionals);
  asked.name.append_to(out);
  out.u16(static_cast<std::uint16_t>(asked.type));
  out.u16(static_cast<std::uint16_t>(asked.klass));
  out.octets(answer.records);
}

bool Retelling::answers_with(RrType type) const {
  MessageWalk walk(message_);
  for (RrView rr; walk.next(rr);) {
    if (rr.section == Section::answer && rr.type == type) return true;
  }
  return false;
}

bool Retelling::tell(Part part, RecordCopier::Ech ech, const TtlLeft& ttl, const Now& now, RecordCopier& into,
                     ReplyCounts& counts) const {
  MessageWalk walk(message_);
  for (RrView rr; walk.next(rr);) {
    if (!belongs_to(part, rr)) continue;
    if (!into.copy(rr, message_, ttl.of(rr.ttl, now), ech)) return false;
    ++count_of(counts, rr.section);
  }
  return walk.ok();
}

}  // namespace darban

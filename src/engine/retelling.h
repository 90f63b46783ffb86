// SPDX-License-Identifier: Apache-2.0
// An answer told anew, record by record: behind another question than the one it was given to, or without a part of it. Kept
// answers hold pointers that count from a question of their own length, so they can not be copied there as octets; every other
// reply is (engine.cc, serve). One worker's own; its scratch memory grows to the largest answer it told.
#pragma once
#include <vector>

#include "dns/record_copier.h"
#include "engine/answer.h"
#include "engine/reply.h"
#include "engine/steps/ttl.h"

namespace darban {

class Retelling {
 public:
  enum class Part : std::uint8_t {
    whole,
    without_additional,  // where addresses stand that nobody asked for
    answer_and_soa,      // what is left of it behind a CNAME of ours
  };

  // Makes the records of `answer`, which was given to `asked`, readable; holds until the next call. `answer` must outlive the
  // use.
  void take(const Answer& answer, const Question& asked);

  bool answers_with(RrType type) const;  // whether its answer section has a record of this type
  // Copies that part behind what `into` wrote, adds to `counts`. False: a record is not what its type says.
  bool tell(Part part, RecordCopier::Ech ech, const TtlLeft& ttl, const Now& now, RecordCopier& into, ReplyCounts& counts) const;

 private:
  std::vector<std::uint8_t> message_;
};

}  // namespace darban

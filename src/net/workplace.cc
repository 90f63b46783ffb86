// SPDX-License-Identifier: Apache-2.0
#include "net/workplace.h"

namespace darban {

Workplace::Workplace(const Published<Policy>& policy, const Published<Neighbours>& neighbours, const Clock& clock,
                     const NetSettings& given)
    : settings(given),
      engine(given.engine, random.seed()),
      queries(given.in_flight + kBatch),
      policy_(policy),
      neighbours_reader_(neighbours),
      clock_(&clock),
      room_(kMostMessage) {
  wake_up();
}

bool Workplace::keep(Query& query) {
  if (queries.out() <= settings.in_flight) return true;
  engine.counters().add(Health::overflow);
  engine.forget(query);
  queries.put(&query);
  return false;
}

const Now& Workplace::wake_up() {
  awake_ = true;
  now_ = clock_->now();
  neighbours_ = &neighbours_reader_.get();
  // The old policy dies with get(): the engine must not be asked in between.
  const Policy& policy = policy_.get();
  engine.use(policy, policy_.generation(), now_);
  generation_.store(policy_.generation(), std::memory_order_release);
  return now_;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/renames.h"

#include "base/log.h"

namespace darban {

std::optional<StoreTrouble> Renames::begin(const Renamed& renamed) {
  if (renamed.empty()) return std::nullopt;
  Database* const state = grants_.database();
  if (state == nullptr || !tally_) return grants_.trouble().value_or(StoreTrouble::busy);
  for (const page::Renamed& each : renamed) {
    if (const auto lent = tally_->lend(*state, each.from, each.to); !lent) {
      give_up(renamed);
      return lent.error();
    }
  }
  return std::nullopt;
}

void Renames::written(const Renamed& renamed) {
  for (const page::Renamed& each : renamed) {
    Database* const state = grants_.database();
    if (state == nullptr || !requests_.rename(*state, each.from, each.to))
      log::warn("what was asked by who gets another name could not be taken along");
    grants_.rename(each.from, each.to);
  }
}

void Renames::finish(const Renamed& renamed) {
  settle(renamed,
         [](Tally& tally, Database& state, const page::Renamed& each) { return tally.rename(state, each.from, each.to); });
}

void Renames::give_up(const Renamed& renamed) {
  settle(renamed, [](Tally& tally, Database& state, const page::Renamed& each) { return tally.take_back(state, each.to); });
}

void Renames::settle(const Renamed& renamed, Result<void, StoreTrouble> (*with)(Tally&, Database&, const page::Renamed&)) {
  Database* const state = renamed.empty() ? nullptr : grants_.database();
  if (state == nullptr || !tally_) return;
  for (const page::Renamed& each : renamed) {
    if (const auto done = with(*tally_, *state, each); !done)
      log::warn("the numbers of a name that nobody has stay until the day ends: {}", text_of(done.error()));
  }
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "policy/never_block.h"

#include <algorithm>
#include <iterator>

namespace darban {
namespace {

using enum Vital;
constexpr NameScope exact = NameScope::exact;
constexpr NameScope subtree = NameScope::subtree;

// The shared names stand last.
constexpr VitalName kNames[] = {
#include "policy/vital_table.inc"
};
constexpr const VitalName* kFirstShared =
    std::find_if(std::begin(kNames), std::end(kNames), [](const VitalName& each) { return each.purpose == shared; });
static_assert(std::all_of(kFirstShared, std::end(kNames), [](const VitalName& each) { return each.purpose == shared; }));

}  // namespace

std::span<const VitalName> vital_names() { return {std::begin(kNames), kFirstShared}; }
std::span<const VitalName> shared_names() { return {kFirstShared, std::end(kNames)}; }

void add_vital_names(SpecialNamesBuilder& names) {
  for (const VitalName& vital : vital_names()) {
    const NameMark mark = vital.purpose == safe_search ? NameMark::safe_target : NameMark::never_block;
    names.add_mark(*Name::from_text(vital.name), vital.scope, mark);
  }
}

void add_shared_names(SpecialNamesBuilder& names) {
  for (const VitalName& each : shared_names())
    names.add_mark(*Name::from_text(each.name), each.scope, NameMark::lists_never_close);
}

}  // namespace darban

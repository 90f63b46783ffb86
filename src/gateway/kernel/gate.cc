// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/gate.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "gateway/kernel/flows.h"

namespace darban::gateway {
namespace {

bool is_closed(Treatment treatment) { return treatment.door == Door::closed; }

MacAddress mac_of(const DeviceKey& key) { return MacAddress::from_octets(Octets(key.octets).first(6)); }

// Whether anybody's door that was open may be closed now: else there is no need to walk through all the kernel's connections.
bool may_close(const Plan& before, const Roster& was, const Plan& next) {
  if (is_closed(next.others) && !is_closed(before.others)) return true;
  const bool places_changed = before.places != next.places;
  const auto closes = [&](const Plan::Device& device) {
    return is_closed(device.treatment) && !is_closed(was.treatment_of({}, device.mac));
  };
  return std::any_of(next.devices.begin(), next.devices.end(), closes) ||
         (places_changed && std::any_of(next.places.begin(), next.places.end(),
                                        [](const Plan::Place& place) { return is_closed(place.treatment); }));
}

}  // namespace

// What was answered while a door was open is taken back when it closes.
std::vector<ToldBook::Entry> Gate::take_back(const Roster& next) {
  return book_.take_back([&](const DeviceKey& device, const IpAddress& asker) {
    return next.is_closed(asker, device.by_mac ? std::optional(mac_of(device)) : next.mac_at(asker));
  });
}

Refusal Gate::bring_to(const Plan& plan, MonoTime now) {
  const Refusal late = flush(now);
  if (late != Refusal::none) log::warn("what was told last could not be kept: {}", text_of(late));
  const bool stood = table_.stands();
  const Roster before = std::exchange(roster_, Roster(plan));
  const bool closes = may_close(stood ? table_.plan() : Plan{}, before, plan);
  int problem = table_.bring_to(plan, take_back(roster_));
  if (problem != 0 && stood) {  // somebody or something took parts of it away: all anew
    log::warn("the kernel's table is not what was put there (errno {}): it is made anew", problem);
    clear();
    roster_ = Roster(plan);
    problem = table_.bring_to(plan, {});
  }
  if (problem != 0) {
    log::error("the kernel did not take the rules (errno {})", problem);
    clear();
    return Refusal::kernel;
  }
  ++counts_.plans;
  if (closes) cut_what_runs(before, now);
  return Refusal::none;
}

// Only those that close now: a helpline's flow that began behind a closed door goes on when the next plan comes.
void Gate::cut_what_runs(const Roster& before, MonoTime now) {
  const std::size_t cut = cut_flows([&](const Flow& flow) {
    const auto mac = roster_.mac_at(flow.inside);
    if (!is_closed(roster_.treatment_of(flow.inside, mac)) || is_closed(before.treatment_of(flow.inside, mac))) return false;
    const Point outside = point_of(flow.outside);
    return !book_.holds({DeviceKey::of(mac, flow.inside), outside, true}, now) &&
           !book_.holds({DeviceKey::of(std::nullopt, flow.inside), outside, true}, now);
  });
  counts_.cut += cut;
  if (cut > 0) log::info("{} running connections were cut", cut);
}

void Gate::clear() {
  if (const int problem = table_.clear(); problem != 0) log::error("the table could not be taken down (errno {})", problem);
  gathered_.clear();
  book_.clear();
  roster_ = Roster();
  forgot_all_ = true;
}

Refusal Gate::note(const Tell& tell, MonoTime now) {
  if (!table_.stands()) return Refusal::no_plan;
  const auto mac = tell.mac ? tell.mac : neighbours_.mac_of(tell.asker, table_.plan().lan);
  const bool closed = is_closed(roster_.treatment_of(tell.asker, mac));
  if (closed && !tell.door_closed && !tell.vital) return Refusal::overtaken;
  const DeviceKey device = DeviceKey::of(mac, tell.asker);
  for (const IpAddress& address : tell.addresses) {
    const ToldBook::Entry entry{device, point_of(address), tell.vital};
    const auto news = book_.note(entry, tell.asker, tell.door_closed, now, table_.plan().answered_for);
    if (news == ToldBook::News::no_room) return Refusal::too_many;
    if (news != ToldBook::News::none) gathered_.push_back({entry, news == ToldBook::News::renewed});
  }
  return Refusal::none;
}

Refusal Gate::flush(MonoTime now) {
  if (gathered_.empty()) return Refusal::none;
  const auto told = std::exchange(gathered_, {});
  const int problem = table_.tell(told, table_.plan().answered_for);
  if (problem == 0) {
    counts_.told += told.size();
    return Refusal::none;
  }
  // The book does not say any more what stands, and what it does not know it could not take back.
  log::warn("the kernel did not take an answered address (errno {}): the table is made anew", problem);
  const Plan plan = table_.plan();
  clear();
  return bring_to(plan, now) == Refusal::none ? Refusal::overtaken : Refusal::kernel;
}

bool Gate::forgot_all() { return std::exchange(forgot_all_, false); }

}  // namespace darban::gateway

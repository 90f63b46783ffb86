// SPDX-License-Identifier: Apache-2.0
// Any octets as a message between darban and darban-gateway: refused at a place inside, or read; and whatever was read of a plan
// makes a plan that is written and read again as itself, and whose look-ups end.
#include "gateway/message.h"
#include "gateway/roster.h"
#include "tests/fuzz/expect.h"

using namespace darban;
using namespace darban::gateway;

namespace {

// Nothing: it is more than a plan may hold.
std::optional<Plan> plan_of(Message message) {
  Plan base;
  base.lan = {*InterfaceName::from_text("br-lan")};
  PlanDraft draft;
  draft.take(*read_message(messages_of(base, 1).front()));
  const Refusal refusal = draft.take(std::move(message));
  if (refusal == Refusal::too_many) return std::nullopt;
  EXPECT(refusal == Refusal::none);
  auto plan = draft.finish();
  EXPECT(plan.has_value());
  return *plan;
}

void come_round(const Plan& plan) {
  PlanDraft draft;
  for (const auto& packet : messages_of(plan, 7)) {
    EXPECT(packet.size() <= kMostOctets);
    auto message = read_message(packet);
    EXPECT(message.has_value());
    if (message->verb != Verb::commit) EXPECT(draft.take(std::move(*message)) == Refusal::none);
  }
  const auto again = draft.finish();
  EXPECT(again.has_value() && *again == plan);
}

void look_up(const Plan& plan) {
  const Roster roster(plan);
  const auto& places = roster.places();
  for (std::size_t i = 1; i < places.size(); ++i) EXPECT(places[i - 1].last < places[i].first);
  EXPECT(split(places, Family::v4).size() + split(places, Family::v6).size() <= places.size() + 2);
  for (const Plan::Place& place : plan.places) EXPECT(find(places, point_of(place.prefix.base())) != nullptr);
  for (const auto& one : plan.whereabouts) EXPECT(roster.mac_at(one.address).has_value());
  static_cast<void>(roster.closed_places());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  auto message = read_message({octets, size});
  if (!message) {
    EXPECT(message.error().code != Errc::ok);
    EXPECT(message.error().at <= size);
    return 0;
  }
  if (const auto* tell = std::get_if<Tell>(&message->body)) {
    EXPECT(tell->addresses.size() <= kMostTold);
    std::array<std::uint8_t, tell_octets(kMostTold)> room;
    const TellHead head{tell->mac ? &*tell->mac : nullptr, tell->asker, tell->door_closed, tell->vital};
    const auto again = read_message(write_tell(room, message->number, head, tell->addresses));
    EXPECT(again.has_value() && std::get<Tell>(again->body).addresses == tell->addresses);
    return 0;
  }
  if (std::holds_alternative<std::monostate>(message->body)) return 0;
  const auto plan = plan_of(std::move(*message));
  if (!plan) return 0;
  come_round(*plan);
  look_up(*plan);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
// What darban and darban-gateway say to each other: one message a packet over a Unix socket of type SOCK_SEQPACKET. A closed set
// of verbs in octets of fixed width, no text but interface names, and nothing else can be asked. Integers big-endian, addresses
// in 16 octets (IPv4 as its IPv4-mapped form).
//
//   0     version, 1
//   1     verb
//   2-5   number, the asker's own; the answer carries it back
//   6-    body
//
//   begin        port4 u16, port6 u16, answered-for u32 (seconds), others u8, then interfaces of 16 octets: a new plan begins
//   devices      (MAC 6, treatment 1) ...
//   places       (address 16, prefix length 1, treatment 1) ...
//   whereabouts  (address 16, MAC 6) ...
//   resolvers    (address 16, prefix length 1) ...
//   tunnels      (protocol 1, port 2) ...
//   exceptions   (address 16, prefix length 1) ...
//   commit       nothing: the plan comes into force as a whole, or not at all
//   tell         flags 1, MAC 6, asker's address 16, then addresses of 16 octets that the asker is about to be given
//   beat         nothing: the daemon is alive
//   clear        nothing: the table goes
//   done         nothing: everything up to this number is done
//   refused      reason 1
//
// Parsing is total: every octet string gives a message or an Error with the octet, in bounded time.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/showable.h"
#include "gateway/plan.h"

namespace darban::gateway {

inline constexpr std::uint8_t kProtocol = 1;
inline constexpr std::size_t kMostOctets = 16384;  // of a message
inline constexpr std::size_t kMostTold = 128;      // addresses in one tell

enum class Verb : std::uint8_t {
  begin = 1,
  devices,
  places,
  whereabouts,
  resolvers,
  tunnels,
  exceptions,
  commit,
  tell,
  beat,
  clear,
  done = 128,
  refused = 129,
};

enum class Refusal : std::uint8_t {
  none = 0,
  other_version,  // daemon and helper are of different releases
  bad_message,
  no_plan,     // a part or a commit without a begin, or a tell before the first plan
  too_many,    // beyond the bounds of plan.h, or of what the kernel's sets hold
  not_leader,  // another connection sends the plans now
  overtaken,   // a tell that was judged before the asker's door closed, or opened
  kernel,      // the kernel did not take it; nothing was changed
};
Text text_of(Refusal refusal);

struct Begin {
  std::uint16_t port4 = 0;
  std::uint16_t port6 = 0;
  Seconds answered_for{0};
  Treatment others;
  std::vector<InterfaceName> lan;
};

// "This device is about to be given these addresses."
struct Tell {
  std::optional<MacAddress> mac;
  IpAddress asker;
  bool door_closed = false;  // judged while the asker's door was closed
  bool vital = false;        // of a name that is open at any hour: it stays when the door closes
  std::vector<IpAddress> addresses;
};

struct Message {
  Verb verb = Verb::beat;
  std::uint32_t number = 0;
  Refusal refusal = Refusal::none;  // of refused
  std::variant<std::monostate, Begin, std::vector<Plan::Device>, std::vector<Plan::Place>, std::vector<Plan::Whereabouts>,
               std::vector<IpPrefix>, std::vector<Plan::Tunnel>, Tell>
      body;
};

// Errors: unknown version is Errc::newer_version at octet 0, an unknown verb Errc::out_of_range at 1.
Result<Message> read_message(Octets packet);

// A message without a body, or refused. `room`: kShortMessage octets.
inline constexpr std::size_t kShortMessage = 7;
Octets write_short(std::span<std::uint8_t> room, Verb verb, std::uint32_t number, Refusal refusal = Refusal::none);

// `room` must hold tell_octets(addresses.size()); at most kMostTold addresses are written. Allocates nothing.
constexpr std::size_t tell_octets(std::size_t addresses) { return 6 + 1 + 6 + 16 + 16 * addresses; }
struct TellHead {
  const MacAddress* mac = nullptr;  // null: not known
  IpAddress asker;
  bool door_closed = false;
  bool vital = false;
};
Octets write_tell(std::span<std::uint8_t> room, std::uint32_t number, const TellHead& head, std::span<const IpAddress> addresses);

// A whole plan: begin, its parts, commit. All carry `number`.
std::vector<std::vector<std::uint8_t>> messages_of(const Plan& plan, std::uint32_t number);

// Puts the parts of a plan together again on the other side.
class PlanDraft {
 public:
  // The part of a plan that `message` holds. none: taken.
  Refusal take(Message message);
  // After commit: the whole plan, or why there is none. The draft is empty afterwards.
  Result<Plan, Refusal> finish();

 private:
  Refusal keep(Message& message);
  std::optional<Plan> plan_;
  Refusal spoiled_ = Refusal::none;  // a part was refused: so is the whole
};

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
// Any octets from a client and any octets from an upstream, through the whole pipeline of a household with lists and rules: no
// crash, no reply that is not one, no reply longer than its asker takes, every waiting question delivered exactly once. Input:
// two octets with the length of the client's message, the message, then the upstream's answer.
#include <array>
#include <memory>
#include <vector>

#include "config/yaml.h"
#include "engine/engine.h"
#include "policy/build.h"
#include "tests/fuzz/expect.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr CategoryId kGaming{1};
constexpr CategoryId kTrackers{2};
constexpr Now kNow{MonoTime(Seconds(1000)), WallTime(Seconds(1795464000)), true};

std::shared_ptr<const Policy> household() {
  Household household;
  household.guest.band = Band::age_10_12;
  household.guest.close.push_back({"gaming", {}});
  household.guest.close.push_back({"trackers", {}});
  household.guest.strip_ech = true;
  household.never_block.push_back({"help.example", {}});
  household.block.push_back({"rule.example", {}});
  const auto image = image_of({{kGaming, "gaming"}, {kTrackers, "trackers", true}},
                              {{"games.example", kGaming}, {"tracker.example", kTrackers}});
  const auto policy = build_policy(household, *parse_settings("", "defaults"), image);
  EXPECT(policy.has_value());
  return *policy;
}

// What every reply is, whatever was asked.
void check_reply(const Query& query, Octets request) {
  const Octets reply = query.reply;
  EXPECT(reply.size() >= kHeaderOctets);
  ByteReader asked(request);
  ByteReader said(reply);
  const Header question = read_header(asked);
  const Header answer = read_header(said);
  EXPECT(answer.is_response());
  EXPECT(answer.id == question.id);
  EXPECT(answer.opcode() == question.opcode());
  EXPECT(query.transport == Transport::tcp || reply.size() <= kEdnsUdpSize);
  MessageWalk walk(reply);
  for (RrView rr; walk.next(rr);) EXPECT(rr.rdata_at + rr.rdata.size() <= reply.size());
  EXPECT(walk.ok() && walk.finished());  // what we say is well-formed
}

struct Run {
  Engine engine{{.cache_octets = 256 << 10}, HashSeed{42}};
  std::vector<std::uint8_t> room = std::vector<std::uint8_t>(65535);
  int delivered = 0;

  void ask(Octets request, Octets answer, Transport transport) {
    Query query;
    query.request = request;
    query.room = room;
    query.client = "10.0.0.7"_ip;
    query.asked = "10.0.0.1"_ip;
    query.transport = transport;
    engine.read(query, kNow);
    const Next next = engine.ask(query, kNow);
    EXPECT(next != Next::wait);  // nobody else asks
    if (next == Next::reply) check_reply(query, request);
    if (next == Next::forward) travel(query, request, answer);
  }

  void travel(Query& query, Octets request, Octets answer) {
    std::array<std::uint8_t, 512> sent;
    EXPECT(engine.upstream_query(query, sent).size() > kHeaderOctets);
    delivered = 0;
    const auto deliver = [&](Query& settled) {
      ++delivered;
      check_reply(settled, request);
    };
    const Ticket ticket = engine.ticket_of(query);
    engine.answered(ticket, answer, kNow, room, deliver);
    EXPECT(delivered == 1);
    engine.answered(ticket, answer, kNow, room, deliver);  // a repeated answer finds nobody
    engine.failed(ticket, UpstreamTrouble::timeout, kNow, room, deliver);
    EXPECT(delivered == 1);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const auto policy = household();
  if (size < 2) return 0;
  const std::size_t length = std::min<std::size_t>(static_cast<std::size_t>(octets[0]) << 8 | octets[1], size - 2);
  const std::vector<std::uint8_t> request(octets + 2, octets + 2 + length);  // on the heap: a read behind its end is seen
  const std::vector<std::uint8_t> answer(octets + 2 + length, octets + size);
  Run run;
  run.engine.use(*policy, 1, kNow);
  for (const Transport transport : {Transport::udp, Transport::tcp, Transport::udp}) run.ask(request, answer, transport);
  return 0;
}

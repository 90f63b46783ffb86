// SPDX-License-Identifier: Apache-2.0
#include "gateway/message.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::gateway;
using namespace darban::literals;

namespace {

using Packet = std::vector<std::uint8_t>;

Plan plan() {
  Plan plan;
  plan.lan = {*InterfaceName::from_text("br-lan"), *InterfaceName::from_text("eth0.20")};
  plan.port4 = 53;
  plan.port6 = 5353;
  plan.answered_for = Seconds(600);
  plan.others = {Door::answered, Ways::strict};
  plan.devices = {{"02:00:00:00:00:07"_mac, {Door::closed, Ways::standard}}, {"02:00:00:00:00:08"_mac, {}}};
  plan.places = {{"192.168.20.0/24"_prefix, {Door::answered, Ways::open}}, {"fd00::/64"_prefix, {Door::open, Ways::strict}}};
  plan.whereabouts = {{"192.168.20.9"_ip, "02:00:00:00:00:07"_mac}};
  plan.resolvers = {"8.8.8.8"_prefix, "2001:db8::/32"_prefix};
  plan.tunnels = {{Plan::Tunnel::Protocol::udp, 1194}, {Plan::Tunnel::Protocol::tcp, 9001}};
  plan.exceptions = {"203.0.113.0/24"_prefix};
  return plan;
}

Result<Plan, Refusal> carried_over(const std::vector<Packet>& packets) {
  PlanDraft draft;
  for (const Packet& packet : packets) {
    auto message = read_message(packet);
    REQUIRE(message);
    if (message->verb == Verb::commit) return draft.finish();
    draft.take(std::move(*message));
  }
  return Refusal::no_plan;
}

Errc refused(Packet packet) {
  const auto message = read_message(packet);
  REQUIRE_FALSE(message);
  CHECK(message.error().at <= packet.size());
  return message.error().code;
}

}  // namespace

TEST_CASE("a plan comes over as it was") {
  const auto arrived = carried_over(messages_of(plan(), 7));
  REQUIRE(arrived);
  CHECK(*arrived == plan());
  Plan least;
  least.lan = plan().lan;
  CHECK(*carried_over(messages_of(least, 7)) == least);
}

TEST_CASE("a school's plan comes over in as many messages as it needs, each within the bound") {
  Plan large = plan();
  large.devices.clear();
  for (std::uint16_t i = 0; i < 10000; ++i) {
    const std::array<std::uint8_t, 6> octets{2, 0, 0, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    large.devices.push_back({MacAddress::from_octets(octets), *treatment_from(static_cast<std::uint8_t>(i % kTreatments))});
  }
  const auto packets = messages_of(large, 1);
  CHECK(packets.size() > 8);
  for (const Packet& packet : packets) CHECK(packet.size() <= kMostOctets);
  CHECK(*carried_over(packets) == large);
}

TEST_CASE("a plan with more than the bounds is refused as a whole") {
  Plan large = plan();
  large.tunnels.assign(bound::kTunnels + 1, {Plan::Tunnel::Protocol::udp, 1});
  const auto arrived = carried_over(messages_of(large, 1));
  REQUIRE_FALSE(arrived);
  CHECK(arrived.error() == Refusal::too_many);
}

TEST_CASE("parts without a beginning are no plan, and a beginning forgets what was before") {
  auto packets = messages_of(plan(), 1);
  packets.erase(packets.begin());
  CHECK(carried_over(packets).error() == Refusal::no_plan);
  PlanDraft draft;
  draft.take(*read_message(messages_of(plan(), 1)[0]));
  draft.take(*read_message(messages_of(plan(), 1)[1]));
  draft.take(*read_message(messages_of(plan(), 2)[0]));
  CHECK(draft.finish()->devices.empty());
  CHECK(draft.finish().error() == Refusal::no_plan);
}

TEST_CASE("what is told comes over, with and without a MAC") {
  const std::array addresses{"192.0.2.1"_ip, "2001:db8::1"_ip};
  const MacAddress mac = "02:00:00:00:00:07"_mac;
  for (const MacAddress* known : {&mac, static_cast<const MacAddress*>(nullptr)}) {
    std::array<std::uint8_t, tell_octets(2)> room;
    const auto message = read_message(write_tell(room, 99, {known, "fd00::7"_ip, true, false}, addresses));
    REQUIRE(message);
    CHECK(message->verb == Verb::tell);
    CHECK(message->number == 99);
    const Tell& tell = std::get<Tell>(message->body);
    CHECK(tell.mac.has_value() == (known != nullptr));
    if (tell.mac) CHECK(*tell.mac == mac);
    CHECK(tell.asker == "fd00::7"_ip);
    CHECK(tell.door_closed);
    CHECK_FALSE(tell.vital);
    CHECK(tell.addresses == std::vector<IpAddress>(addresses.begin(), addresses.end()));
  }
}

TEST_CASE("short messages carry verb, number and reason") {
  std::array<std::uint8_t, kShortMessage> room;
  for (const Verb verb : {Verb::commit, Verb::beat, Verb::clear, Verb::done}) {
    const auto message = read_message(write_short(room, verb, 0xfffffffe));
    REQUIRE(message);
    CHECK(message->verb == verb);
    CHECK(message->number == 0xfffffffe);
  }
  CHECK(read_message(write_short(room, Verb::refused, 3, Refusal::kernel))->refusal == Refusal::kernel);
}

TEST_CASE("another version is said to be one, whatever follows") {
  CHECK(refused({2}) == Errc::newer_version);
  CHECK(refused({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) == Errc::newer_version);
}

TEST_CASE("what is no message is refused: no octets, unknown verbs, octets too many or too few") {
  CHECK(refused({}) == Errc::truncated);
  CHECK(refused({1, 1, 0, 0, 0}) == Errc::truncated);
  CHECK(refused({1, 0, 0, 0, 0, 1}) == Errc::out_of_range);
  CHECK(refused({1, 12, 0, 0, 0, 1}) == Errc::out_of_range);
  CHECK(refused({1, 10, 0, 0, 0, 1, 0}) == Errc::trailing_octets);
  CHECK(refused({1, 129, 0, 0, 0, 1, 0}) == Errc::out_of_range);
  CHECK(refused({1, 129, 0, 0, 0, 1, 99}) == Errc::out_of_range);
  for (const Packet& packet : messages_of(plan(), 1)) {
    if (packet.size() == 6) continue;
    Packet cut = packet;
    cut.pop_back();
    CHECK_FALSE(read_message(cut));
  }
  CHECK(refused(Packet(kMostOctets + 1, 1)) == Errc::too_large);
}

TEST_CASE("values that mean nothing are refused") {
  const auto packets = messages_of(plan(), 1);
  const auto changed = [&](std::size_t packet, std::size_t at, std::uint8_t value) {
    Packet copy = packets[packet];
    copy.at(at) = value;
    return refused(copy);
  };
  CHECK(changed(0, 14, kTreatments) == Errc::out_of_range);  // a treatment
  CHECK(changed(0, 10, 1) == Errc::out_of_range);            // answered for years
  CHECK(changed(0, 15, '/') == Errc::bad_character);         // an interface's name
  CHECK(changed(0, 15 + 7, 'x') == Errc::bad_character);     // something behind its end
  CHECK(changed(2, 6 + 16, 90) == Errc::bad_prefix);         // a prefix that is shorter than IPv4's part
  CHECK(changed(2, 6 + 15, 9) == Errc::bad_prefix);          // bits behind the prefix
  CHECK(changed(5, 6, 1) == Errc::out_of_range);             // ICMP has no ports
}

TEST_CASE("names of interfaces are the kernel's, and no patterns") {
  for (const char* good : {"br-lan", "eth0.20", "wlan0_1", "x", "abcdefghijklmno"}) CHECK(InterfaceName::from_text(good));
  for (const char* bad : {"", "abcdefghijklmnop", "eth*", "a b", "\"", "eth0;", ".", "..", "a/b"})
    CHECK_FALSE(InterfaceName::from_text(bad));
}

TEST_CASE("every octet that stands for a treatment stands for one of its own") {
  for (std::uint8_t octet = 0; octet < kTreatments; ++octet) CHECK(octet_of(*treatment_from(octet)) == octet);
  CHECK_FALSE(treatment_from(kTreatments));
}

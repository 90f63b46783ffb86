// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/table.h"

#include <algorithm>
#include <array>

#include "gateway/roster.h"

namespace darban::gateway {
namespace {

using nft::Element;
using nft::Hook;
using nft::Key;
using nft::Kind;
using nft::Outcome;
using nft::Rule;
using nft::Set;
using nft::Transaction;

constexpr Text kTable{"darban"};

// Chains. One for each treatment, in the order of octet_of().
constexpr Text kPrerouting{"prerouting"}, kForward{"forward"}, kOutward{"outward"}, kInward{"inward"}, kOthers{"others"};
constexpr Text kEncrypted{"encrypted"}, kTunnels{"tunnels"}, kAnswered{"answered"}, kClosed{"closed"}, kTold{"told"},
    kRefuse{"refuse"};
constexpr std::array<Text, kTreatments> kTreatmentChains{"door_open",     "door_open_standard",     "door_open_strict",
                                                         "door_answered", "door_answered_standard", "door_answered_strict",
                                                         "door_closed",   "door_closed_standard",   "door_closed_strict"};
const Text& chain_of(Treatment treatment) { return kTreatmentChains.at(octet_of(treatment)); }

// Sets.
constexpr Set kLan{"lan", Key::interface, Kind::plain};
constexpr Set kByMac{"by_mac", Key::mac, Kind::chains};
constexpr Set kByPlace4{"by_place4", Key::v4, Kind::chain_ranges}, kByPlace6{"by_place6", Key::v6, Kind::chain_ranges};
constexpr Set kResolvers4{"resolvers4", Key::v4, Kind::interval}, kResolvers6{"resolvers6", Key::v6, Kind::interval};
constexpr Set kExceptions4{"exceptions4", Key::v4, Kind::interval}, kExceptions6{"exceptions6", Key::v6, Kind::interval};
constexpr Set kClosedAt4{"closed_at4", Key::v4, Kind::interval}, kClosedAt6{"closed_at6", Key::v6, Kind::interval};
constexpr Set kEncryptedPorts{"encrypted_ports", Key::port, Kind::plain};
constexpr Set kTunnelPorts{"tunnel_ports", Key::protocol_and_port, Kind::plain};
// What was told: by MAC or by address, of which family, and whether it outlives the closing of a door.
constexpr std::array<Set, 8> kToldSets{
    Set{"answered4", Key::mac_and_v4, Kind::timed},   Set{"answered6", Key::mac_and_v6, Kind::timed},
    Set{"answered_by4", Key::v4_and_v4, Kind::timed}, Set{"answered_by6", Key::v6_and_v6, Kind::timed},
    Set{"vital4", Key::mac_and_v4, Kind::timed},      Set{"vital6", Key::mac_and_v6, Kind::timed},
    Set{"vital_by4", Key::v4_and_v4, Kind::timed},    Set{"vital_by6", Key::v6_and_v6, Kind::timed}};

constexpr std::uint16_t kDns = 53, kDnsOverTls = 853, kHttps = 443;

// ---- elements

bool is_v4(const Point& point) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::equal(kMapped.begin(), kMapped.end(), point.begin());
}

void append(Element& element, std::span<const std::uint8_t> octets, std::size_t width) {
  std::copy(octets.begin(), octets.end(), element.key.begin() + element.size);
  element.size = static_cast<std::uint8_t>(element.size + width);
}
void append_address(Element& element, const Point& point, bool v4) {
  const auto octets = std::span(point).subspan(v4 ? 12 : 0);
  append(element, octets, octets.size());
}

Element port_element(std::uint16_t port) {
  Element element;
  append(element, std::array{static_cast<std::uint8_t>(port >> 8), static_cast<std::uint8_t>(port)}, 2);
  return element;
}

Element interface_element(const InterfaceName& name) {
  Element element;
  append(element, {reinterpret_cast<const std::uint8_t*>(name.octets().data()), InterfaceName::kRoom}, InterfaceName::kRoom);
  return element;
}

Element tunnel_element(const Plan::Tunnel& tunnel) {
  Element element;
  append(element, std::array{static_cast<std::uint8_t>(tunnel.protocol)}, 4);
  append(element, std::array{static_cast<std::uint8_t>(tunnel.port >> 8), static_cast<std::uint8_t>(tunnel.port)}, 4);
  return element;
}

Element device_element(const Plan::Device& device) {
  std::array<std::uint8_t, 6> octets;
  ByteWriter out(octets);
  device.mac.append_to(out);
  Element element;
  append(element, octets, octets.size());
  element.chain = &chain_of(device.treatment);
  return element;
}

// A range is its first address, and the first one behind it unless the addresses end there.
std::vector<Element> range_elements(std::span<const Range> ranges, Family family, bool chains) {
  std::vector<Element> elements;
  for (const Range& range : split(ranges, family)) {
    const bool v4 = family == Family::v4;
    Element first;
    append_address(first, range.first, v4);
    if (chains) first.chain = &chain_of(range.treatment);
    elements.push_back(first);
    Point behind = range.last;
    std::size_t i = behind.size();
    const std::size_t end = v4 ? 12 : 0;
    while (i > end && ++behind[i - 1] == 0) --i;
    if (i == end) continue;  // the last address there is
    Element last;
    append_address(last, behind, v4);
    last.ends_range = true;
    elements.push_back(last);
  }
  return elements;
}

const Set& told_set(const ToldBook::Entry& entry) {
  const bool v6 = !is_v4(entry.destination);
  return kToldSets.at((entry.vital ? 4u : 0u) + (entry.device.by_mac ? 0u : 2u) + (v6 ? 1u : 0u));
}

// Nothing for a device known by an address of the other family: no packet of its can match.
std::optional<Element> told_element(const ToldBook::Entry& entry) {
  const bool v4 = is_v4(entry.destination);
  Element element;
  if (entry.device.by_mac)
    append(element, std::span(entry.device.octets).first(6), 8);
  else if (is_v4(entry.device.octets) != v4)
    return std::nullopt;
  else
    append_address(element, entry.device.octets, v4);
  append_address(element, entry.destination, v4);
  return element;
}

// ---- what never changes

void add_sets(Transaction& change) {
  for (const Set* set : {&kLan, &kByMac, &kByPlace4, &kByPlace6, &kResolvers4, &kResolvers6, &kExceptions4, &kExceptions6,
                         &kClosedAt4, &kClosedAt6, &kEncryptedPorts, &kTunnelPorts})
    change.add_set(*set);
  for (const Set& set : kToldSets) change.add_set(set);
  change.add(kEncryptedPorts, std::array{port_element(kHttps), port_element(kDnsOverTls)});
}

void add_rules_of_refusal(Transaction& change) {
  change.add_rule(kRefuse, Rule().is_tcp().reset_connection());  // a program hears at once that there is no way
  change.add_rule(kRefuse, Rule().say_prohibited());
}

void add_rules_of_ways(Transaction& change) {
  change.add_rule(kEncrypted, Rule().is_tcp().port_is(kDnsOverTls).go_to(kRefuse));
  change.add_rule(kEncrypted, Rule().is_udp().port_is(kDnsOverTls).go_to(kRefuse));
  constexpr std::array to4{nft::Field::destination4};
  constexpr std::array to6{nft::Field::destination6};
  constexpr std::array port{nft::Field::destination_port};
  change.add_rule(kEncrypted, Rule().is(Rule::Family::v4).in(kResolvers4, to4).is_tcp().in(kEncryptedPorts, port).go_to(kRefuse));
  change.add_rule(kEncrypted, Rule().is(Rule::Family::v4).in(kResolvers4, to4).is_udp().in(kEncryptedPorts, port).go_to(kRefuse));
  change.add_rule(kEncrypted, Rule().is(Rule::Family::v6).in(kResolvers6, to6).is_tcp().in(kEncryptedPorts, port).go_to(kRefuse));
  change.add_rule(kEncrypted, Rule().is(Rule::Family::v6).in(kResolvers6, to6).is_udp().in(kEncryptedPorts, port).go_to(kRefuse));
  change.add_rule(kTunnels, Rule().tunnel_in(kTunnelPorts).go_to(kRefuse));
}

void add_rules_of_doors(Transaction& change) {
  using nft::Field;
  constexpr std::array mac4{Field::source_mac, Field::destination4};
  constexpr std::array mac6{Field::source_mac, Field::destination6};
  constexpr std::array by4{Field::source4, Field::destination4};
  constexpr std::array by6{Field::source6, Field::destination6};
  for (std::size_t i = 0; i < kToldSets.size(); i += 4) {
    change.add_rule(kTold, Rule().is_ethernet().is(Rule::Family::v4).in(kToldSets[i], mac4).to(Outcome::accept));
    change.add_rule(kTold, Rule().is_ethernet().is(Rule::Family::v6).in(kToldSets[i + 1], mac6).to(Outcome::accept));
    change.add_rule(kTold, Rule().is(Rule::Family::v4).in(kToldSets[i + 2], by4).to(Outcome::accept));
    change.add_rule(kTold, Rule().is(Rule::Family::v6).in(kToldSets[i + 3], by6).to(Outcome::accept));
  }
  constexpr std::array to4{Field::destination4};
  constexpr std::array to6{Field::destination6};
  change.add_rule(kAnswered, Rule().established().to(Outcome::accept));
  change.add_rule(kAnswered, Rule().jump(kTold));
  change.add_rule(kAnswered, Rule().is(Rule::Family::v4).in(kExceptions4, to4).to(Outcome::accept));
  change.add_rule(kAnswered, Rule().is(Rule::Family::v6).in(kExceptions6, to6).to(Outcome::accept));
  change.add_rule(kAnswered, Rule().go_to(kRefuse));
  change.add_rule(kClosed, Rule().jump(kTold));
  change.add_rule(kClosed, Rule().go_to(kRefuse));
  change.add_rule(kInward, Rule().is(Rule::Family::v4).in(kClosedAt4, to4).goes_the_way_it_began().to(Outcome::drop));
  change.add_rule(kInward, Rule().is(Rule::Family::v6).in(kClosedAt6, to6).goes_the_way_it_began().to(Outcome::drop));
}

void add_rules_of_treatments(Transaction& change) {
  for (std::uint8_t i = 0; i < kTreatments; ++i) {
    const Treatment treatment = *treatment_from(i);
    const Text chain = kTreatmentChains[i];
    if (treatment.ways != Ways::open) change.add_rule(chain, Rule().jump(kEncrypted));
    if (treatment.ways == Ways::strict) change.add_rule(chain, Rule().jump(kTunnels));
    if (treatment.door == Door::answered) change.add_rule(chain, Rule().go_to(kAnswered));
    if (treatment.door == Door::closed) change.add_rule(chain, Rule().go_to(kClosed));
  }
}

void add_rules_of_whose(Transaction& change) {
  using nft::Field;
  // What is left of port 53 here began before we did, or is of a family on which we do not answer: it must not go round us.
  change.add_rule(kOutward, Rule().is_udp().port_is(kDns).go_to(kRefuse));
  change.add_rule(kOutward, Rule().is_tcp().port_is(kDns).go_to(kRefuse));
  change.add_rule(kOutward, Rule().is_ethernet().chain_by(kByMac, Field::source_mac));
  change.add_rule(kOutward, Rule().is(Rule::Family::v4).chain_by(kByPlace4, Field::source4));
  change.add_rule(kOutward, Rule().is(Rule::Family::v6).chain_by(kByPlace6, Field::source6));
  change.add_rule(kOutward, Rule().go_to(kOthers));
  change.add_rule(kForward, Rule().comes_from(kLan).leaves_not_by(kLan).go_to(kOutward));
  change.add_rule(kForward, Rule().comes_not_from(kLan).leaves_by(kLan).go_to(kInward));
}

void build(Transaction& change) {
  change.add_table();  // so that there is one to delete: what is left of another attempt
  change.delete_table();
  change.add_table();
  add_sets(change);
  for (const Text chain : {kRefuse, kTold, kAnswered, kClosed, kEncrypted, kTunnels}) change.add_chain(chain);
  for (const Text chain : kTreatmentChains) change.add_chain(chain);
  for (const Text chain : {kOthers, kOutward, kInward}) change.add_chain(chain);
  change.add_chain(kForward, Hook::forward);
  change.add_chain(kPrerouting, Hook::redirect);
  add_rules_of_refusal(change);
  add_rules_of_ways(change);
  add_rules_of_doors(change);
  add_rules_of_treatments(change);
  add_rules_of_whose(change);
}

// ---- what differs

template <typename T, typename ElementOf>
std::vector<Element> elements_of(const std::vector<T>& all, ElementOf element_of) {
  std::vector<Element> elements;
  elements.reserve(all.size());
  for (const T& one : all) elements.push_back(element_of(one));
  return elements;
}

void replace(Transaction& change, const Set& set, std::span<const Element> elements) {
  change.flush_set(set);
  change.add(set, elements);
}

void replace_ranges(Transaction& change, const Set& set4, const Set& set6, std::span<const Range> ranges, bool chains) {
  replace(change, set4, range_elements(ranges, Family::v4, chains));
  replace(change, set6, range_elements(ranges, Family::v6, chains));
}

void set_ports(Transaction& change, const Plan& plan) {
  change.flush_chain(kPrerouting);
  const auto redirect = [&](Rule::Family family, std::uint16_t port) {
    if (port == 0) return;
    change.add_rule(kPrerouting, Rule().comes_from(kLan).is(family).is_udp().port_is(kDns).not_for_us().redirect(port));
    change.add_rule(kPrerouting, Rule().comes_from(kLan).is(family).is_tcp().port_is(kDns).not_for_us().redirect(port));
  };
  redirect(Rule::Family::v4, plan.port4);
  redirect(Rule::Family::v6, plan.port6);
}

void set_others(Transaction& change, const Plan& plan) {
  change.flush_chain(kOthers);
  change.add_rule(kOthers, Rule().go_to(chain_of(plan.others)));
}

// One element each for those whose treatment changed.
void change_devices(Transaction& change, const std::vector<Plan::Device>& before, const std::vector<Plan::Device>& now) {
  std::unordered_map<std::uint64_t, const Plan::Device*> standing;
  for (const Plan::Device& device : before) standing[number_of(device.mac)] = &device;
  std::unordered_map<std::uint64_t, const Plan::Device*> wanted;
  for (const Plan::Device& device : now) wanted[number_of(device.mac)] = &device;
  std::vector<Element> gone;
  std::vector<Element> come;
  for (const auto& [number, device] : standing) {
    const auto found = wanted.find(number);
    if (found == wanted.end() || found->second->treatment != device->treatment) gone.push_back(device_element(*device));
  }
  for (const auto& [number, device] : wanted) {
    const auto found = standing.find(number);
    if (found == standing.end() || found->second->treatment != device->treatment) come.push_back(device_element(*device));
  }
  change.remove(kByMac, gone);
  change.add(kByMac, come);
}

void take_out(Transaction& change, std::span<const ToldBook::Entry> taken) {
  for (const ToldBook::Entry& entry : taken) {
    const auto element = told_element(entry);
    if (!element) continue;
    Element again = *element;  // it may have ended by itself a moment ago, and what is not there can not be removed
    again.milliseconds = 1000;
    change.add(told_set(entry), {&again, 1});
    change.remove(told_set(entry), {&again, 1});
  }
}

void differ(Transaction& change, const Plan& before, const Plan& now, bool everything) {
  if (everything || before.lan != now.lan) replace(change, kLan, elements_of(now.lan, interface_element));
  if (everything || before.port4 != now.port4 || before.port6 != now.port6) set_ports(change, now);
  if (everything || before.others != now.others) set_others(change, now);
  if (before.devices != now.devices) change_devices(change, before.devices, now.devices);
  if (before.places != now.places) replace_ranges(change, kByPlace4, kByPlace6, flatten(now.places), true);
  if (before.resolvers != now.resolvers) replace_ranges(change, kResolvers4, kResolvers6, flatten(now.resolvers), false);
  if (before.exceptions != now.exceptions) replace_ranges(change, kExceptions4, kExceptions6, flatten(now.exceptions), false);
  if (before.tunnels != now.tunnels) replace(change, kTunnelPorts, elements_of(now.tunnels, tunnel_element));
  const auto closed_before = Roster(before).closed_places();
  const auto closed_now = Roster(now).closed_places();
  if (closed_before != closed_now) replace_ranges(change, kClosedAt4, kClosedAt6, closed_now, false);
}

}  // namespace

int Table::bring_to(const Plan& plan, std::span<const ToldBook::Entry> taken) {
  Transaction change(kTable);
  if (!plan_) build(change);
  differ(change, plan_.value_or(Plan{}), plan, !plan_);
  if (plan_) take_out(change, taken);
  const int problem = change.send(netlink_.get());
  if (problem == 0) plan_ = plan;
  return problem;
}

int Table::clear() {
  if (!plan_) return 0;
  Transaction change(kTable);
  change.delete_table();
  const int problem = change.send(netlink_.get());
  plan_.reset();
  return problem;
}

int Table::tell(std::span<const Told> told, Seconds lasts) {
  Transaction change(kTable);
  for (const Told& each : told) {
    auto element = told_element(each.entry);
    if (!element) continue;
    element->milliseconds = static_cast<std::uint64_t>(std::chrono::milliseconds(lasts).count());
    const Set& set = told_set(each.entry);
    change.add(set, {&*element, 1});
    if (!each.renewed) continue;
    change.remove(set, {&*element, 1});  // an element that stands keeps its end, so it is made anew
    change.add(set, {&*element, 1});
  }
  return change.send(netlink_.get());
}

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
#include "gateway/message.h"

#include <algorithm>
#include <utility>

namespace darban::gateway {
namespace {

constexpr std::uint8_t kDoorClosed = 1;
constexpr std::uint8_t kVital = 2;
constexpr std::uint8_t kHasMac = 4;

// ---- reading

IpAddress read_address(ByteReader& in) {
  const std::uint8_t* octets = in.claim(16);
  return octets == nullptr ? IpAddress() : IpAddress::from_v6({octets, 16});
}

MacAddress read_mac(ByteReader& in) {
  const std::uint8_t* octets = in.claim(6);
  return octets == nullptr ? MacAddress() : MacAddress::from_octets({octets, 6});
}

Treatment read_treatment(ByteReader& in) {
  const std::size_t at = in.at();
  const auto treatment = treatment_from(in.u8());
  if (!treatment) in.fail_at(Errc::out_of_range, at);
  return treatment.value_or(Treatment{});
}

IpPrefix read_prefix(ByteReader& in) {
  const std::size_t at = in.at();
  const IpAddress address = read_address(in);
  const auto prefix = IpPrefix::of(address, in.u8());
  if (prefix && prefix->base() == address) return *prefix;
  in.fail_at(Errc::bad_prefix, at);
  return {};
}

Plan::Device read_device(ByteReader& in) {
  const MacAddress mac = read_mac(in);
  return {mac, read_treatment(in)};
}

Plan::Place read_place(ByteReader& in) {
  const IpPrefix prefix = read_prefix(in);
  return {prefix, read_treatment(in)};
}

Plan::Whereabouts read_whereabouts(ByteReader& in) {
  const IpAddress address = read_address(in);
  return {address, read_mac(in)};
}

Plan::Tunnel read_tunnel(ByteReader& in) {
  using Protocol = Plan::Tunnel::Protocol;
  const std::size_t at = in.at();
  const auto protocol = static_cast<Protocol>(in.u8());
  const std::uint16_t port = in.u16();
  if ((protocol != Protocol::tcp && protocol != Protocol::udp) || port == 0) in.fail_at(Errc::out_of_range, at);
  return {protocol, port};
}

InterfaceName read_interface(ByteReader& in) {
  const std::size_t at = in.at();
  const Octets octets = in.take(InterfaceName::kRoom);
  const auto end = std::find(octets.begin(), octets.end(), 0);
  const auto name =
      InterfaceName::from_text({reinterpret_cast<const char*>(octets.data()), static_cast<std::size_t>(end - octets.begin())});
  const bool rest_is_zero = std::all_of(end, octets.end(), [](auto octet) { return octet == 0; });
  if (!name || !rest_is_zero) in.fail_at(Errc::bad_character, at);
  return name.value_or(InterfaceName());
}

// As many as there are, to the last octet.
template <typename Read>
auto read_all(ByteReader& in, Read&& read) {
  std::vector<decltype(read(in))> all;
  while (in.ok() && in.left() > 0) all.push_back(read(in));
  return all;
}

Begin read_begin(ByteReader& in) {
  Begin begin;
  begin.port4 = in.u16();
  begin.port6 = in.u16();
  const std::size_t at = in.at();
  begin.answered_for = Seconds(in.u32());
  if (begin.answered_for < bound::kShortestAnswered || begin.answered_for > bound::kLongestAnswered)
    in.fail_at(Errc::out_of_range, at);
  begin.others = read_treatment(in);
  begin.lan = read_all(in, read_interface);
  if (begin.lan.empty()) in.fail(Errc::empty);
  if (begin.lan.size() > bound::kInterfaces) in.fail(Errc::too_large);
  return begin;
}

Tell read_tell(ByteReader& in) {
  Tell tell;
  const std::size_t at = in.at();
  const std::uint8_t flags = in.u8();
  if ((flags & ~(kDoorClosed | kVital | kHasMac)) != 0) in.fail_at(Errc::out_of_range, at);
  tell.door_closed = (flags & kDoorClosed) != 0;
  tell.vital = (flags & kVital) != 0;
  const MacAddress mac = read_mac(in);
  if ((flags & kHasMac) != 0) tell.mac = mac;
  tell.asker = read_address(in);
  tell.addresses = read_all(in, read_address);
  if (tell.addresses.size() > kMostTold) in.fail(Errc::too_large);
  return tell;
}

// ---- writing

void write_address(ByteWriter& out, const IpAddress& address) {
  if (address.is_v4()) {
    out.u32(0);
    out.u32(0);
    out.u32(0xffff);
  }
  address.append_to(out);
}

void write_prefix(ByteWriter& out, const IpPrefix& prefix) {
  write_address(out, prefix.base());
  out.u8(static_cast<std::uint8_t>(prefix.length()));
}

void write_head(ByteWriter& out, Verb verb, std::uint32_t number) {
  out.u8(kProtocol);
  out.u8(static_cast<std::uint8_t>(verb));
  out.u32(number);
}

using Packet = std::vector<std::uint8_t>;

template <typename Write>
Packet packet_of(Verb verb, std::uint32_t number, std::size_t body, Write&& write) {
  Packet packet(6 + body);
  ByteWriter out(packet);
  write_head(out, verb, number);
  write(out);
  return packet;
}

// A part of a plan, in as many packets as it takes.
template <typename T, typename Write>
void add_part(std::vector<Packet>& packets, Verb verb, std::uint32_t number, const std::vector<T>& all, std::size_t width,
              Write&& write) {
  const std::size_t fit = (kMostOctets - 6) / width;
  for (std::size_t from = 0; from < all.size(); from += fit) {
    const auto some = std::span(all).subspan(from, std::min(fit, all.size() - from));
    packets.push_back(packet_of(verb, number, some.size() * width, [&](ByteWriter& out) {
      for (const T& one : some) write(out, one);
    }));
  }
}

}  // namespace

Text text_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::none:
      return "nothing is wrong";
    case Refusal::other_version:
      return "darban and darban-gateway are of different releases: install the same, and restart both";
    case Refusal::bad_message:
      return "a message that darban-gateway does not understand";
    case Refusal::no_plan:
      return "darban-gateway has no plan yet";
    case Refusal::too_many:
      return "more devices, networks or addresses than darban-gateway keeps";
    case Refusal::not_leader:
      return "another darban gives darban-gateway its orders";
    case Refusal::overtaken:
      return "the rules changed meanwhile";
    case Refusal::kernel:
      return "the kernel did not take the rules: it needs nftables with NAT and reject, Linux 5.12 or newer, and no other "
             "darban-gateway";
  }
  return "nothing is wrong";
}

Result<Message> read_message(Octets packet) {
  ByteReader in(packet);
  Message message;
  const std::uint8_t version = in.u8();
  if (in.ok() && version != kProtocol) return Error{Errc::newer_version, 0};
  message.verb = static_cast<Verb>(in.u8());
  message.number = in.u32();
  if (!in.ok()) return in.error();
  if (packet.size() > kMostOctets) return Error{Errc::too_large, kMostOctets};
  switch (message.verb) {
    case Verb::begin:
      message.body = read_begin(in);
      break;
    case Verb::devices:
      message.body = read_all(in, read_device);
      break;
    case Verb::places:
      message.body = read_all(in, read_place);
      break;
    case Verb::whereabouts:
      message.body = read_all(in, read_whereabouts);
      break;
    case Verb::resolvers:
    case Verb::exceptions:
      message.body = read_all(in, read_prefix);
      break;
    case Verb::tunnels:
      message.body = read_all(in, read_tunnel);
      break;
    case Verb::tell:
      message.body = read_tell(in);
      break;
    case Verb::commit:
    case Verb::beat:
    case Verb::clear:
    case Verb::done:
      break;
    case Verb::refused: {
      const std::uint8_t reason = in.u8();
      if (reason == 0 || reason > static_cast<std::uint8_t>(Refusal::kernel)) in.fail_at(Errc::out_of_range, 6);
      message.refusal = static_cast<Refusal>(reason);
      break;
    }
    default:
      return Error{Errc::out_of_range, 1};
  }
  if (in.ok() && in.left() > 0) in.fail(Errc::trailing_octets);
  if (!in.ok()) return in.error();
  return message;
}

Octets write_short(std::span<std::uint8_t> room, Verb verb, std::uint32_t number, Refusal refusal) {
  ByteWriter out(room);
  write_head(out, verb, number);
  if (verb == Verb::refused) out.u8(static_cast<std::uint8_t>(refusal));
  return out.written();
}

Octets write_tell(std::span<std::uint8_t> room, std::uint32_t number, const TellHead& head,
                  std::span<const IpAddress> addresses) {
  ByteWriter out(room);
  write_head(out, Verb::tell, number);
  out.u8(static_cast<std::uint8_t>((head.door_closed ? kDoorClosed : 0) | (head.vital ? kVital : 0) |
                                   (head.mac != nullptr ? kHasMac : 0)));
  (head.mac != nullptr ? *head.mac : MacAddress()).append_to(out);
  write_address(out, head.asker);
  for (const IpAddress& address : addresses.first(std::min(addresses.size(), kMostTold))) write_address(out, address);
  return out.written();
}

std::vector<Packet> messages_of(const Plan& plan, std::uint32_t number) {
  std::vector<Packet> packets;
  packets.push_back(packet_of(Verb::begin, number, 9 + plan.lan.size() * InterfaceName::kRoom, [&](ByteWriter& out) {
    out.u16(plan.port4);
    out.u16(plan.port6);
    out.u32(static_cast<std::uint32_t>(plan.answered_for.count()));
    out.u8(octet_of(plan.others));
    for (const InterfaceName& name : plan.lan)
      out.octets({reinterpret_cast<const std::uint8_t*>(name.octets().data()), InterfaceName::kRoom});
  }));
  add_part(packets, Verb::devices, number, plan.devices, 7, [](ByteWriter& out, const Plan::Device& device) {
    device.mac.append_to(out);
    out.u8(octet_of(device.treatment));
  });
  add_part(packets, Verb::places, number, plan.places, 18, [](ByteWriter& out, const Plan::Place& place) {
    write_prefix(out, place.prefix);
    out.u8(octet_of(place.treatment));
  });
  add_part(packets, Verb::whereabouts, number, plan.whereabouts, 22, [](ByteWriter& out, const Plan::Whereabouts& one) {
    write_address(out, one.address);
    one.mac.append_to(out);
  });
  add_part(packets, Verb::resolvers, number, plan.resolvers, 17, write_prefix);
  add_part(packets, Verb::tunnels, number, plan.tunnels, 3, [](ByteWriter& out, const Plan::Tunnel& tunnel) {
    out.u8(static_cast<std::uint8_t>(tunnel.protocol));
    out.u16(tunnel.port);
  });
  add_part(packets, Verb::exceptions, number, plan.exceptions, 17, write_prefix);
  packets.push_back(packet_of(Verb::commit, number, 0, [](ByteWriter&) {}));
  return packets;
}

// ---- a plan out of its parts

namespace {

template <typename T>
Refusal append(std::vector<T>& all, std::vector<T>& more, std::size_t most) {
  if (all.size() + more.size() > most) return Refusal::too_many;
  all.insert(all.end(), more.begin(), more.end());
  return Refusal::none;
}

}  // namespace

Refusal PlanDraft::take(Message message) {
  const Refusal refusal = keep(message);
  if (refusal != Refusal::none) spoiled_ = refusal;
  return refusal;
}

Refusal PlanDraft::keep(Message& message) {
  if (auto* begin = std::get_if<Begin>(&message.body)) {
    spoiled_ = Refusal::none;
    plan_.emplace();
    plan_->port4 = begin->port4;
    plan_->port6 = begin->port6;
    plan_->answered_for = begin->answered_for;
    plan_->others = begin->others;
    plan_->lan = std::move(begin->lan);
    return Refusal::none;
  }
  if (!plan_) return Refusal::no_plan;
  if (auto* devices = std::get_if<std::vector<Plan::Device>>(&message.body))
    return append(plan_->devices, *devices, bound::kDevices);
  if (auto* places = std::get_if<std::vector<Plan::Place>>(&message.body)) return append(plan_->places, *places, bound::kPlaces);
  if (auto* all = std::get_if<std::vector<Plan::Whereabouts>>(&message.body))
    return append(plan_->whereabouts, *all, bound::kWhereabouts);
  if (auto* tunnels = std::get_if<std::vector<Plan::Tunnel>>(&message.body))
    return append(plan_->tunnels, *tunnels, bound::kTunnels);
  if (auto* prefixes = std::get_if<std::vector<IpPrefix>>(&message.body)) {
    return message.verb == Verb::resolvers ? append(plan_->resolvers, *prefixes, bound::kResolvers)
                                           : append(plan_->exceptions, *prefixes, bound::kExceptions);
  }
  return Refusal::bad_message;
}

Result<Plan, Refusal> PlanDraft::finish() {
  const auto plan = std::exchange(plan_, std::nullopt);
  const Refusal spoiled = std::exchange(spoiled_, Refusal::none);
  if (spoiled != Refusal::none) return spoiled;
  if (!plan) return Refusal::no_plan;
  return *plan;
}

}  // namespace darban::gateway

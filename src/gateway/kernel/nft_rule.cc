// SPDX-License-Identifier: Apache-2.0
// clang-format off
#include <cstdio>  // libnftnl's headers name FILE
// clang-format on

#include <arpa/inet.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/if_arp.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>

#include "base/check.h"
#include "gateway/kernel/nft.h"

namespace darban::gateway::nft {
namespace {

constexpr std::uint32_t kRegister = NFT_REG_1;
constexpr std::uint32_t kFirstPart = NFT_REG32_00;  // NFT_REG_1 in parts of four octets

struct Place {
  std::uint32_t base;
  std::uint32_t offset;
  std::uint32_t size;
};
constexpr Place place_of(Field field) {
  switch (field) {
    case Field::source_mac:
      return {NFT_PAYLOAD_LL_HEADER, 6, 6};
    case Field::source4:
      return {NFT_PAYLOAD_NETWORK_HEADER, 12, 4};
    case Field::source6:
      return {NFT_PAYLOAD_NETWORK_HEADER, 8, 16};
    case Field::destination4:
      return {NFT_PAYLOAD_NETWORK_HEADER, 16, 4};
    case Field::destination6:
      return {NFT_PAYLOAD_NETWORK_HEADER, 24, 16};
    case Field::destination_port:
      return {NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2};
  }
  return {};
}

}  // namespace

Rule::Rule() : rule_(nftnl_rule_alloc()) { CHECK_INVARIANT(rule_ != nullptr); }
Rule::Rule(Rule&&) noexcept = default;
Rule& Rule::operator=(Rule&&) noexcept = default;
Rule::~Rule() = default;
void Rule::Free::operator()(nftnl_rule* rule) const { nftnl_rule_free(rule); }

nftnl_expr* Rule::add(const char* kind) {
  nftnl_expr* expression = nftnl_expr_alloc(kind);
  CHECK_INVARIANT(expression != nullptr);
  nftnl_rule_add_expr(rule_.get(), expression);
  return expression;
}

void Rule::load_meta(std::uint32_t key, std::uint32_t into) {
  nftnl_expr* meta = add("meta");
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, into);
}

void Rule::load(Field field, std::uint32_t into) {
  const Place place = place_of(field);
  nftnl_expr* payload = add("payload");
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, place.base);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, place.offset);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, place.size);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, into);
}

void Rule::compare(std::uint32_t how, const void* data, std::uint32_t size) {
  nftnl_expr* compare = add("cmp");
  nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_SREG, kRegister);
  nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_OP, how);
  nftnl_expr_set(compare, NFTNL_EXPR_CMP_DATA, data, size);
}

void Rule::look_up(const Set& set, bool absent) {
  nftnl_expr* lookup = add("lookup");
  nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SREG, kRegister);
  nftnl_expr_set_str(lookup, NFTNL_EXPR_LOOKUP_SET, set.name.view().data());
  if (absent) nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
}

void Rule::meta_is(std::uint32_t key, std::uint8_t octet) {
  load_meta(key, kRegister);
  compare(NFT_CMP_EQ, &octet, 1);
}

void Rule::interface(std::uint32_t key, const Set& set, bool absent) {
  load_meta(key, kRegister);
  look_up(set, absent);
}

void Rule::verdict(std::uint32_t code, const Text* chain) {
  nftnl_expr* immediate = add("immediate");
  nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
  nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_VERDICT, code);
  if (chain != nullptr) nftnl_expr_set_str(immediate, NFTNL_EXPR_IMM_CHAIN, chain->view().data());
}

Rule&& Rule::is(Family family) && {
  meta_is(NFT_META_NFPROTO, family == Family::v4 ? NFPROTO_IPV4 : NFPROTO_IPV6);
  return std::move(*this);
}
Rule&& Rule::is_ethernet() && {
  const std::uint16_t ethernet = ARPHRD_ETHER;  // in the machine's order
  load_meta(NFT_META_IIFTYPE, kRegister);
  compare(NFT_CMP_EQ, &ethernet, sizeof ethernet);
  return std::move(*this);
}
Rule&& Rule::is_tcp() && {
  meta_is(NFT_META_L4PROTO, IPPROTO_TCP);
  return std::move(*this);
}
Rule&& Rule::is_udp() && {
  meta_is(NFT_META_L4PROTO, IPPROTO_UDP);
  return std::move(*this);
}
Rule&& Rule::port_is(std::uint16_t port) && {
  const std::uint16_t wire = htons(port);
  load(Field::destination_port, kRegister);
  compare(NFT_CMP_EQ, &wire, sizeof wire);
  return std::move(*this);
}
Rule&& Rule::comes_from(const Set& interfaces) && {
  interface(NFT_META_IIFNAME, interfaces, false);
  return std::move(*this);
}
Rule&& Rule::comes_not_from(const Set& interfaces) && {
  interface(NFT_META_IIFNAME, interfaces, true);
  return std::move(*this);
}
Rule&& Rule::leaves_by(const Set& interfaces) && {
  interface(NFT_META_OIFNAME, interfaces, false);
  return std::move(*this);
}
Rule&& Rule::leaves_not_by(const Set& interfaces) && {
  interface(NFT_META_OIFNAME, interfaces, true);
  return std::move(*this);
}

Rule&& Rule::not_for_us() && {
  nftnl_expr* fib = add("fib");
  nftnl_expr_set_u32(fib, NFTNL_EXPR_FIB_FLAGS, NFTA_FIB_F_DADDR);
  nftnl_expr_set_u32(fib, NFTNL_EXPR_FIB_RESULT, NFT_FIB_RESULT_ADDRTYPE);
  nftnl_expr_set_u32(fib, NFTNL_EXPR_FIB_DREG, kRegister);
  const std::uint32_t local = RTN_LOCAL;
  compare(NFT_CMP_NEQ, &local, sizeof local);
  return std::move(*this);
}

Rule&& Rule::established() && {
  // The kernel's bits of a conntrack state, as NF_CT_STATE_BIT has them.
  constexpr std::uint32_t kStates = 1u << (IP_CT_ESTABLISHED + 1) | 1u << (IP_CT_RELATED + 1);
  constexpr std::uint32_t kNone = 0;
  nftnl_expr* state = add("ct");
  nftnl_expr_set_u32(state, NFTNL_EXPR_CT_KEY, NFT_CT_STATE);
  nftnl_expr_set_u32(state, NFTNL_EXPR_CT_DREG, kRegister);
  nftnl_expr* masked = add("bitwise");
  nftnl_expr_set_u32(masked, NFTNL_EXPR_BITWISE_SREG, kRegister);
  nftnl_expr_set_u32(masked, NFTNL_EXPR_BITWISE_DREG, kRegister);
  nftnl_expr_set_u32(masked, NFTNL_EXPR_BITWISE_LEN, sizeof kStates);
  nftnl_expr_set(masked, NFTNL_EXPR_BITWISE_MASK, &kStates, sizeof kStates);
  nftnl_expr_set(masked, NFTNL_EXPR_BITWISE_XOR, &kNone, sizeof kNone);
  compare(NFT_CMP_NEQ, &kNone, sizeof kNone);
  return std::move(*this);
}

Rule&& Rule::goes_the_way_it_began() && {
  nftnl_expr* direction = add("ct");
  nftnl_expr_set_u32(direction, NFTNL_EXPR_CT_KEY, NFT_CT_DIRECTION);
  nftnl_expr_set_u32(direction, NFTNL_EXPR_CT_DREG, kRegister);
  const std::uint8_t original = IP_CT_DIR_ORIGINAL;
  compare(NFT_CMP_EQ, &original, 1);
  return std::move(*this);
}

Rule&& Rule::in(const Set& set, std::span<const Field> fields) && {
  std::uint32_t part = kFirstPart;
  for (const Field field : fields) {
    load(field, fields.size() == 1 ? kRegister : part);
    part += (place_of(field).size + 3) / 4;
  }
  look_up(set, false);
  return std::move(*this);
}

Rule&& Rule::tunnel_in(const Set& set) && {
  load_meta(NFT_META_L4PROTO, kFirstPart);
  load(Field::destination_port, kFirstPart + 1);
  look_up(set, false);
  return std::move(*this);
}

Rule&& Rule::chain_by(const Set& map, Field field) && {
  load(field, kRegister);
  nftnl_expr* lookup = add("lookup");
  nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SREG, kRegister);
  nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_DREG, NFT_REG_VERDICT);
  nftnl_expr_set_str(lookup, NFTNL_EXPR_LOOKUP_SET, map.name.view().data());
  return std::move(*this);
}

Rule&& Rule::to(Outcome outcome) && {
  verdict(outcome == Outcome::accept ? NF_ACCEPT : NF_DROP, nullptr);
  return std::move(*this);
}
Rule&& Rule::jump(Text chain) && {
  verdict(static_cast<std::uint32_t>(NFT_JUMP), &chain);
  return std::move(*this);
}
Rule&& Rule::go_to(Text chain) && {
  verdict(static_cast<std::uint32_t>(NFT_GOTO), &chain);
  return std::move(*this);
}

Rule&& Rule::reset_connection() && {
  nftnl_expr* reject = add("reject");
  nftnl_expr_set_u32(reject, NFTNL_EXPR_REJECT_TYPE, NFT_REJECT_TCP_RST);
  nftnl_expr_set_u8(reject, NFTNL_EXPR_REJECT_CODE, 0);
  return std::move(*this);
}
Rule&& Rule::say_prohibited() && {
  nftnl_expr* reject = add("reject");
  nftnl_expr_set_u32(reject, NFTNL_EXPR_REJECT_TYPE, NFT_REJECT_ICMPX_UNREACH);
  nftnl_expr_set_u8(reject, NFTNL_EXPR_REJECT_CODE, NFT_REJECT_ICMPX_ADMIN_PROHIBITED);
  return std::move(*this);
}

Rule&& Rule::redirect(std::uint16_t port) && {
  const std::uint16_t wire = htons(port);
  nftnl_expr* immediate = add("immediate");
  nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_DREG, kRegister);
  nftnl_expr_set(immediate, NFTNL_EXPR_IMM_DATA, &wire, sizeof wire);
  nftnl_expr* redirect = add("redir");
  nftnl_expr_set_u32(redirect, NFTNL_EXPR_REDIR_REG_PROTO_MIN, kRegister);
  nftnl_expr_set_u32(redirect, NFTNL_EXPR_REDIR_FLAGS, NF_NAT_RANGE_PROTO_SPECIFIED);
  return std::move(*this);
}

}  // namespace darban::gateway::nft

// SPDX-License-Identifier: Apache-2.0
// clang-format off
#include <cstdio>  // libnftnl's headers name FILE
// clang-format on

#include <arpa/inet.h>
#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "gateway/kernel/nft.h"

namespace darban::gateway::nft {
namespace {

constexpr std::size_t kRoom = 64 * 1024;  // octets for one message
constexpr std::size_t kElementsTogether = 256;
constexpr std::uint32_t kOwned = 0x2;       // NFT_TABLE_F_OWNER, which headers of routers may not know
constexpr int kSendRoom = 8 << 20;          // octets: a plan for a school in one piece
constexpr std::int32_t kBeforeOthers = -5;  // against the usual priority of a hook
constexpr std::int32_t kDestinationNat = -100;

// Types as nft(8) numbers them (in libnftables, not in the kernel): a concatenation is its parts, six bits each.
struct Width {
  std::uint32_t type;
  std::uint32_t octets;
};
constexpr std::uint32_t kV4 = 7, kV6 = 8, kMac = 9, kProtocol = 12, kPort = 13, kInterface = 41;
constexpr std::uint32_t both(std::uint32_t a, std::uint32_t b) { return a << 6 | b; }
constexpr Width width_of(Key key) {
  switch (key) {
    case Key::interface:
      return {kInterface, 16};
    case Key::mac:
      return {kMac, 6};
    case Key::v4:
      return {kV4, 4};
    case Key::v6:
      return {kV6, 16};
    case Key::port:
      return {kPort, 2};
    case Key::protocol_and_port:
      return {both(kProtocol, kPort), 8};
    case Key::mac_and_v4:
      return {both(kMac, kV4), 12};
    case Key::mac_and_v6:
      return {both(kMac, kV6), 24};
    case Key::v4_and_v4:
      return {both(kV4, kV4), 8};
    case Key::v6_and_v6:
      return {both(kV6, kV6), 32};
  }
  return {};
}

bool is_ranges(Kind kind) { return kind == Kind::interval || kind == Kind::chain_ranges; }
bool is_map(Kind kind) { return kind == Kind::chains || kind == Kind::chain_ranges; }

template <typename T, void (*free)(const T*)>
struct Free {
  void operator()(T* object) const { free(object); }
};
using SetObject = std::unique_ptr<nftnl_set, Free<nftnl_set, nftnl_set_free>>;
using TableObject = std::unique_ptr<nftnl_table, Free<nftnl_table, nftnl_table_free>>;
using ChainObject = std::unique_ptr<nftnl_chain, Free<nftnl_chain, nftnl_chain_free>>;

template <typename T>
T made(T object) {
  CHECK_INVARIANT(object != nullptr);
  return object;
}

// For `nft list`: that keys are big-endian, but for interface names.
void note_order(nftnl_set* set, Key key) {
  constexpr std::uint32_t kHost = 1, kBig = 2;
  nftnl_udata_buf* notes = made(nftnl_udata_buf_alloc(NFT_USERDATA_MAXLEN));
  nftnl_udata_put_u32(notes, NFTNL_UDATA_SET_KEYBYTEORDER, key == Key::interface ? kHost : kBig);
  nftnl_set_set_data(set, NFTNL_SET_USERDATA, nftnl_udata_buf_data(notes), nftnl_udata_buf_len(notes));
  nftnl_udata_buf_free(notes);
}

std::size_t put_batch_edge(std::vector<std::uint8_t>& octets, std::uint16_t type) {
  struct {
    nlmsghdr header;
    nfgenmsg body;
  } edge{};
  edge.header.nlmsg_len = sizeof edge;
  edge.header.nlmsg_type = type;
  edge.header.nlmsg_flags = NLM_F_REQUEST;
  edge.body.nfgen_family = AF_UNSPEC;
  edge.body.version = NFNETLINK_V0;
  edge.body.res_id = htons(NFNL_SUBSYS_NFTABLES);
  const auto* from = reinterpret_cast<const std::uint8_t*>(&edge);
  octets.insert(octets.end(), from, from + sizeof edge);
  return sizeof edge;
}

}  // namespace

Transaction::Transaction(Text table) : table_(table), room_(std::make_unique<char[]>(kRoom)) {
  put_batch_edge(octets_, NFNL_MSG_BATCH_BEGIN);
}

nlmsghdr* Transaction::begin(std::uint16_t type, std::uint16_t flags) {
  return nftnl_nlmsg_build_hdr(room_.get(), type, NFPROTO_INET, flags, static_cast<std::uint32_t>(messages_ + 1));
}

void Transaction::end() {
  nlmsghdr header;
  std::memcpy(&header, room_.get(), sizeof header);
  CHECK_INVARIANT(header.nlmsg_len <= kRoom);
  last_at_ = octets_.size();
  const auto* from = reinterpret_cast<const std::uint8_t*>(room_.get());
  octets_.insert(octets_.end(), from, from + NLMSG_ALIGN(header.nlmsg_len));
  ++messages_;
}

void Transaction::add_table() {
  const TableObject table(made(nftnl_table_alloc()));
  nftnl_table_set_str(table.get(), NFTNL_TABLE_NAME, table_.view().data());
  nftnl_table_set_u32(table.get(), NFTNL_TABLE_FLAGS, kOwned);
  nftnl_table_nlmsg_build_payload(begin(NFT_MSG_NEWTABLE, NLM_F_CREATE), table.get());
  end();
}

void Transaction::delete_table() {
  const TableObject table(made(nftnl_table_alloc()));
  nftnl_table_set_str(table.get(), NFTNL_TABLE_NAME, table_.view().data());
  nftnl_table_nlmsg_build_payload(begin(NFT_MSG_DELTABLE, 0), table.get());
  end();
}

void Transaction::add_chain(Text name) {
  const ChainObject chain(made(nftnl_chain_alloc()));
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TABLE, table_.view().data());
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_NAME, name.view().data());
  nftnl_chain_nlmsg_build_payload(begin(NFT_MSG_NEWCHAIN, NLM_F_CREATE), chain.get());
  end();
}

void Transaction::add_chain(Text name, Hook hook) {
  const ChainObject chain(made(nftnl_chain_alloc()));
  const bool redirects = hook == Hook::redirect;
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TABLE, table_.view().data());
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_NAME, name.view().data());
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TYPE, redirects ? "nat" : "filter");
  nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_HOOKNUM, redirects ? NF_INET_PRE_ROUTING : NF_INET_FORWARD);
  nftnl_chain_set_s32(chain.get(), NFTNL_CHAIN_PRIO, (redirects ? kDestinationNat : 0) + kBeforeOthers);
  nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_POLICY, NF_ACCEPT);
  nftnl_chain_nlmsg_build_payload(begin(NFT_MSG_NEWCHAIN, NLM_F_CREATE), chain.get());
  end();
}

void Transaction::flush_chain(Text chain) {
  Rule every;
  nftnl_rule_set_str(every.rule_.get(), NFTNL_RULE_TABLE, table_.view().data());
  nftnl_rule_set_str(every.rule_.get(), NFTNL_RULE_CHAIN, chain.view().data());
  nftnl_rule_nlmsg_build_payload(begin(NFT_MSG_DELRULE, 0), every.rule_.get());
  end();
}

void Transaction::add_rule(Text chain, Rule&& given) {
  const Rule rule = std::move(given);
  nftnl_rule_set_str(rule.rule_.get(), NFTNL_RULE_TABLE, table_.view().data());
  nftnl_rule_set_str(rule.rule_.get(), NFTNL_RULE_CHAIN, chain.view().data());
  nftnl_rule_nlmsg_build_payload(begin(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND), rule.rule_.get());
  end();
}

void Transaction::add_set(const Set& given) {
  const SetObject set(made(nftnl_set_alloc()));
  const Width width = width_of(given.key);
  std::uint32_t flags = 0;
  if (is_ranges(given.kind)) flags |= NFT_SET_INTERVAL;
  if (given.kind == Kind::timed) flags |= NFT_SET_TIMEOUT;
  if (is_map(given.kind)) {
    constexpr std::uint32_t kVerdict = NFT_DATA_VERDICT;
    flags |= NFT_SET_MAP;
    nftnl_set_set_u32(set.get(), NFTNL_SET_DATA_TYPE, kVerdict);
    nftnl_set_set_u32(set.get(), NFTNL_SET_DATA_LEN, 0);
  }
  nftnl_set_set_str(set.get(), NFTNL_SET_TABLE, table_.view().data());
  nftnl_set_set_str(set.get(), NFTNL_SET_NAME, given.name.view().data());
  nftnl_set_set_u32(set.get(), NFTNL_SET_ID, static_cast<std::uint32_t>(messages_ + 1));
  nftnl_set_set_u32(set.get(), NFTNL_SET_FAMILY, NFPROTO_INET);
  nftnl_set_set_u32(set.get(), NFTNL_SET_FLAGS, flags);
  nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_TYPE, width.type);
  nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_LEN, width.octets);
  note_order(set.get(), given.key);
  nftnl_set_nlmsg_build_payload(begin(NFT_MSG_NEWSET, NLM_F_CREATE), set.get());
  end();
}

void Transaction::elements(std::uint16_t type, std::uint16_t flags, const Set& given, std::span<const Element> some) {
  const SetObject set(made(nftnl_set_alloc()));
  nftnl_set_set_str(set.get(), NFTNL_SET_TABLE, table_.view().data());
  nftnl_set_set_str(set.get(), NFTNL_SET_NAME, given.name.view().data());
  for (const Element& each : some) {
    nftnl_set_elem* element = made(nftnl_set_elem_alloc());
    nftnl_set_elem_set(element, NFTNL_SET_ELEM_KEY, each.key.data(), each.size);
    if (each.ends_range) nftnl_set_elem_set_u32(element, NFTNL_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
    if (each.milliseconds > 0 && type == NFT_MSG_NEWSETELEM)
      nftnl_set_elem_set_u64(element, NFTNL_SET_ELEM_TIMEOUT, each.milliseconds);
    if (each.chain != nullptr && !each.ends_range) {
      nftnl_set_elem_set_u32(element, NFTNL_SET_ELEM_VERDICT, static_cast<std::uint32_t>(NFT_GOTO));
      nftnl_set_elem_set_str(element, NFTNL_SET_ELEM_CHAIN, each.chain->view().data());
    }
    nftnl_set_elem_add(set.get(), element);
  }
  nftnl_set_elems_nlmsg_build_payload(begin(type, flags), set.get());
  end();
}

void Transaction::flush_set(const Set& set) { elements(NFT_MSG_DELSETELEM, 0, set, {}); }

void Transaction::add(const Set& set, std::span<const Element> all) {
  for (; !all.empty(); all = all.subspan(std::min(all.size(), kElementsTogether)))
    elements(NFT_MSG_NEWSETELEM, NLM_F_CREATE, set, all.first(std::min(all.size(), kElementsTogether)));
}

void Transaction::remove(const Set& set, std::span<const Element> all) {
  for (; !all.empty(); all = all.subspan(std::min(all.size(), kElementsTogether)))
    elements(NFT_MSG_DELSETELEM, 0, set, all.first(std::min(all.size(), kElementsTogether)));
}

int Transaction::send(int netlink) {
  if (empty()) return 0;
  nlmsghdr last;  // the kernel says yes or no to it, and to each message that is wrong
  std::memcpy(&last, octets_.data() + last_at_, sizeof last);
  last.nlmsg_flags = static_cast<std::uint16_t>(last.nlmsg_flags | NLM_F_ACK);
  std::memcpy(octets_.data() + last_at_, &last, sizeof last);
  put_batch_edge(octets_, NFNL_MSG_BATCH_END);
  if (::send(netlink, octets_.data(), octets_.size(), 0) < 0) return errno;

  // nfnetlink works while send() lasts: what it had to say is there when that returns.
  bool acknowledged = false;
  int problem = 0;
  alignas(nlmsghdr) std::array<std::uint8_t, 8192> answer;
  for (;;) {
    const ssize_t count = ::recv(netlink, answer.data(), answer.size(), MSG_DONTWAIT);
    // ENOBUFS: there was more to say than room for it. What is left is read too, or the next transaction would take it for an
    // answer to itself.
    if (count < 0 && (errno == EINTR || errno == ENOBUFS)) continue;
    if (count <= 0) break;
    Octets rest = Octets(answer).first(static_cast<std::size_t>(count));
    while (rest.size() >= sizeof(nlmsghdr) + sizeof(nlmsgerr)) {
      nlmsghdr header;
      std::memcpy(&header, rest.data(), sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > rest.size()) break;
      if (header.nlmsg_type == NLMSG_ERROR) {
        nlmsgerr said;
        std::memcpy(&said, rest.data() + sizeof header, sizeof said);
        if (said.error != 0 && problem == 0) problem = -said.error;
        acknowledged = acknowledged || said.error == 0;
      }
      rest = rest.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), rest.size()));
    }
  }
  if (problem != 0) return problem;
  return acknowledged ? 0 : EIO;
}

UniqueFd open_netlink() {
  UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  if (!fd.valid() || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUFFORCE, &kSendRoom, sizeof kSendRoom);
  ::setsockopt(fd.get(), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);  // errors without the message they are about
  return fd;
}

}  // namespace darban::gateway::nft

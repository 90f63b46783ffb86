// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/flows.h"

#include <libnetfilter_conntrack/libnetfilter_conntrack.h>

#include <memory>
#include <vector>

namespace darban::gateway {
namespace {

struct Close {
  void operator()(nfct_handle* handle) const { nfct_close(handle); }
};
struct Free {
  void operator()(nf_conntrack* flow) const { nfct_destroy(flow); }
};
using Handle = std::unique_ptr<nfct_handle, Close>;
using Entry = std::unique_ptr<nf_conntrack, Free>;

struct Gathering {
  const std::function<bool(const Flow&)>& cut;
  std::vector<Entry> entries;
};

IpAddress address_of(const nf_conntrack* entry, nf_conntrack_attr v4, nf_conntrack_attr v6) {
  const bool is_v4 = nfct_get_attr_u8(entry, ATTR_L3PROTO) == AF_INET;
  const auto* octets = static_cast<const std::uint8_t*>(nfct_get_attr(entry, is_v4 ? v4 : v6));
  if (octets == nullptr) return {};
  return is_v4 ? IpAddress::from_v4({octets, 4}) : IpAddress::from_v6({octets, 16});
}

int gather(nf_conntrack_msg_type, nf_conntrack* entry, void* data) {
  auto& gathering = *static_cast<Gathering*>(data);
  const Flow begun{address_of(entry, ATTR_ORIG_IPV4_SRC, ATTR_ORIG_IPV6_SRC),
                   address_of(entry, ATTR_REPL_IPV4_SRC, ATTR_REPL_IPV6_SRC)};
  const Flow reached{begun.outside, begun.inside};  // a port that the router forwards: the one who answers is inside
  if (!gathering.cut(begun) && !gathering.cut(reached)) return NFCT_CB_CONTINUE;
  gathering.entries.emplace_back(nfct_clone(entry));
  return NFCT_CB_CONTINUE;
}

}  // namespace

std::size_t cut_flows(const std::function<bool(const Flow&)>& cut) {
  const Handle looking(nfct_open(CONNTRACK, 0));
  const Handle cutting(nfct_open(CONNTRACK, 0));
  if (!looking || !cutting) return 0;
  Gathering gathering{cut, {}};
  nfct_callback_register(looking.get(), NFCT_T_ALL, gather, &gathering);
  for (const std::uint32_t family : {std::uint32_t{AF_INET}, std::uint32_t{AF_INET6}})
    nfct_query(looking.get(), NFCT_Q_DUMP, &family);
  std::size_t count = 0;
  for (const Entry& entry : gathering.entries) {
    if (entry && nfct_query(cutting.get(), NFCT_Q_DESTROY, entry.get()) == 0) ++count;
  }
  return count;
}

}  // namespace darban::gateway

// SPDX-License-Identifier: Apache-2.0
// One table of nftables, changed by transactions that come into force as a whole or not at all. A coat over libnftnl: rules are
// built of expressions and never of text, and names of tables, chains and sets are literals of this program. (The library nft
// itself stands on libnftnl; its own parser is not used because it reads every set of every table of the machine before each
// command: beside somebody's set of 60,000 addresses that took 390 ms and 84 MB each time, where this takes 0.1 ms.)
//
// The table is owned by the socket that made it (NFT_TABLE_F_OWNER, Linux 5.12): when the process ends, however it ends, the
// kernel takes the table away, and nobody else can change it meanwhile. One thread.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/showable.h"
#include "base/unique_fd.h"

struct nftnl_rule;
struct nftnl_expr;
struct nlmsghdr;

namespace darban::gateway::nft {

// What a set's keys are; the kernel sees only their width, `nft list` prints by it.
enum class Key : std::uint8_t { interface, mac, v4, v6, port, protocol_and_port, mac_and_v4, mac_and_v6, v4_and_v4, v6_and_v6 };
enum class Kind : std::uint8_t {
  plain,
  interval,     // keys are the first addresses of ranges
  timed,        // elements end by themselves
  chains,       // a map from keys to chains
  chain_ranges  // both
};
struct Set {
  Text name;
  Key key;
  Kind kind;  // without a size: the kernel would take memory for all of it at once
};

struct Element {
  std::array<std::uint8_t, 32> key{};  // fields of a concatenation begin at multiples of four octets
  std::uint8_t size = 0;               // octets of key
  bool ends_range = false;             // the first address behind a range
  const Text* chain = nullptr;         // of a map
  std::uint64_t milliseconds = 0;      // of a timed set
};

enum class Field : std::uint8_t { source_mac, source4, source6, destination4, destination6, destination_port };
enum class Outcome : std::uint8_t { accept, drop };

// The expressions of a rule, in the order in which they are tried; the first that fails ends the rule.
class Rule {
 public:
  Rule();
  Rule(Rule&&) noexcept;
  Rule& operator=(Rule&&) noexcept;
  ~Rule();

  enum class Family : std::uint8_t { v4, v6 };
  Rule&& is(Family family) &&;
  Rule&& is_ethernet() &&;
  Rule&& is_tcp() &&;
  Rule&& is_udp() &&;
  Rule&& port_is(std::uint16_t port) &&;  // destination, after is_tcp or is_udp
  Rule&& comes_from(const Set& interfaces) &&;
  Rule&& comes_not_from(const Set& interfaces) &&;
  Rule&& leaves_by(const Set& interfaces) &&;
  Rule&& leaves_not_by(const Set& interfaces) &&;
  Rule&& not_for_us() &&;             // the destination is no address of this machine
  Rule&& established() &&;            // or related
  Rule&& goes_the_way_it_began() &&;  // of a flow, from who began it
  Rule&& in(const Set& set, std::span<const Field> fields) &&;
  Rule&& tunnel_in(const Set& set) &&;  // protocol and destination port
  Rule&& chain_by(const Set& map, Field field) &&;
  // The last one:
  Rule&& to(Outcome outcome) &&;
  Rule&& jump(Text chain) &&;
  Rule&& go_to(Text chain) &&;
  Rule&& reset_connection() &&;
  Rule&& say_prohibited() &&;  // ICMP of either family
  Rule&& redirect(std::uint16_t port) &&;

 private:
  friend class Transaction;
  nftnl_expr* add(const char* kind);
  void load_meta(std::uint32_t key, std::uint32_t into);
  void load(Field field, std::uint32_t into);
  void compare(std::uint32_t how, const void* data, std::uint32_t size);
  void look_up(const Set& set, bool absent);
  void meta_is(std::uint32_t key, std::uint8_t octet);
  void interface(std::uint32_t key, const Set& set, bool absent);
  void verdict(std::uint32_t code, const Text* chain);
  struct Free {
    void operator()(nftnl_rule* rule) const;
  };
  std::unique_ptr<nftnl_rule, Free> rule_;
};

enum class Hook : std::uint8_t { redirect, forward };  // where in a packet's way, before everybody's usual chains

class Transaction {
 public:
  explicit Transaction(Text table);

  void add_table();
  void delete_table();
  void add_chain(Text chain);
  void add_chain(Text chain, Hook hook);
  void flush_chain(Text chain);
  void add_rule(Text chain, Rule&& rule);
  void add_set(const Set& set);
  void flush_set(const Set& set);
  void add(const Set& set, std::span<const Element> elements);
  void remove(const Set& set, std::span<const Element> elements);

  bool empty() const { return messages_ == 0; }
  // 0: it is in force. Else the kernel's errno, and nothing changed. `netlink`: open_netlink().
  int send(int netlink);

 private:
  nlmsghdr* begin(std::uint16_t type, std::uint16_t flags);
  void end();
  void elements(std::uint16_t type, std::uint16_t flags, const Set& set, std::span<const Element> some);
  Text table_;
  std::vector<std::uint8_t> octets_;
  std::unique_ptr<char[]> room_;  // for one message
  std::size_t messages_ = 0;
  std::size_t last_at_ = 0;  // where the last message begins
};

// A socket for transactions; needs CAP_NET_ADMIN. Invalid: errno says why.
UniqueFd open_netlink();

}  // namespace darban::gateway::nft

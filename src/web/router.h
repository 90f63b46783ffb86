// SPDX-License-Identifier: Apache-2.0
// Which handler answers what, and who may: a table. A route that is not in the table does not exist; there are no files, so no
// path leads to one. Immutable once made; handlers are called by one thread at a time.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <vector>

#include "base/result.h"
#include "web/answer.h"

namespace darban::web {

// decisions.md 12. `anybody` needs no login; a child is whoever asks from a device that is a child's. The last
// six are programs with an API token: one for each scope that it has.
enum class Role : std::uint8_t {
  anybody,
  child,
  helper,
  teacher,
  auditor,
  maintainer,
  parent,
  owner,
  reads_stats,
  writes_grants,
  writes_policy,
  writes_lists,
  administers,
  reads_metrics,
};

class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) add(role);
  }
  constexpr void add(Role role) { bits_ = static_cast<std::uint16_t>(bits_ | 1u << static_cast<unsigned>(role)); }
  friend constexpr Roles operator|(Roles a, Roles b) {
    a.bits_ = static_cast<std::uint16_t>(a.bits_ | b.bits_);
    return a;
  }
  constexpr bool has(Role role) const { return shares_one_with({role}); }
  constexpr bool shares_one_with(Roles other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool has_login() const { return (bits_ >> static_cast<unsigned>(Role::helper)) != 0; }

 private:
  std::uint16_t bits_ = 0;
};

struct Route {
  Method method;  // HEAD is answered by GET's route
  Text path;      // "/", "/api/v1/people/{person}": {...} takes any one segment
  Roles who;
  Handler handler;
  // Octets of body. More than kLargestBody is let in for one visitor at a time, who may use the route and says the length before.
  std::size_t largest_body = kLargestBody;
};

class Router {
 public:
  // Says as whom a request comes; Role::anybody is always among them and need not be said. Or why it is refused, whoever it is.
  using Gate = std::function<Result<Roles, Refusal>(const Request&)>;
  // Answers a request for a name that is not ours (a closed door's page); without one it is refused. It sees no path and no
  // query.
  using Stranger = std::function<Answer(const Request&)>;

  explicit Router(std::vector<Route> routes, Gate gate = {}, Stranger stranger = {});
  Answer answer(Request request) const;
  // How long the body of this request may be; its head and target are enough. Who may not use a route gets no more on it than
  // anywhere.
  std::size_t largest_body(const Request& request) const;

 private:
  struct Compiled {
    Route route;
    std::vector<std::string_view> pattern;  // into route.path, a literal; empty: any
  };
  static bool matches(const Compiled& compiled, const Target& target);
  const Compiled* find(const Request& request) const;  // null: there is no such route
  Answer refuse_method(const Target& target) const;
  std::vector<Compiled> routes_;
  Gate gate_;
  Stranger stranger_;
};

}  // namespace darban::web

// SPDX-License-Identifier: Apache-2.0
#include "web/router.h"

#include <algorithm>

#include "base/check.h"

namespace darban::web {
namespace {

// "/a/{b}" -> "a", "". A pattern of ours that is wrong is a fault of the program.
std::vector<std::string_view> pattern_of(std::string_view path) {
  CHECK_INVARIANT(path.starts_with('/'));
  std::vector<std::string_view> pattern;
  path.remove_prefix(1);
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view piece = path.substr(0, end);
    CHECK_INVARIANT(!piece.empty());
    pattern.push_back(piece.front() == '{' ? std::string_view() : piece);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return pattern;
}

Method asked_method(const Request& request) { return request.method() == Method::head ? Method::get : request.method(); }

}  // namespace

Router::Router(std::vector<Route> routes, Gate gate, Stranger stranger) : gate_(std::move(gate)), stranger_(std::move(stranger)) {
  for (Route& route : routes) {
    auto pattern = pattern_of(route.path.view());
    routes_.push_back({std::move(route), std::move(pattern)});
  }
}

bool Router::matches(const Compiled& compiled, const Target& target) {
  return std::equal(compiled.pattern.begin(), compiled.pattern.end(), target.segments.begin(), target.segments.end(),
                    [](std::string_view piece, const std::string& segment) { return piece.empty() || piece == segment; });
}

Answer Router::refuse_method(const Target& target) const {
  std::string allowed;
  const auto allow = [&](std::string_view word) { allowed += (allowed.empty() ? "" : ", ") + std::string(word); };
  for (const Compiled& compiled : routes_) {
    if (!matches(compiled, target)) continue;
    allow(word_of(compiled.route.method));
    if (compiled.route.method == Method::get) allow(word_of(Method::head));
  }
  if (allowed.empty()) return problem(Refusal::no_such_page);
  Response response = problem(Refusal::wrong_method);
  response.more.push_back({"Allow", allowed});
  return response;
}

const Router::Compiled* Router::find(const Request& request) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Compiled& compiled) {
    return compiled.route.method == asked_method(request) && matches(compiled, request.target);
  });
  return found == routes_.end() ? nullptr : &*found;
}

std::size_t Router::largest_body(const Request& request) const {
  if (!request.head.for_us || request.head.origin == Origin::foreign) return kLargestBody;
  const Compiled* const found = find(request);
  if (found == nullptr || found->route.largest_body <= kLargestBody) return kLargestBody;
  const Result<Roles, Refusal> roles = gate_ ? gate_(request) : Roles{};
  return roles && found->route.who.shares_one_with(*roles) ? found->route.largest_body : kLargestBody;
}

Answer Router::answer(Request request) const {
  if (!request.head.for_us) {
    if (!stranger_ || !changes_nothing(request.method())) return problem(Refusal::foreign_host);
    request.target = {};
    return stranger_(request);
  }
  const Compiled* const found = find(request);
  if (found == nullptr) return refuse_method(request.target);
  // Whoever is logged in: another site's page must not be able to use that (CSRF).
  if (!changes_nothing(request.method()) && request.head.origin == Origin::foreign) return problem(Refusal::foreign_origin);
  if (!found->route.who.shares_one_with({Role::anybody})) {
    const Result<Roles, Refusal> roles = gate_ ? gate_(request) : Roles{};
    if (!roles) return problem(roles.error());
    if (!found->route.who.shares_one_with(*roles))
      return problem(roles->has_login() ? Refusal::not_allowed : Refusal::not_logged_in);
  }
  for (std::size_t i = 0; i < found->pattern.size(); ++i) {
    if (found->pattern[i].empty()) request.parts.push_back(request.target.segments[i]);
  }
  return found->route.handler(request);
}

}  // namespace darban::web

// SPDX-License-Identifier: Apache-2.0
// One request as pages and the API see it: checked, and with nothing of the visitor that nobody needs (no Referer, no User-Agent,
// not even the Host). It lives as long as its answer is made; nothing of it is logged or kept.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "dns/name.h"
#include "web/target.h"

namespace darban::web {

enum class Method : std::uint8_t { get, head, post, put, patch, remove };  // remove is DELETE
inline constexpr std::size_t kMethods = 6;
std::optional<Method> method_named(std::string_view word);
std::string_view word_of(Method method);
bool changes_nothing(Method method);  // "safe", RFC 9110 section 9.2.1
bool may_have_body(Method method);

// The header fields that are kept; all others are forgotten at once.
enum class Field : std::uint8_t {
  accept_encoding,
  accept_language,
  authorization,
  content_type,
  cookie,
  if_match,
  if_none_match,
  last_event_id,
  page_token,  // X-Darban-Token: what another site's page can not send (CSRF)
};
inline constexpr std::size_t kFields = 9;

// Whose page sent it, as the browser says (Origin, Sec-Fetch-Site).
enum class Origin : std::uint8_t { not_said, ours, foreign };

enum class Way : std::uint8_t { plain, encrypted, local_socket };

inline constexpr std::size_t kLargestBody = 65536;  // octets

struct RequestHead {
  Method method = Method::get;
  std::array<std::string, kFields> fields;
  std::uint64_t length = 0;  // of the body, as announced
  bool chunked = false;      // its length is not known before its end
  Origin origin = Origin::not_said;
  std::string house_origin{};  // as the browser said it, where its host is one of ours, under whichever of our names; else empty
  bool for_us = true;  // the Host is one of ours
  std::optional<Name> stranger{};  // else the name it says, which can be judged and never shown
  const std::string& field(Field field) const { return fields[static_cast<std::size_t>(field)]; }
};

struct Request {
  RequestHead head;
  Target target;
  std::vector<std::string> parts;  // what stood where the route has {...}, in order
  std::string body;
  Way way = Way::plain;
  std::optional<IpAddress> visitor;  // nothing on a local socket

  Method method() const { return head.method; }
  const std::string& field(Field field) const { return head.field(field); }
};

}  // namespace darban::web

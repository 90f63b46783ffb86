// SPDX-License-Identifier: Apache-2.0
// Reads a request's head field by field and refuses what two programs could understand differently. libmicrohttpd 0.9.75 takes
// the first of two Content-Length fields and prefers one of Content-Length and Transfer-Encoding: behind a proxy that chooses
// otherwise, one visitor could put a request into another's mouth (request smuggling, RFC 9112 section 11.2). Pure; any octets
// give a value or a refusal.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "web/host_rule.h"
#include "web/refusal.h"
#include "web/request.h"

namespace darban::web {

inline constexpr std::size_t kMostFields = 64;

class HeadReading {
 public:
  // In the order in which they came.
  void add(std::string_view name, std::string_view value);
  // Everything that is wrong counts, the first thing is said.
  Result<RequestHead, Refusal> finish(std::string_view method, std::string_view version, const HostRule& ours);

 private:
  // Fields that say how the request is to be read, and are then forgotten.
  enum class Framing : std::uint8_t { host, content_length, transfer_encoding, origin, fetch_site };
  static constexpr std::size_t kFramings = 5;
  void object(Refusal refusal);
  void keep_once(std::optional<std::string>& place, std::string_view value);
  const std::optional<std::string>& framing(Framing which) const { return framing_[static_cast<std::size_t>(which)]; }
  void read_length(std::string_view version);
  Origin origin() const;
  std::string house_origin(const HostRule& ours) const;

  RequestHead head_;
  std::array<std::optional<std::string>, kFramings> framing_;
  std::array<bool, kFields> seen_{};
  std::size_t count_ = 0;
  std::optional<Refusal> refusal_;
};

}  // namespace darban::web

// SPDX-License-Identifier: Apache-2.0
// A file of the page that is part of the program: gzip octets that live as long as it does, with a strong ETag (RFC 9110 section
// 8.8.3) made of what is in it. Immutable; any thread.
#pragma once
#include <string>
#include <string_view>

#include "web/request.h"
#include "web/response.h"

namespace darban::web {

enum class Packing : std::uint8_t { none, gzip };

class Asset {
 public:
  Asset(ContentType type, Packing packing, Caching caching, std::string_view octets);
  // 200 with the octets, 304 when the visitor has them, 406 when gzip is refused by name.
  Response answer(const Request& request) const;
  const std::string& etag() const { return etag_; }

 private:
  ContentType type_;
  Packing packing_;
  Caching caching_;
  std::string_view octets_;
  std::string etag_;
};

// Whether an If-None-Match field names this ETag (RFC 9110 section 13.1.2: weak comparison, '*' is any).
bool has_etag(std::string_view if_none_match, std::string_view etag);
// Whether an Accept-Encoding field lets gzip be sent (RFC 9110 section 12.5.3); an empty one does.
bool takes_gzip(std::string_view accept_encoding);

}  // namespace darban::web

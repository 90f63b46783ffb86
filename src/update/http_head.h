// SPDX-License-Identifier: Apache-2.0
// The head of an HTTP answer (RFC 9110, 9112), reduced to what fetching a list needs. Fields come from a stranger: each that is
// kept has a bound, and one that does not look as its grammar says is as good as absent. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace darban {

struct ContentRange {  // "bytes 100-199/500"
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::optional<std::uint64_t> whole;  // "*" gives none
  friend bool operator==(const ContentRange&, const ContentRange&) = default;
};

struct HttpHead {
  int status = 0;
  std::string etag;           // with its quotes and its W/; empty when there is none
  std::string last_modified;  // as it came
  std::string content_type;   // lower case, without its parameters
  std::string retry_after;    // as it came
  bool packed = false;        // Content-Encoding says something but identity
  bool chunked = false;
  bool refuses_ranges = false;          // Accept-Ranges: none
  std::optional<std::uint64_t> length;  // Content-Length, octets as they travel
  std::optional<ContentRange> range;
};

// A strong validator (RFC 9110 section 8.8.1) is one that a range may be continued by.
bool is_strong(std::string_view etag);

// "bytes first-last/whole"; nothing when it is not that or contradicts itself.
std::optional<ContentRange> read_content_range(std::string_view value);

// Retry-After: seconds, or an HTTP date in its one current form ("Sun, 06 Nov 1994 08:49:37 GMT"). 0 to kLongestRetryAfter.
inline constexpr Seconds kLongestRetryAfter{30 * 86400};
std::optional<Seconds> read_retry_after(std::string_view value, WallTime now);

// Reads a head line by line; a further status line (after 100 or 103) begins a new one.
class HttpHeadReader {
 public:
  // A line with or without its line end. True when it was the empty one that ends a final head (status 200 and above). What comes
  // after that end (trailer fields) is ignored.
  bool take(std::string_view line);
  const HttpHead& head() const { return head_; }
  bool complete() const { return complete_; }

 private:
  void take_field(std::string_view name, std::string_view value);
  HttpHead head_;
  bool complete_ = false;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Search engines that have a safe address, as blocklists/safe-search.yaml says them: which hosts are led where. Plain values; the
// rewriting is the policy's. Text is the maintainer's own and public. Any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "base/result.h"
#include "config/household.h"

namespace darban {

// Where a host is led. The addresses serve only while the target itself does not resolve.
struct SafeTarget {
  std::string level;  // "strict", "moderate"; empty for an engine that has one
  std::string host;
  std::optional<IpAddress> fallback_a;
  std::optional<IpAddress> fallback_aaaa;
  Place place;
};

struct SafeEngine {
  std::string key;  // "google"; unique
  std::string name;
  std::vector<WrittenDomain> hosts;  // exact: nothing below them; a host belongs to one engine
  std::vector<SafeTarget> targets;   // at least one, the strictest first; their hosts are among no engine's hosts
  std::string source;
  char confidence = 'C';  // A: the vendor's own text; B: two independent tools agree; C: one source
  Place place;
};

struct SafeSearchFile {
  std::string file;
  std::vector<SafeEngine> engines;
};

Result<SafeSearchFile, ConfigError> load_safe_search(const std::string& path);
Result<SafeSearchFile, ConfigError> parse_safe_search(std::string_view text, const std::string& file_name);

}  // namespace darban

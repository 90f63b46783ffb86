// SPDX-License-Identifier: Apache-2.0
// A resolver asked over plain UDP and TCP, by c-ares.
#pragma once
#include <memory>

#include "base/result.h"
#include "net/net_settings.h"
#include "net/upstream.h"

namespace darban {

struct PlainSettings {
  NetEndpoint endpoint;
  std::size_t index = 0;  // for UpstreamHost::done
  std::uint32_t ports = 32;
  bool randomise_case = true;
  Milliseconds timeout{1500};
  std::size_t most = 2048;  // travelling at once
};

enum class PlainFailure : std::uint8_t { cares_version, no_resources };

// Call it before other threads run: it also sets up the library. The host must outlive the upstream.
Result<std::unique_ptr<Upstream>, PlainFailure> open_upstream_plain(const PlainSettings& settings, const UpstreamHost& host);

}  // namespace darban

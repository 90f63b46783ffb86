// SPDX-License-Identifier: Apache-2.0
// Which resolvers we forward to, and what a worker is told of the settings (net knows no files).
#pragma once
#include <vector>

#include "config/settings.h"
#include "net/net_settings.h"

namespace darban {

// The settings' own upstreams, or the machine's resolvers (resolv_conf.h). Behind systemd-resolved's or NetworkManager's stub the
// resolvers they know are taken instead of the stub, which may well ask us. Logs what the operator should know; empty when nobody
// is left.
std::vector<Endpoint> upstreams_of(const Settings& settings);

NetSettings net_settings_of(const Settings& settings, const std::vector<Endpoint>& upstreams);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// What of pihole.toml a household or darban.yaml could say. Secrets (password hashes, TOTP keys) are not looked at. Pure; any
// thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace darban {

struct PiholeSettings {
  struct Line {
    std::string value;
    int line = 0;
  };
  std::vector<Line> upstreams;  // "1.1.1.1", "127.0.0.1#5335"
  std::vector<Line> hosts;      // "192.168.1.10 nas.home"
  std::vector<Line> cnames;     // "alias,target"
  std::vector<Line> dhcp_hosts;
  std::vector<Line> reverse_servers;
  Line blocking_mode;  // NULL, IP_NODATA_AAAA, IP, NX, NODATA
  bool dhcp_active = false;
  int dhcp_line = 0;
};

// The error is a sentence with its line.
Result<PiholeSettings, std::string> read_pihole_toml(std::string_view text);

}  // namespace darban

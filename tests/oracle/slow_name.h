// SPDX-License-Identifier: Apache-2.0
// The slow, obvious twin of Name::read: one octet at a time, labels in a vector, every rule of RFC 1035 section 4.1.4 as its own
// line.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace darban::oracle {

struct SlowName {
  std::vector<std::string> labels;  // lower case
  std::size_t next = 0;             // where reading goes on after the name
};

struct SlowNameOutcome {
  std::optional<SlowName> name;
  Errc code = Errc::ok;
};

inline SlowNameOutcome slow_read_name(Octets message, std::size_t start) {
  SlowName name;
  std::size_t at = start;
  std::size_t lowest = start;  // a pointer leads strictly below everything it was reached from
  std::size_t octets = 1;      // the root's zero
  bool jumped = false;
  while (true) {
    if (at >= message.size()) return {{}, Errc::truncated};
    const unsigned first = message[at];
    if (first == 0) {
      if (!jumped) name.next = at + 1;
      return {name, Errc::ok};
    }
    const unsigned kind = first >> 6;
    if (kind == 1 || kind == 2) return {{}, Errc::bad_label_type};
    if (kind == 3) {
      if (at + 1 >= message.size()) return {{}, Errc::truncated};
      const std::size_t target = (first & 0x3f) * 256 + message[at + 1];
      if (target >= lowest) return {{}, Errc::bad_pointer};
      if (!jumped) name.next = at + 2;
      jumped = true;
      lowest = target;
      at = target;
      continue;
    }
    std::string label;
    for (unsigned i = 1; i <= first; ++i) {
      if (at + i >= message.size()) return {{}, Errc::truncated};
      auto octet = message[at + i];
      if (octet >= 'A' && octet <= 'Z') octet = static_cast<std::uint8_t>(octet - 'A' + 'a');
      label += static_cast<char>(octet);
    }
    octets += 1 + label.size();
    if (octets > 255) return {{}, Errc::name_too_long};
    name.labels.push_back(label);
    at += 1 + first;
  }
}

// The wire form of the labels.
inline std::vector<std::uint8_t> slow_wire(const SlowName& name) {
  std::vector<std::uint8_t> wire;
  for (const auto& label : name.labels) {
    wire.push_back(static_cast<std::uint8_t>(label.size()));
    wire.insert(wire.end(), label.begin(), label.end());
  }
  wire.push_back(0);
  return wire;
}

}  // namespace darban::oracle

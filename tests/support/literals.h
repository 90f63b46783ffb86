// SPDX-License-Identifier: Apache-2.0
// Short ways to write names and addresses in tests. A literal that is wrong ends the test program.
#pragma once
#include <string_view>

#include "base/net_address.h"
#include "dns/name.h"

namespace darban::literals {

inline Name operator""_name(const char* text, std::size_t size) { return *Name::from_text({text, size}); }
inline IpAddress operator""_ip(const char* text, std::size_t size) { return *IpAddress::from_text({text, size}); }
inline IpPrefix operator""_prefix(const char* text, std::size_t size) { return *IpPrefix::from_text({text, size}); }
inline MacAddress operator""_mac(const char* text, std::size_t size) { return *MacAddress::from_text({text, size}); }

}  // namespace darban::literals

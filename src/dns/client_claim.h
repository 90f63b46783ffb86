// SPDX-License-Identifier: Apache-2.0
// Whom a forwarder says it asks for, out of the EDNS options of its query. Only read here; whether to believe it is the engine's
// question (engine/steps/who.h), because anybody can write these options.
//
//   65001  the client's MAC address, 6 octets                            dnsmasq: add-mac
//   65073  the same as 17 characters of text or 8 of base64              dnsmasq: add-mac=text, add-mac=base64
//   8      the client's address (RFC 7871), of full length only          dnsmasq: add-subnet=32,128
// 65001 and 65073 are of the range for local use (RFC 6891 section 9): the meaning is dnsmasq's.
#pragma once
#include <optional>

#include "base/bytes.h"
#include "base/net_address.h"
#include "base/result.h"

namespace darban {

struct ClientClaim {
  std::optional<MacAddress> mac;
  std::optional<IpAddress> address;
  // Somebody is named and it can not be told who: a MAC option that holds none, or two values that differ. Then mac and address
  // are empty.
  bool unreadable = false;
  // The first option that could not be believed: bad_mac, mismatch (a second value that is another one) or bad_prefix (a client
  // subnet that is malformed or a whole network; it names nobody), and its octet in the options.
  std::optional<Error> trouble;

  bool names_somebody() const { return mac || address || unreadable; }
};

// `options` as Edns has them. Total: any octets give a claim, an empty one where nothing of the kind is said. A client subnet of
// length 0 says "do not tell anybody" (RFC 7871 section 7.1.2) and is no claim.
ClientClaim read_client_claim(Octets options);

}  // namespace darban

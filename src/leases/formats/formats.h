// SPDX-License-Identifier: Apache-2.0
// One syntax of lease files each (see format.h).
#pragma once
#include <string_view>

namespace darban {

class LeaseReading;

// dnsmasq, lease.c of 2.40 to 2.90: `END MAC ADDRESS NAME CLIENT-ID`, after a line `duid ...` the same for IPv6 with
// `END [T]IAID ADDRESS NAME DUID`. Other hardware is written with its type before it ("06-...").
bool dnsmasq_leases_speak(std::string_view line);
void parse_dnsmasq_leases(LeaseReading& in);

// odhcpd's state file: `# INTERFACE DUID IAID NAME END ASSIGNED LENGTH ADDRESS/LENGTH...`, for IPv4 with the MAC address for the
// DUID and the word ipv4 for the IAID; between them lines as of /etc/hosts, which say nothing of devices.
bool odhcpd_leases_speak(std::string_view line);
void parse_odhcpd_leases(LeaseReading& in);

// Kea's memfile (kea-leases4.csv, kea-leases6.csv): columns by the names in the first line, one line a change, the last one of an
// address counts; a lifetime of 0 takes it back.
bool kea_leases_speak(std::string_view line);
void parse_kea_leases(LeaseReading& in);

// ISC dhcpd's dhcpd.leases(5), IPv4 (`lease ADDRESS { ... }`) and IPv6 (`ia-na "IAID DUID" { iaaddr ADDRESS { ... } }`):
// statements, the last block of an address counts.
bool isc_leases_speak(std::string_view line);
void parse_isc_leases(LeaseReading& in);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The two functions of each row of the format table (format.h): `..._speaks` sees a trimmed line that is no comment, `parse_...`
// reads a whole file. Their meaning, form by form, stands at the top of each .cc file.
#pragma once
#include <string_view>

#include "lists/line.h"

namespace darban {

bool hosts_speaks(std::string_view line);
void parse_hosts(ListReading& in);
void parse_hosts_line(ListReading& in, std::string_view line);  // adblock files hold such lines too
bool is_hosts_line(std::string_view line);                      // an address and at least one word after it

bool domains_speaks(std::string_view line);
bool wildcard_speaks(std::string_view line);
void parse_domains(ListReading& in);

bool adblock_speaks(std::string_view line);
void parse_adblock(ListReading& in);

bool dnsmasq_speaks(std::string_view line);
void parse_dnsmasq(ListReading& in);

bool unbound_speaks(std::string_view line);
void parse_unbound(ListReading& in);

bool rpz_speaks(std::string_view line);
void parse_rpz(ListReading& in);

bool v2fly_speaks(std::string_view line);
void parse_v2fly(ListReading& in);

bool curated_speaks(std::string_view line);
void parse_curated_lines(ListReading& in);

}  // namespace darban

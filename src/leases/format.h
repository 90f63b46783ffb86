// SPDX-License-Identifier: Apache-2.0
// Reads a DHCP server's lease file: a pure function from octets to leases. The syntax is recognised by its lines; lines that can
// not be read are counted and the others count, the last unfinished one is left out. A new syntax: formats/x.cc and a row in
// format.cc.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/showable.h"
#include "leases/lease.h"

namespace darban {

class LeaseReading;

// What it means that a lease does not stand in the file any more.
enum class Absence : std::uint8_t {
  is_over,        // the server writes all its leases: this one is gone
  means_nothing,  // a journal that is moved aside from time to time: what ends is said, and until then a lease holds
};

struct LeaseFormat {
  Text key;  // as written in the settings, before the path: "kea:/srv/leases.csv"
  Absence absence;
  bool (*speaks)(std::string_view line);  // whether a line is of this syntax and could be of no other
  void (*parse)(LeaseReading& in);
};

std::span<const LeaseFormat> lease_formats();
const LeaseFormat* lease_format_named(std::string_view key);  // nullptr: there is none

// `format` null: recognised by the content. unknown_leases with a line when nobody writes such a file; when not one line could be
// read, why the first was refused. An empty file is no leases.
Result<Leases> read_leases(std::string_view whole_file, HashSeed seed, const LeaseFormat* format = nullptr);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Records moved from one message into another. Names in a message point back to earlier places (RFC 1035 section 4.1.4), so a
// record can not be moved as octets when what stands before it changes its length: names are read whole and written anew.
// One thread; total: any record gives a copy or false, in time bounded by the message. Fuzzed: tests/fuzz/record_copy_fuzz.cc.
#pragma once
#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "dns/message.h"
#include "dns/name.h"

namespace darban {

class RecordCopier {
 public:
  // keep: SVCB and HTTPS records as they are. remove: without their keys for Encrypted Client Hello.
  enum class Ech : std::uint8_t { keep, remove };

  // `out` holds a message from its first octet on, up to where the records begin. It must outlive the copier.
  explicit RecordCopier(ByteWriter& out) : out_(out) {}

  // A name stands at this place of `out`: owners that are the same will point there instead of being written again.
  void know_name_at(std::size_t at);

  // Writes the record `rr` of `message` with this TTL. Names inside the data of types whose data may hold compressed ones
  // (RFC 3597 section 4) or hold names at all are read and written whole, in lower case; other data is copied as it stands.
  // False: the record is not what its type says. Then half of it may be written, and the whole answer should be given up.
  // That the room is full is not told here but by the writer.
  bool copy(const RrView& rr, Octets message, std::uint32_t ttl, Ech ech = Ech::keep);
  // A CNAME from the message's question to `target`.
  void write_cname_of_question(const Name& target, std::uint32_t ttl);

 private:
  void write_owner(const Name& owner);
  void write_head(const Name& owner, RrType type, RrClass klass, std::uint32_t ttl);  // all but length and data
  void write_target(const Name& name);  // of a CNAME: the owner of the next record, most likely
  bool copy_data(const RrView& rr, Octets message, Ech ech);

  static constexpr std::size_t kMostKnown = 8;
  ByteWriter& out_;
  std::array<std::uint16_t, kMostKnown> known_;
  std::size_t known_count_ = 0;
};

}  // namespace darban

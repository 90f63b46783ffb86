// SPDX-License-Identifier: Apache-2.0
// DNS messages as octets from outside (RFC 1035 section 4). Parsing is total: every octet string gives a value or an Error with a
// code and an octet, in bounded time, without allocation. Views do not own: the octets must outlive them.
#pragma once
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/edns.h"
#include "dns/question.h"
#include "dns/registry.h"

namespace darban {

inline constexpr std::size_t kHeaderOctets = 12;

namespace flag {  // RFC 1035 section 4.1.1, RFC 4035 section 3.2
inline constexpr std::uint16_t response = 0x8000;
inline constexpr std::uint16_t authoritative = 0x0400;
inline constexpr std::uint16_t truncated = 0x0200;
inline constexpr std::uint16_t recursion_desired = 0x0100;
inline constexpr std::uint16_t recursion_available = 0x0080;
inline constexpr std::uint16_t authentic_data = 0x0020;
inline constexpr std::uint16_t checking_disabled = 0x0010;
}  // namespace flag

struct Header {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::uint16_t questions = 0;
  std::uint16_t answers = 0;
  std::uint16_t authorities = 0;
  std::uint16_t additionals = 0;

  bool is_response() const { return (flags & flag::response) != 0; }
  bool is_truncated() const { return (flags & flag::truncated) != 0; }
  Opcode opcode() const { return static_cast<Opcode>(flags >> 11 & 0xf); }
  Rcode rcode() const { return static_cast<Rcode>(flags & 0xf); }
};
Header read_header(ByteReader& in);

// A client's query: one question and perhaps an OPT. Fills `question` and `edns` in place (they are large and pooled).
// Answer and authority records are refused (bad_count); in the additional section anything but one OPT is stepped over.
Result<void> read_query_body(ByteReader& in, const Header& header, Question& question, Edns& edns);

enum class Section : std::uint8_t { answer, authority, additional };

// One record of a message. The owner is left as a position: most readers do not need it.
struct RrView {
  Section section = Section::answer;
  std::size_t owner_at = 0;  // where the owner name starts
  std::size_t ttl_at = 0;    // where the four TTL octets stand
  RrType type{};
  RrClass klass{};
  std::uint32_t ttl = 0;  // RFC 2181 section 8: above 2^31 - 1 counts as 0
  std::size_t rdata_at = 0;
  Octets rdata;
};

// Walks the records of a message behind its question section.
//   MessageWalk walk(octets); while (auto rr = walk.next()) ...; if (!walk.ok()) refuse(walk.error());
class MessageWalk {
 public:
  // Reads the header and steps over the questions.
  explicit MessageWalk(Octets message);
  const Header& header() const { return header_; }
  std::size_t records_at() const { return records_at_; }
  // The next record into `into`; false at the end or when something is wrong.
  bool next(RrView& into);
  bool ok() const { return in_.ok(); }
  Error error() const { return in_.error(); }
  // True when every record was read; trailing octets are tolerated (RFC 1035 is silent; resolvers send padding).
  bool finished() const { return left_ == 0 && section_ > 2; }

 private:
  ByteReader in_;
  Header header_;
  std::size_t records_at_ = 0;
  int section_ = 0;
  std::uint32_t left_ = 0;
};

// A name inside RDATA or anywhere in a message, compression followed.
Result<Name> read_name_at(Octets message, std::size_t at);

}  // namespace darban

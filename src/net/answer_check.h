// SPDX-License-Identifier: Apache-2.0
// Is this datagram the answer to what we sent? Everything a forger who can not see our packets would have to guess is compared
// here, beyond the address and the port (the kernel's and the port pool's work): QR, ID, the question, and the letter case we
// drew for it (0x20; RFC 5452 section 9, draft-vixie-dnsext-dns0x20). Pure.
#pragma once
#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "base/random.h"

namespace darban {

enum class AnswerMatch : std::uint8_t {
  exact,
  other_case,   // our question, but not as we spelt it: a forger who guessed the rest, or a resolver that changes letters. Ask by
                // TCP.
  no_question,  // an error without a question section (FORMERR, NOTIMP or SERVFAIL of old servers): not to be believed without
                // asking again
  foreign,      // not an answer, or an answer to something else
};

// `sent`: the message as it left, header and one question at least. The ID is compared too.
AnswerMatch match_answer(Octets sent, Octets received);
// As above, without regard to the ID and to case: for TCP, where c-ares may have renumbered the question.
bool answers_question(Octets sent, Octets received);

inline std::uint16_t id_of(Octets message) { return static_cast<std::uint16_t>(message[0] << 8 | message[1]); }

// Draws the case of each letter of the question's name anew. Needs a whole header and an uncompressed name.
void randomise_case(std::span<std::uint8_t> message, Random& random);

// How long header and question are; 0 if there is not exactly one uncompressed question.
std::size_t question_end(Octets message);

// The message without the OPT record that ends it, for servers that know no EDNS (RFC 6891 section 7): its new length, with
// ARCOUNT set to 0; 0 if the message does not end with an OPT as its only additional record.
std::size_t strip_opt(std::span<std::uint8_t> message);

}  // namespace darban

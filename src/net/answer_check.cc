// SPDX-License-Identifier: Apache-2.0
#include "net/answer_check.h"

#include <algorithm>
#include <cstring>

#include "dns/message.h"

namespace darban {
namespace {

constexpr std::size_t kOptOctets = 11;  // root, type, class, TTL, RDLENGTH (RFC 6891 section 6.1.2), without options
constexpr std::size_t kTypeAndClass = 4;

bool is_letter(std::uint8_t octet) {
  const auto lower = static_cast<std::uint8_t>(octet | 0x20);
  return lower >= 'a' && lower <= 'z';
}

std::uint8_t lowered(std::uint8_t octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet | 0x20) : octet;
}

std::uint16_t u16_at(Octets message, std::size_t at) { return static_cast<std::uint16_t>(message[at] << 8 | message[at + 1]); }

// Length octets are below 64 and so no letters: folding the whole question is folding its name.
bool same_question(Octets a, Octets b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto x, auto y) { return lowered(x) == lowered(y); });
}

bool is_response(Octets message) { return message.size() >= kHeaderOctets && (message[2] & 0x80) != 0; }
bool one_question(Octets message) { return u16_at(message, 4) == 1; }

}  // namespace

std::size_t question_end(Octets message) {
  if (message.size() < kHeaderOctets || !one_question(message)) return 0;
  std::size_t at = kHeaderOctets;
  while (at < message.size() && message[at] != 0) {
    if (message[at] > 63) return 0;
    at += 1U + message[at];
  }
  const std::size_t end = at + 1 + kTypeAndClass;
  return end <= message.size() ? end : 0;
}

AnswerMatch match_answer(Octets sent, Octets received) {
  if (!is_response(received) || id_of(received) != id_of(sent)) return AnswerMatch::foreign;
  if (u16_at(received, 4) == 0) {
    const auto rcode = static_cast<Rcode>(received[3] & 0xf);
    const bool error = rcode == Rcode::formerr || rcode == Rcode::notimp || rcode == Rcode::servfail;
    return error ? AnswerMatch::no_question : AnswerMatch::foreign;
  }
  const std::size_t end = question_end(sent);
  if (end == 0 || !one_question(received) || received.size() < end) return AnswerMatch::foreign;
  const Octets asked = sent.subspan(kHeaderOctets, end - kHeaderOctets);
  const Octets repeated = received.subspan(kHeaderOctets, end - kHeaderOctets);
  if (std::memcmp(asked.data(), repeated.data(), asked.size()) == 0) return AnswerMatch::exact;
  // Type and class are no letters to be folded.
  const std::size_t name = asked.size() - kTypeAndClass;
  if (std::memcmp(asked.data() + name, repeated.data() + name, kTypeAndClass) != 0) return AnswerMatch::foreign;
  return same_question(asked.first(name), repeated.first(name)) ? AnswerMatch::other_case : AnswerMatch::foreign;
}

bool answers_question(Octets sent, Octets received) {
  if (!is_response(received) || !one_question(received)) return false;
  const std::size_t end = question_end(sent);
  if (end == 0 || received.size() < end) return false;
  const std::size_t name = end - kTypeAndClass - kHeaderOctets;
  return same_question(sent.subspan(kHeaderOctets, name), received.subspan(kHeaderOctets, name)) &&
         std::memcmp(sent.data() + kHeaderOctets + name, received.data() + kHeaderOctets + name, kTypeAndClass) == 0;
}

void randomise_case(std::span<std::uint8_t> message, Random& random) {
  std::uint64_t bits = 0;
  int left = 0;
  std::size_t at = kHeaderOctets;
  while (at < message.size() && message[at] != 0 && message[at] <= 63) {
    const std::size_t end = std::min(at + 1U + message[at], message.size());
    for (++at; at < end; ++at) {
      if (!is_letter(message[at])) continue;
      if (left == 0) {
        bits = random.u64();
        left = 64;
      }
      message[at] = static_cast<std::uint8_t>((message[at] & ~0x20) | ((bits & 1) << 5));
      bits >>= 1;
      --left;
    }
  }
}

std::size_t strip_opt(std::span<std::uint8_t> message) {
  const std::size_t end = question_end(message);
  if (end == 0 || message.size() != end + kOptOctets || u16_at(message, 10) != 1) return 0;
  if (message[end] != 0 || u16_at(message, end + 1) != static_cast<std::uint16_t>(RrType::opt)) return 0;
  message[11] = 0;
  return end;
}

}  // namespace darban

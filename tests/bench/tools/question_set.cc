// SPDX-License-Identifier: Apache-2.0
#include "tools/question_set.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace darban::bench {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kFreshDigits = 9;
constexpr std::size_t kFreshLabel = 2 + kFreshDigits;  // length octet, a letter, the digits
constexpr std::uint32_t kStubNet = 0xc6120000;         // 198.18.0.0/15

std::uint16_t u16_at(std::span<const std::uint8_t> octets, std::size_t at) {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}
std::uint32_t u32_at(std::span<const std::uint8_t> octets, std::size_t at) {
  return static_cast<std::uint32_t>(u16_at(octets, at)) << 16 | u16_at(octets, at + 2);
}

// The address that upstream.cc gives for a lower-case name in wire form without the final zero.
std::uint32_t stub_address(std::span<const std::uint8_t> wire) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::uint8_t octet : wire) hash = (hash ^ octet) * 0x100000001b3;
  return kStubNet | (static_cast<std::uint32_t>(hash >> 32) & 0x1ffff) | 1;
}

[[noreturn]] void fail(const std::string& path, const char* why) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), why);
  std::exit(1);
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 253 - kFreshLabel) return false;
  std::size_t label = 0;
  for (const char c : name) {
    label = c == '.' ? 0 : label + 1;
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!plain || label > 63) return false;
  }
  return name.front() != '.' && name.back() != '.' && name.find("..") == std::string_view::npos;
}

// Behind the owner name of a record; 0 if there is no end to it.
std::size_t behind_owner(std::span<const std::uint8_t> octets, std::size_t at) {
  while (at < octets.size()) {
    if (octets[at] >= 0xc0) return at + 2;
    if (octets[at] == 0) return at + 1;
    at += 1U + octets[at];
  }
  return 0;
}

}  // namespace

const char* text_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::right:
      return "right";
    case Outcome::open_was_closed:
      return "open_was_closed";
    case Outcome::closed_was_open:
      return "closed_was_open";
    case Outcome::wrong_address:
      return "wrong_address";
    case Outcome::servfail:
      return "servfail";
    case Outcome::refused:
      return "refused";
    case Outcome::other_rcode:
      return "other_rcode";
    case Outcome::other_question:
      return "other_question";
    case Outcome::garbled:
      return "garbled";
    case Outcome::count_:
      break;
  }
  return "";
}

QuestionSet QuestionSet::read(const std::string& path, Edns edns) {
  std::ifstream file(path);
  if (!file) fail(path, "can not be read");
  QuestionSet set;
  set.edns_ = edns;
  for (std::string line; std::getline(file, line);) {
    const std::string_view name = std::string_view(line).substr(line.empty() ? 0 : 1);
    if (line.empty() || std::string_view("+-*").find(line[0]) == std::string_view::npos || !is_plain_name(name))
      fail(path, "a line that is not a mark and a name");
    set.add(line[0], name);
  }
  if (set.questions_.empty()) fail(path, "holds no question");
  return set;
}

void QuestionSet::add(char mark, std::string_view name) {
  Question question{.at = static_cast<std::uint32_t>(octets_.size()), .mark = mark};
  const std::uint8_t additionals = edns_ == Edns::with ? 1 : 0;
  octets_.insert(octets_.end(), {0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, additionals});
  if (mark == '*') {
    octets_.push_back(kFreshLabel - 1);
    octets_.insert(octets_.end(), kFreshDigits + 1, 'q');
  }
  for (std::string_view rest = name; !rest.empty();) {
    const std::string_view label = rest.substr(0, rest.find('.'));
    octets_.push_back(static_cast<std::uint8_t>(label.size()));
    octets_.insert(octets_.end(), label.begin(), label.end());
    rest.remove_prefix(std::min(rest.size(), label.size() + 1));
  }
  if (mark == '+') question.address = stub_address(std::span(octets_).subspan(question.at + kHeader));
  octets_.insert(octets_.end(), {0, 0, 1, 0, 1});
  question.question_end = static_cast<std::uint16_t>(octets_.size() - question.at);
  if (edns_ == Edns::with) octets_.insert(octets_.end(), {0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0});
  question.size = static_cast<std::uint16_t>(octets_.size() - question.at);
  questions_.push_back(question);
}

std::size_t QuestionSet::write(std::size_t i, std::uint16_t id, std::uint64_t fresh, std::uint8_t* room) const {
  const Question& question = questions_[i];
  std::memcpy(room, octets_.data() + question.at, question.size);
  room[0] = static_cast<std::uint8_t>(id >> 8);
  room[1] = static_cast<std::uint8_t>(id);
  if (question.mark == '*') {
    for (std::size_t digit = 0; digit < kFreshDigits; ++digit, fresh >>= 4) {
      room[kHeader + 2 + digit] = static_cast<std::uint8_t>("0123456789abcdef"[fresh & 15]);
    }
  }
  return question.size;
}

Outcome QuestionSet::judge(std::size_t i, std::span<const std::uint8_t> answer) const {
  const Question& question = questions_[i];
  if (answer.size() < question.question_end || (answer[2] & 0x80) == 0) return Outcome::garbled;
  const std::size_t from = kHeader + (question.mark == '*' ? kFreshLabel : 0);
  const std::uint8_t* const asked = octets_.data() + question.at;
  if (u16_at(answer, 4) != 1 || std::memcmp(answer.data() + from, asked + from, question.question_end - from) != 0)
    return Outcome::other_question;
  switch (answer[3] & 15) {
    case 0:
      return judge_records(question, answer);
    case 2:
      return Outcome::servfail;
    case 3:
      return question.mark == '-' ? Outcome::right : Outcome::open_was_closed;
    case 5:
      return Outcome::refused;
    default:
      return Outcome::other_rcode;
  }
}

Outcome QuestionSet::judge_records(const Question& question, std::span<const std::uint8_t> answer) const {
  const bool closed = question.mark == '-';
  if (u16_at(answer, 6) == 0) return closed ? Outcome::right : Outcome::open_was_closed;
  const std::size_t at = behind_owner(answer, question.question_end);
  if (at == 0 || at + 14 > answer.size() || u16_at(answer, at) != 1 || u16_at(answer, at + 8) != 4) return Outcome::garbled;
  const std::uint32_t address = u32_at(answer, at + 10);
  if (closed) return address == 0 ? Outcome::right : Outcome::closed_was_open;
  if (address == 0) return Outcome::open_was_closed;
  const bool as_the_stub_said = question.mark == '*' ? (address & 0xfffe0000) == kStubNet : address == question.address;
  return as_the_stub_said ? Outcome::right : Outcome::wrong_address;
}

}  // namespace darban::bench

// SPDX-License-Identifier: Apache-2.0
// The questions that bench_load asks, as messages ready to send, and what a right answer to each is. One file, a line each: a
// mark and a name.
//   +name   open: the upstream stub's address, checked octet by octet
//   -name   closed: 0.0.0.0, NODATA or NXDOMAIN
//   *name   open, and never asked before: a label with a number that is used once is put before the name
// All ask for A in IN. Read once; then constant.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace darban::bench {

enum class Outcome : std::uint8_t {
  right,
  open_was_closed,
  closed_was_open,
  wrong_address,
  servfail,
  refused,
  other_rcode,
  other_question,  // the question did not come back as it was asked
  garbled,
  count_
};
const char* text_of(Outcome outcome);

class QuestionSet {
 public:
  static constexpr std::size_t kMostOctets = 12 + 255 + 4 + 11;
  enum class Edns { without, with };

  // Ends the program if the file can not be read or holds something else.
  static QuestionSet read(const std::string& path, Edns edns);

  std::size_t size() const { return questions_.size(); }
  bool needs_fresh(std::size_t i) const { return questions_[i].mark == '*'; }
  // The message for question i into `room` (kMostOctets), its ID in front; `fresh` is woven in where it is needed. Its size.
  std::size_t write(std::size_t i, std::uint16_t id, std::uint64_t fresh, std::uint8_t* room) const;
  Outcome judge(std::size_t i, std::span<const std::uint8_t> answer) const;

 private:
  struct Question {
    std::uint32_t at = 0;  // in octets_
    std::uint16_t size = 0;
    std::uint16_t question_end = 0;
    std::uint32_t address = 0;  // what the upstream stub says; 0 where it is not known beforehand
    char mark = '+';
  };
  void add(char mark, std::string_view name);
  Outcome judge_records(const Question& question, std::span<const std::uint8_t> answer) const;

  Edns edns_ = Edns::without;
  std::vector<std::uint8_t> octets_;
  std::vector<Question> questions_;
};

}  // namespace darban::bench

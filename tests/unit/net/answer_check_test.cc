// SPDX-License-Identifier: Apache-2.0
#include "net/answer_check.h"

#include <doctest/doctest.h>

#include "tests/support/fake_upstream.h"

using namespace darban;

TEST_CASE("the echo of the question is the answer") {
  const Message sent = query_message("wWw.ExAmple.COM", 1, 77, true);
  CHECK(match_answer(sent, response_to(sent)) == AnswerMatch::exact);
}

TEST_CASE("one bit off is foreign, and in the name's letter case it is another case") {
  const Message sent = query_message("wWw.ExAmple.COM", 1, 77);
  const Message right = response_to(sent);
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Message wrong = right;
      wrong[at] = static_cast<std::uint8_t>(wrong[at] ^ (1 << bit));
      const bool id = at < 2;
      const bool qr = at == 2 && bit == 7;
      const bool question_count = at == 4 || at == 5;
      const bool in_name = at >= 12 && at < right.size() - 4;
      const bool letter = in_name && bit == 5 && ((right[at] | 0x20) >= 'a') && ((right[at] | 0x20) <= 'z');
      const AnswerMatch match = match_answer(sent, wrong);
      if (letter)
        CHECK(match == AnswerMatch::other_case);
      else if (id || qr || question_count || at >= 12)
        CHECK(match == AnswerMatch::foreign);
      else
        CHECK(match == AnswerMatch::exact);
    }
  }
}

TEST_CASE("a response cut anywhere is foreign") {
  const Message sent = query_message("www.example.com", 1, 77);
  const Message right = response_to(sent);
  for (std::size_t size = 0; size < right.size(); ++size) {
    CHECK(match_answer(sent, Octets(right).first(size)) == AnswerMatch::foreign);
  }
}

TEST_CASE("an error without a question is told apart, a success without one is foreign") {
  const Message sent = query_message("www.example.com", 1, 77);
  for (int rcode = 0; rcode < 16; ++rcode) {
    Message header = response_to(sent, {}, static_cast<std::uint8_t>(rcode));
    header.resize(12);
    header[5] = 0;
    const bool error = rcode == 1 || rcode == 2 || rcode == 4;
    CHECK(match_answer(sent, header) == (error ? AnswerMatch::no_question : AnswerMatch::foreign));
  }
}

TEST_CASE("a compressed question is not ours") {
  const Message sent = query_message("www.example.com", 1, 77);
  Message response = response_to(sent);
  response[12] = 0xc0;
  CHECK(match_answer(sent, response) == AnswerMatch::foreign);
}

TEST_CASE("over TCP another ID and another case still answer the question, another type does not") {
  const Message sent = query_message("www.example.com", 1, 77);
  CHECK(answers_question(sent, response_to(query_message("WWW.example.com", 1, 5))));
  CHECK_FALSE(answers_question(sent, response_to(query_message("www.example.com", 28, 77))));
  CHECK_FALSE(answers_question(sent, response_to(query_message("www.example.org", 1, 77))));
  CHECK_FALSE(answers_question(sent, sent));
  CHECK_FALSE(answers_question(sent, {}));
}

TEST_CASE("drawing the case changes letters of the name and nothing else") {
  Random random;
  const Message plain =
      query_message("abcdefghijklmnopqrstuvwxyz-0123456789.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.example", 0x4141, 1, true);
  bool changed = false;
  for (int i = 0; i < 50; ++i) {
    Message drawn = plain;
    randomise_case(drawn, random);
    changed = changed || drawn != plain;
    CHECK(in_lower_case(drawn) == plain);
  }
  CHECK(changed);
}

TEST_CASE("drawing the case of damaged messages stays inside them") {
  Random random;
  const Message plain = query_message("www.example.com", 1, 1, true);
  for (std::size_t size = 12; size < plain.size(); ++size) {
    Message cut(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(size));
    randomise_case(cut, random);
    CHECK(cut.size() == size);
  }
}

TEST_CASE("the OPT at the end is taken off, and only there") {
  Message message = query_message("www.example.com", 1, 9, true);
  const std::size_t size = strip_opt(message);
  message.resize(size);
  CHECK(message == query_message("www.example.com", 1, 9, false));
  CHECK(strip_opt(message) == 0);
  Message other = query_message("www.example.com", 1, 9, true);
  other[other.size() - 9] = 40;
  CHECK(strip_opt(other) == 0);
}

// SPDX-License-Identifier: Apache-2.0
#include "web/visitor_book.h"

#include <doctest/doctest.h>

using namespace darban;
using namespace darban::web;

namespace {

MonoTime at(int seconds) { return MonoTime(Milliseconds(seconds * 1000)); }
IpAddress address(int host) { return *IpAddress::from_text("192.0.2." + std::to_string(host)); }

struct Book : VisitorBook {
  Book() : VisitorBook(VisitorLimits{}) {}
  VisitorId come(int host, int second = 0) {
    const auto admission = admit(address(host), at(second));
    REQUIRE(admission.visitor.has_value());
    return *admission.visitor;
  }
  // 64 visitors of four addresses.
  void fill() {
    for (int i = 0; i < 64; ++i) come(1 + i / 16);
  }
};

}  // namespace

TEST_CASE("one address has sixteen connections at most, and others still come in") {
  Book book;
  for (int i = 0; i < 16; ++i) book.come(1);
  CHECK_FALSE(book.admit(address(1), at(0)).visitor.has_value());
  CHECK(book.admit(address(2), at(0)).visitor.has_value());
}

TEST_CASE("who goes makes room") {
  Book book;
  VisitorId last{};
  for (int i = 0; i < 16; ++i) last = book.come(1);
  book.gone(last);
  CHECK(book.admit(address(1), at(0)).visitor.has_value());
}

TEST_CASE("a request that is not complete after fifteen seconds ends, however busily it drips") {
  Book book;
  const VisitorId slow = book.come(1);
  CHECK(book.overdue(at(14)).empty());
  CHECK(book.overdue(at(15)) == std::vector<VisitorId>{slow});
  CHECK(book.overdue(at(16)).empty());
}

TEST_CASE("who was let in with a large body has two minutes for that one request") {
  Book book;
  const VisitorId owner = book.come(1);
  book.brings_much(owner);
  CHECK(book.overdue(at(119)).empty());
  book.has_asked(owner, at(119));
  book.has_answer(owner, at(120));
  CHECK(book.overdue(at(134)).empty());
  CHECK(book.overdue(at(135)) == std::vector<VisitorId>{owner});
  const VisitorId slow = book.come(1, 200);
  book.brings_much(slow);
  CHECK(book.overdue(at(320)) == std::vector<VisitorId>{slow});
}

TEST_CASE("an answer has a minute, and then the next request its fifteen seconds") {
  Book book;
  const VisitorId visitor = book.come(1);
  book.has_asked(visitor, at(10));
  CHECK(book.overdue(at(69)).empty());
  book.has_answer(visitor, at(69));
  CHECK(book.overdue(at(83)).empty());
  CHECK(book.overdue(at(84)).size() == 1);
  const VisitorId reader = book.come(1, 100);
  book.has_asked(reader, at(100));
  CHECK(book.overdue(at(160)) == std::vector<VisitorId>{reader});
}

TEST_CASE("two streams of one address, eight in all; they have no deadline") {
  Book book;
  std::vector<VisitorId> streams;
  for (int host = 1; host <= 4; ++host) {
    for (int i = 0; i < 3; ++i) {
      const VisitorId visitor = book.come(host);
      book.has_asked(visitor, at(0));
      CHECK(book.begin_stream(visitor) == (i < 2));
      if (i < 2) streams.push_back(visitor);
      if (i == 2) book.gone(visitor);
    }
  }
  const VisitorId ninth = book.come(5);
  CHECK_FALSE(book.begin_stream(ninth));
  book.gone(ninth);
  CHECK(book.overdue(at(3600)).empty());
  book.gone(streams.front());
  CHECK(book.begin_stream(book.come(5)));
}

TEST_CASE("who has left takes no place among those who listen") {
  Book book;
  const VisitorId first = book.come(1);
  CHECK(book.begin_stream(first));
  CHECK(book.begin_stream(book.come(1)));
  const VisitorId anew = book.come(1);
  CHECK_FALSE(book.begin_stream(anew));
  book.has_left(first);
  CHECK(book.begin_stream(anew));
}

TEST_CASE("a full house sends away who keeps an idle connection, the oldest first") {
  Book book;
  book.fill();
  const VisitorId idle = static_cast<VisitorId>(7);
  book.has_asked(idle, at(1));
  book.has_answer(idle, at(2));
  const auto admission = book.admit(address(9), at(10));
  CHECK(admission.visitor.has_value());
  CHECK(admission.sent_away == idle);
  CHECK(book.admit(address(9), at(10)).sent_away == static_cast<VisitorId>(1));
  CHECK(book.size() == 64);
}

TEST_CASE("nobody is sent away who has just come, who waits for an answer, or who listens") {
  Book book;
  book.fill();
  CHECK_FALSE(book.admit(address(9), at(1)).visitor.has_value());
  for (std::uint64_t id = 1; id <= 64; ++id) book.has_asked(static_cast<VisitorId>(id), at(1));
  book.begin_stream(static_cast<VisitorId>(1));
  CHECK_FALSE(book.admit(address(9), at(10)).visitor.has_value());
}

TEST_CASE("a local socket has no limit of its own") {
  Book book;
  for (int i = 0; i < 64; ++i) CHECK(book.admit(std::nullopt, at(0)).visitor.has_value());
  CHECK_FALSE(book.address_of(static_cast<VisitorId>(1)).has_value());
}

TEST_CASE("the address of a visitor is known while they are there") {
  Book book;
  const VisitorId visitor = book.come(3);
  CHECK((book.address_of(visitor) == address(3)));
  book.gone(visitor);
  CHECK_FALSE(book.address_of(visitor).has_value());
}

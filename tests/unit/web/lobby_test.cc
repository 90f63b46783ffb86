// SPDX-License-Identifier: Apache-2.0
#include "web/lobby.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <array>

using namespace darban;
using namespace darban::web;

namespace {

MonoTime at(int seconds) { return MonoTime(Milliseconds(seconds * 1000)); }
IpAddress address(int host) { return *IpAddress::from_text("192.0.2." + std::to_string(host)); }

struct Bed final : Sleeper {
  int woke_up = 0;
  void fall_asleep() override {}
  void wake_up() override { ++woke_up; }
};

// A visitor with both ends of the connection.
struct Guest {
  UniqueFd theirs;
  UniqueFd browser;
  VisitorId id{};

  Guest(Lobby& lobby, int host, int second, Way way = Way::plain) {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
    theirs = UniqueFd(ends[0]);
    browser = UniqueFd(ends[1]);
    UniqueFd second_descriptor(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, 0));
    const auto visitor = lobby.admit({std::move(second_descriptor), theirs.get(), way}, address(host), at(second));
    REQUIRE(visitor.has_value());
    id = *visitor;
  }
  bool was_shut() const {
    char octet = 0;
    return ::recv(browser.get(), &octet, 1, 0) == 0;
  }
};

}  // namespace

TEST_CASE("a visitor is known by the descriptor until the connection is gone") {
  Lobby lobby{VisitorLimits{}};
  const Guest guest(lobby, 1, 0, Way::encrypted);
  CHECK(lobby.visitor_at(guest.theirs.get()) == guest.id);
  CHECK(lobby.place_of(guest.id).address == address(1));
  CHECK(lobby.place_of(guest.id).way == Way::encrypted);
  lobby.gone(guest.id);
  CHECK_FALSE(lobby.visitor_at(guest.theirs.get()).has_value());
  CHECK_FALSE(lobby.place_of(guest.id).address.has_value());
}

TEST_CASE("who does not finish the request in time is hung up on, others are not") {
  Lobby lobby{VisitorLimits{}};
  const Guest slow(lobby, 1, 0);
  const Guest later(lobby, 2, 10);
  lobby.sweep(at(15));
  CHECK(slow.was_shut());
  CHECK_FALSE(later.was_shut());
}

TEST_CASE("who sleeps when the time is over is woken with an answer, for a sleeper does not notice a hang-up") {
  Lobby lobby{VisitorLimits{}};
  const Guest guest(lobby, 1, 0);
  Bed bed;
  const auto slot = std::make_shared<ReplySlot>();
  lobby.has_asked(guest.id, at(1));
  lobby.waits_for(guest.id, slot);
  slot->sleep(bed);
  lobby.sweep(at(60));
  CHECK(bed.woke_up == 0);
  lobby.sweep(at(61));
  CHECK(bed.woke_up == 1);
  CHECK_FALSE(guest.was_shut());
  CHECK(lobby.parts_with(guest.id));
  CHECK(slot->take()->status == problem(Refusal::late).status);
}

TEST_CASE("who was woken and does not read is hung up on") {
  Lobby lobby{VisitorLimits{}};
  const Guest guest(lobby, 1, 0);
  const auto slot = std::make_shared<ReplySlot>();
  lobby.has_asked(guest.id, at(1));
  lobby.waits_for(guest.id, slot);
  slot->answer(Response{});
  lobby.waits_no_more(guest.id);
  lobby.sweep(at(61));
  CHECK(guest.was_shut());
}

TEST_CASE("the news of a visitor who went away end with the next sweep") {
  Lobby lobby{VisitorLimits{}};
  Guest guest(lobby, 1, 0);
  const auto stream = std::make_shared<EventStream>();
  lobby.has_asked(guest.id, at(1));
  REQUIRE(lobby.listens_to(guest.id, stream));
  lobby.sweep(at(1000));
  CHECK_FALSE(stream->over());
  guest.browser.reset();
  lobby.sweep(at(1001));
  CHECK(stream->over());
}

TEST_CASE("when darban stops, all who sleep are woken") {
  Lobby lobby{VisitorLimits{}};
  const Guest waiting(lobby, 1, 0);
  const Guest listening(lobby, 2, 0);
  Bed bed;
  const auto slot = std::make_shared<ReplySlot>();
  const auto stream = std::make_shared<EventStream>();
  lobby.waits_for(waiting.id, slot);
  slot->sleep(bed);
  REQUIRE(lobby.listens_to(listening.id, stream));
  lobby.wake_all();
  CHECK(bed.woke_up == 1);
  CHECK(slot->take()->status == problem(Refusal::busy).status);
  CHECK(stream->over());
}

TEST_CASE("who is gone is asked about without harm") {
  Lobby lobby{VisitorLimits{}};
  const Guest guest(lobby, 1, 0);
  lobby.gone(guest.id);
  lobby.has_asked(guest.id, at(1));
  lobby.waits_for(guest.id, std::make_shared<ReplySlot>());
  lobby.has_answer(guest.id, at(1));
  lobby.gone(guest.id);
  CHECK_FALSE(lobby.listens_to(guest.id, std::make_shared<EventStream>()));
}

TEST_CASE("those who came one way have one more answer, and their news end; others stay") {
  Lobby lobby{VisitorLimits{}};
  const Guest encrypted(lobby, 1, 0, Way::encrypted);
  const Guest plain(lobby, 2, 0);
  const auto ends = std::make_shared<EventStream>();
  const auto stays = std::make_shared<EventStream>();
  REQUIRE(lobby.listens_to(encrypted.id, ends));
  REQUIRE(lobby.listens_to(plain.id, stays));
  lobby.part_with(Way::encrypted);
  CHECK(lobby.parts_with(encrypted.id));
  CHECK_FALSE(lobby.parts_with(plain.id));
  CHECK(ends->over());
  CHECK_FALSE(stays->over());
  CHECK_FALSE(encrypted.was_shut());
}

// SPDX-License-Identifier: Apache-2.0
// What is said later, and what is said again and again, to a connection that sleeps meanwhile.
#include <doctest/doctest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "base/work_desk.h"
#include "web/event_stream.h"
#include "web/pending_reply.h"

using namespace darban;
using namespace darban::web;

namespace {

struct Bed final : Sleeper {
  int fell_asleep = 0;
  int woke_up = 0;
  void fall_asleep() override { ++fell_asleep; }
  void wake_up() override { ++woke_up; }
};

Response with_body(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

// Everything there is; "(asleep)" or "(end)" where there is nothing.
std::string read(EventStream& stream, Sleeper& sleeper, std::size_t room = 1024) {
  std::string octets(room, ' ');
  const auto taken = stream.take(octets, sleeper);
  if (taken.octets == 0) return taken.state == EventStream::State::ended ? "(end)" : "(asleep)";
  return octets.substr(0, taken.octets);
}

}  // namespace

TEST_CASE("a reply wakes the connection once, and the first one counts") {
  const auto slot = std::make_shared<ReplySlot>();
  Bed bed;
  slot->sleep(bed);
  const PendingReply reply(slot);
  reply.answer(with_body("first"));
  reply.answer(with_body("second"));
  CHECK(bed.woke_up == 1);
  CHECK(slot->take()->body == "first");
}

TEST_CASE("a reply that is there already lets nobody sleep") {
  const auto slot = std::make_shared<ReplySlot>();
  slot->answer(with_body("quick"));
  Bed bed;
  slot->sleep(bed);
  CHECK(bed.fell_asleep == 0);
  CHECK(slot->take()->body == "quick");
}

TEST_CASE("when nobody can answer any more, the visitor hears so") {
  const auto slot = std::make_shared<ReplySlot>();
  Bed bed;
  slot->sleep(bed);
  {
    const PendingReply reply(slot);
    const PendingReply copy = reply;
  }
  CHECK(bed.woke_up == 1);
  CHECK(slot->take()->status == 500);
}

TEST_CASE("a visitor who went is not woken") {
  const auto slot = std::make_shared<ReplySlot>();
  Bed bed;
  slot->sleep(bed);
  slot->close();
  PendingReply(slot).answer(with_body("late"));
  CHECK(bed.woke_up == 0);
  CHECK_FALSE(slot->take().has_value());
}

TEST_CASE("news are read as they were sent, also in small pieces") {
  EventStream stream;
  Bed bed;
  CHECK(read(stream, bed) == "(asleep)");
  stream.send("pause", R"({"id":1})");
  stream.send("pause", R"({"id":2})");
  CHECK(bed.fell_asleep == 1);
  CHECK(bed.woke_up == 1);
  std::string all;
  for (std::string piece = read(stream, bed, 7); piece != "(asleep)"; piece = read(stream, bed, 7)) all += piece;
  CHECK(all == "event: pause\ndata: {\"id\":1}\n\nevent: pause\ndata: {\"id\":2}\n\n");
}

TEST_CASE("who reads too slowly misses the oldest, and hears that something is missing") {
  EventStream stream;
  Bed bed;
  for (std::size_t i = 0; i < EventStream::kMostWaiting + 3; ++i) stream.send("n", std::to_string(i));
  const std::string all = read(stream, bed, EventStream::kMostOctets);
  CHECK(all.starts_with("event: missed\ndata: {}\n\nevent: n\ndata: 3\n\n"));
  CHECK(all.ends_with("data: " + std::to_string(EventStream::kMostWaiting + 2) + "\n\n"));
}

TEST_CASE("half an event is never dropped: what is told stays readable") {
  EventStream stream;
  Bed bed;
  stream.send("n", "first");
  CHECK(read(stream, bed, 9) == "event: n\n");
  for (std::size_t i = 0; i < EventStream::kMostWaiting + 3; ++i) stream.send("n", std::to_string(i));
  CHECK(read(stream, bed, 13) == "data: first\n\n");
  CHECK(read(stream, bed).starts_with("event: missed\n"));
}

TEST_CASE("octets are bounded too") {
  EventStream stream;
  Bed bed;
  const std::string large(20000, 'x');
  for (int i = 0; i < 10; ++i) stream.send("n", large);
  CHECK(read(stream, bed, 1 << 20).size() < EventStream::kMostOctets + 100);
}

TEST_CASE("a quiet stream has a heartbeat, a busy one needs none") {
  EventStream stream;
  Bed bed;
  stream.send("n", "1");
  stream.beat();
  CHECK(read(stream, bed) == "event: n\ndata: 1\n\n");
  stream.beat();
  CHECK(read(stream, bed) == ":\n\n");
}

TEST_CASE("an ended stream is read to its end; a closed one wakes nobody") {
  EventStream stream;
  Bed bed;
  CHECK(read(stream, bed) == "(asleep)");
  stream.send("n", "1");
  stream.end();
  stream.send("n", "2");
  CHECK(read(stream, bed) == "event: n\ndata: 1\n\n");
  CHECK(read(stream, bed) == "(end)");
  EventStream gone;
  Bed other;
  CHECK(read(gone, other) == "(asleep)");
  gone.close();
  gone.send("n", "1");
  gone.end();
  CHECK(other.woke_up == 0);
  CHECK(gone.over());
}

TEST_CASE("work that waits when the desk closes is done or dropped, and whoever waits for it hears which") {
  const auto slot = std::make_shared<ReplySlot>();
  std::mutex held;
  held.lock();
  WorkDesk desk;
  desk.submit([&] { const std::lock_guard wait(held); });
  desk.submit([reply = PendingReply(slot)] { reply.answer(with_body("done")); });
  std::thread closing([&] { desk.stop(); });
  while (desk.submit([] {})) std::this_thread::yield();
  held.unlock();
  closing.join();
  CHECK_FALSE(desk.submit([] {}));
  const auto response = slot->take();
  REQUIRE(response.has_value());
  CHECK((response->status == 500 || response->body == "done"));
}

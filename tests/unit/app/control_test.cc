// SPDX-License-Identifier: Apache-2.0
// The control socket, both sides of it, on a loop of our own.
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "app/control_client.h"
#include "app/control_server.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

ControlReply fine() { return {ControlOutcome::done, "fine"}; }

template <typename F>
ControlServer::Answer at_once(F answer) {
  return [answer](ControlServer::ClientId, const ControlRequest& request) { return std::optional(answer(request)); };
}

// A server whose loop turns in a thread of its own until the test is over.
class Served {
 public:
  explicit Served(ControlServer::Answer answer) : path_(folder_.file("control.sock")) {
    auto listener = ControlServer::bind(path_);
    REQUIRE(listener);
    server_.emplace(std::move(*listener), path_, loop_, std::move(answer));
    thread_ = std::thread([this] {
      while (!over_) {
        loop_.run_once(Milliseconds(5));
        const std::lock_guard lock(mutex_);
        for (const auto& [client, reply] : late_) server_->reply(static_cast<ControlServer::ClientId>(client), reply);
        late_.clear();
      }
    });
  }
  ~Served() {
    over_ = true;
    thread_.join();
  }
  const std::string& path() const { return path_; }
  void reply(std::uint64_t client, ControlReply reply) const {
    const std::lock_guard lock(mutex_);
    late_.emplace_back(client, std::move(reply));
  }

 private:
  mutable std::mutex mutex_;
  mutable std::vector<std::pair<std::uint64_t, ControlReply>> late_;
  TempFolder folder_;
  std::string path_;
  EventLoop loop_;
  std::optional<ControlServer> server_;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

UniqueFd connected(const std::string& path) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = unix_address(path).value();
  REQUIRE(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return fd;
}

std::string everything_from(const UniqueFd& fd) {
  std::string text;
  char octet = 0;
  while (::recv(fd.get(), &octet, 1, 0) == 1) text.push_back(octet);
  return text;
}

TEST_CASE("a request gets its answer with its outcome, and the end of the stream") {
  const Served served(at_once([](const ControlRequest& request) {
    return ControlReply{ControlOutcome::refused, std::get<StatusRequest>(request).form == ReportForm::json ? "{}" : "fine"};
  }));
  CHECK(ask_daemon(served.path(), StatusRequest{ReportForm::json})->text == "{}");
  CHECK(ask_daemon(served.path(), StatusRequest{})->text == "fine");
  CHECK(ask_daemon(served.path(), StatusRequest{})->outcome == ControlOutcome::refused);
}

TEST_CASE("a wish arrives as it was made") {
  GrantWish seen;
  const Served served(at_once([&](const ControlRequest& request) {
    seen = std::get<GrantWish>(request);
    return ControlReply{};
  }));
  GrantWish wish;
  wish.kind = GrantWish::Kind::allow;
  wish.who = {"Ali", "room Lab 2"};
  wish.what = "casino.example";
  wish.minutes = 45;
  wish.by = "Sara";
  wish.note = "homework = maths";
  REQUIRE(ask_daemon(served.path(), wish));
  CHECK(seen.who == wish.who);
  CHECK(seen.what == wish.what);
  CHECK(seen.minutes == 45);
  CHECK(seen.by == "Sara");
  CHECK(seen.note == "homework = maths");
}

TEST_CASE("an answer may come later, and others are answered meanwhile") {
  std::atomic<std::uint64_t> waiting{0};
  const Served served([&](ControlServer::ClientId client, const ControlRequest& request) -> std::optional<ControlReply> {
    if (std::holds_alternative<StatusRequest>(request)) return ControlReply{ControlOutcome::done, "fine"};
    waiting = static_cast<std::uint64_t>(client);
    return std::nullopt;
  });
  std::thread patient([&] { CHECK(ask_daemon(served.path(), GrantsRequest{})->text == "late"); });
  while (waiting == 0) std::this_thread::yield();
  CHECK(ask_daemon(served.path(), StatusRequest{})->text == "fine");
  served.reply(waiting, {ControlOutcome::done, "late"});
  patient.join();
}

TEST_CASE("whoever said all it has to say may close that half and still hears a late answer") {
  std::atomic<std::uint64_t> waiting{0};
  const Served served([&](ControlServer::ClientId client, const ControlRequest&) -> std::optional<ControlReply> {
    waiting = static_cast<std::uint64_t>(client);
    return std::nullopt;
  });
  const UniqueFd fd = connected(served.path());
  REQUIRE(::send(fd.get(), "status text\n", 12, 0) == 12);
  REQUIRE(::shutdown(fd.get(), SHUT_WR) == 0);
  while (waiting == 0) std::this_thread::yield();
  served.reply(waiting, {ControlOutcome::done, "late"});
  CHECK(everything_from(fd) == "done\nlate");
}

TEST_CASE("an answer longer than a socket holds comes whole") {
  const std::string longest(kLongestReply - 100, 'x');
  const Served served(at_once([&](const ControlRequest&) { return ControlReply{ControlOutcome::done, longest}; }));
  CHECK(ask_daemon(served.path(), GrantsRequest{})->text == longest);
}

TEST_CASE("a client that says nothing does not keep the others waiting") {
  const Served served(at_once([](const ControlRequest&) { return fine(); }));
  const UniqueFd silent = connected(served.path());
  CHECK(ask_daemon(served.path(), StatusRequest{})->text == "fine");
}

TEST_CASE("a line in two pieces is one request") {
  const Served served(at_once([](const ControlRequest&) { return fine(); }));
  const UniqueFd fd = connected(served.path());
  REQUIRE(::send(fd.get(), "status", 6, 0) == 6);
  REQUIRE(::send(fd.get(), " text\n", 6, 0) == 6);
  CHECK(everything_from(fd) == "done\nfine");
}

TEST_CASE("a line without an end is cut off at the bound") {
  const Served served(at_once([](const ControlRequest&) { return fine(); }));
  const UniqueFd fd = connected(served.path());
  const std::string endless(kLongestRequest, 'x');
  REQUIRE(::send(fd.get(), endless.data(), endless.size(), 0) > 0);
  CHECK(everything_from(fd).starts_with("misunderstood\nnot a request"));
}

TEST_CASE("one client too many is hung up on, and the place is free again afterwards") {
  const Served served(at_once([](const ControlRequest&) { return fine(); }));
  {
    std::vector<UniqueFd> crowd;
    for (std::size_t i = 0; i <= ControlServer::kMostClients; ++i) crowd.push_back(connected(served.path()));
    CHECK(everything_from(crowd.back()).empty());
  }
  bool answered = false;
  for (int i = 0; i < 100 && !answered; ++i) answered = ask_daemon(served.path(), StatusRequest{}).has_value();
  CHECK(answered);
}

TEST_CASE("idle clients are let go, and only after their time") {
  TempFolder folder;
  const std::string path = folder.file("s");
  EventLoop loop;
  auto listener = ControlServer::bind(path);
  REQUIRE(listener);
  ControlServer server(std::move(*listener), path, loop, at_once([](const ControlRequest&) { return fine(); }));
  const UniqueFd idle = connected(path);
  loop.run_once(Milliseconds(1000));
  REQUIRE(server.has_clients());
  server.drop_idle(MonoTime(Milliseconds(0)));
  server.drop_idle(MonoTime(ControlServer::kPatience));
  CHECK(server.has_clients());
  server.drop_idle(MonoTime(ControlServer::kPatience + Milliseconds(1)));
  CHECK_FALSE(server.has_clients());
}

TEST_CASE("the socket is for its owner and group") {
  TempFolder folder;
  const auto listener = ControlServer::bind(folder.file("s"));
  REQUIRE(listener);
  struct stat state {};
  REQUIRE(::stat(folder.file("s").c_str(), &state) == 0);
  CHECK((state.st_mode & 0777) == 0660);
}

TEST_CASE("a dead darban's socket is replaced, a living one's is not, and a file is never removed") {
  TempFolder folder;
  { const auto dead = ControlServer::bind(folder.file("s")); }
  const auto living = ControlServer::bind(folder.file("s"));
  REQUIRE(living);
  CHECK_FALSE(ControlServer::bind(folder.file("s")));
  folder.write("letter", "dear daemon");
  CHECK_FALSE(ControlServer::bind(folder.file("letter")));
  CHECK(folder.read("letter") == "dear daemon");
}

TEST_CASE("asking where nobody listens says that darban is not running") {
  TempFolder folder;
  const auto reply = ask_daemon(folder.file("none"), StatusRequest{});
  REQUIRE_FALSE(reply);
  CHECK(reply.error().find("not running") != std::string::npos);
}

TEST_CASE("a path too long for a socket is refused with its reason") {
  TempFolder folder;
  const auto refused = ControlServer::bind(folder.file(std::string(120, 'x')));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("too long") != std::string::npos);
}

}  // namespace
}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/errands.h"

#include <doctest/doctest.h>

#include <thread>

namespace darban {
namespace {

TEST_CASE("errands of other threads are run on the loop's thread, in order") {
  EventLoop loop;
  Errands errands(loop);
  std::vector<int> done;
  std::vector<std::thread::id> where;
  std::thread other([&] {
    for (int i = 0; i < 5; ++i) {
      CHECK(errands.leave([&, i] {
        done.push_back(i);
        where.push_back(std::this_thread::get_id());
      }));
    }
  });
  while (done.size() < 5) loop.run_once(Milliseconds(1000));
  other.join();
  CHECK(done == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(where == std::vector<std::thread::id>(5, std::this_thread::get_id()));
}

TEST_CASE("more errands than may wait are refused, and there is room again afterwards") {
  EventLoop loop;
  Errands errands(loop);
  std::size_t done = 0;
  for (std::size_t i = 0; i < Errands::kMostWaiting; ++i) CHECK(errands.leave([&] { ++done; }));
  CHECK_FALSE(errands.leave([&] { ++done; }));
  loop.run_once(Milliseconds(1000));
  CHECK(done == Errands::kMostWaiting);
  CHECK(errands.leave([] {}));
}

TEST_CASE("an errand may leave another one") {
  EventLoop loop;
  Errands errands(loop);
  bool second = false;
  errands.leave([&] { errands.leave([&] { second = true; }); });
  loop.run_once(Milliseconds(1000));
  CHECK_FALSE(second);
  loop.run_once(Milliseconds(1000));
  CHECK(second);
}

}  // namespace
}  // namespace darban

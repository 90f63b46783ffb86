// SPDX-License-Identifier: Apache-2.0
#include "base/work_desk.h"

#include <doctest/doctest.h>

#include <semaphore>
#include <thread>
#include <vector>

using namespace darban;

TEST_CASE("the desk works in order, and what is too much is refused") {
  std::binary_semaphore begun{0};
  std::binary_semaphore held{0};
  std::binary_semaphore over{0};
  std::vector<int> taken;
  std::vector<int> done;
  WorkDesk desk;
  CHECK(desk.submit([&] {
    begun.release();
    held.acquire();
  }));
  begun.acquire();  // the desk has it in hand: from here on nothing leaves the queue
  for (int i = 0; i < 100; ++i)
    if (desk.submit([&done, i] { done.push_back(i); })) taken.push_back(i);
  CHECK(taken.size() == WorkDesk::kMostWaiting);
  held.release();
  while (!desk.submit([&] { over.release(); })) std::this_thread::yield();
  over.acquire();
  CHECK(done == taken);
}

// SPDX-License-Identifier: Apache-2.0
#include "base/published.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace darban;

namespace {
// A snapshot that tells when it dies and whose halves belong together.
struct Snapshot {
  Snapshot(int number, std::atomic<int>& living) : first(number), second(-number), alive(&living) { ++*alive; }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { --*alive; }
  int first;
  int second;
  std::atomic<int>* alive;
};
}  // namespace

TEST_CASE("a reader sees what was published last") {
  Published<int> cell(std::make_shared<const int>(1));
  Published<int>::Reader reader(cell);
  CHECK(reader.get() == 1);
  cell.publish(std::make_shared<const int>(2));
  cell.publish(std::make_shared<const int>(3));
  CHECK(reader.get() == 3);
  CHECK(reader.generation() == cell.generation());
}

TEST_CASE("the generation changes with every publication and only then") {
  Published<int> cell(std::make_shared<const int>(1));
  Published<int>::Reader reader(cell);
  const auto before = reader.generation();
  reader.get();
  CHECK(reader.generation() == before);
  cell.publish(std::make_shared<const int>(1));
  CHECK(cell.generation() != before);
  reader.get();
  CHECK(reader.generation() == cell.generation());
}

TEST_CASE("a reader keeps its snapshot alive until it looks again, and no longer") {
  std::atomic<int> living{0};
  Published<Snapshot> cell(std::make_shared<const Snapshot>(1, living));
  Published<Snapshot>::Reader reader(cell);
  const Snapshot& held = reader.get();
  cell.publish(std::make_shared<const Snapshot>(2, living));
  CHECK(living == 2);
  CHECK(held.first == 1);
  reader.get();
  CHECK(living == 1);
}

TEST_CASE("readers on other threads see whole snapshots, never an older one after a newer one, and all of them die") {
  constexpr int kPublications = 2000;
  constexpr int kReaders = 3;
  std::atomic<int> living{0};
  std::atomic<int> torn{0};
  std::atomic<int> backwards{0};
  {
    Published<Snapshot> cell(std::make_shared<const Snapshot>(0, living));
    std::vector<std::thread> readers;
    for (int i = 0; i < kReaders; ++i) {
      readers.emplace_back([&] {
        Published<Snapshot>::Reader reader(cell);
        for (int last = 0; last < kPublications;) {
          const Snapshot& seen = reader.get();
          if (seen.second != -seen.first) ++torn;
          if (seen.first < last) ++backwards;
          last = seen.first;
        }
      });
    }
    for (int number = 1; number <= kPublications; ++number) cell.publish(std::make_shared<const Snapshot>(number, living));
    for (auto& reader : readers) reader.join();
    CHECK(living == 1);
  }
  CHECK(torn == 0);
  CHECK(backwards == 0);
  CHECK(living == 0);
}

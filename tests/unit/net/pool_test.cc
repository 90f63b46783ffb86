// SPDX-License-Identifier: Apache-2.0
#include "net/pool.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "base/random.h"
#include "net/id_table.h"

using namespace darban;

TEST_CASE("a pool gives as many as it may, and no more") {
  Pool<int> pool(100);
  std::set<int*> taken;
  for (int i = 0; i < 100; ++i) taken.insert(pool.take());
  CHECK(taken.size() == 100);
  CHECK(taken.count(nullptr) == 0);
  CHECK(pool.take() == nullptr);
  CHECK(pool.out() == 100);
}

TEST_CASE("what was put back last goes out first") {
  Pool<int> pool(10);
  int* first = pool.take();
  int* second = pool.take();
  pool.put(first);
  pool.put(second);
  CHECK(pool.take() == second);
  CHECK(pool.take() == first);
  CHECK(pool.out() == 2);
}

TEST_CASE("the ID table agrees with a map over a long random life") {
  struct Thing {
    std::uint16_t id = 0;
  };
  constexpr std::size_t kMost = 300;
  Random random;
  IdTable<Thing> table(kMost);
  std::map<std::uint16_t, Thing*> twin;
  std::vector<Thing> things(kMost);
  std::vector<Thing*> free;
  for (Thing& thing : things) free.push_back(&thing);
  for (int step = 0; step < 20000; ++step) {
    const bool add = !free.empty() && (twin.empty() || random.u16() % 2 == 0);
    if (add) {
      Thing* thing = free.back();
      free.pop_back();
      thing->id = table.add(thing, random);
      CHECK(twin.emplace(thing->id, thing).second);
    } else {
      auto victim = twin.lower_bound(random.u16());
      if (victim == twin.end()) victim = twin.begin();
      table.remove(victim->first);
      free.push_back(victim->second);
      twin.erase(victim);
    }
    if (step % 97 != 0) continue;
    for (const auto& [id, thing] : twin) REQUIRE(table.find(id) == thing);
    const std::uint16_t probe = random.u16();
    const auto found = twin.find(probe);
    CHECK(table.find(probe) == (found == twin.end() ? nullptr : found->second));
  }
}

TEST_CASE("removing an ID that is not there changes nothing") {
  struct Thing {};
  Random random;
  IdTable<Thing> table(4);
  Thing thing;
  const std::uint16_t id = table.add(&thing, random);
  table.remove(static_cast<std::uint16_t>(id + 1));
  CHECK(table.find(id) == &thing);
}

// SPDX-License-Identifier: Apache-2.0
// Waiting between tries, and which address is next.
#include "update/back_off.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "update/fetch_plan.h"

using namespace darban;

namespace {

constexpr BackOff kTerms{Milliseconds{1000}, Milliseconds{10000}};
constexpr std::uint64_t kLots[] = {0, 1, 499, 500, 501, 12345, 999983, ~std::uint64_t{0}};

FetchPlan::Failure failure(FetchTrouble trouble) { return {trouble, false, std::nullopt}; }
FetchPlan::Failure cut_with_a_part() { return {FetchTrouble::cut_short, true, std::nullopt}; }
FetchPlan::Failure busy(Seconds wish) { return {FetchTrouble::busy, false, wish}; }

}  // namespace

TEST_CASE("the wait doubles with each failure and stops growing at its bound") {
  for (const std::uint64_t lot : kLots) {
    std::int64_t window = 1000;
    for (std::uint32_t failures = 1; failures < 70; ++failures) {
      const std::int64_t wait = wait_after(failures, lot, kTerms).count();
      CHECK(wait >= window / 2);
      CHECK(wait <= window);
      window = std::min<std::int64_t>(window * 2, 10000);
    }
  }
}

TEST_CASE("the lot decides the second half of the wait, ends included") {
  CHECK(wait_after(1, 0, kTerms) == Milliseconds{500});
  CHECK(wait_after(1, 500, kTerms) == Milliseconds{1000});
  CHECK(wait_after(1, 501, kTerms) == Milliseconds{500});
}

TEST_CASE("a first wait longer than the bound is the bound") {
  CHECK(wait_after(1, 0, {Milliseconds{9000}, Milliseconds{100}}) == Milliseconds{50});
}

TEST_CASE("a mirror is tried at once, and the first address again only after a wait") {
  FetchPlan plan(3, 2, kTerms);
  CHECK(plan.url() == 0);
  const auto second = plan.after(failure(FetchTrouble::not_reachable), 0);
  REQUIRE(second);
  CHECK(second->url == 1);
  CHECK(second->wait == Milliseconds{0});
  CHECK(plan.after(failure(FetchTrouble::server_trouble), 0)->url == 2);
  const auto again = plan.after(failure(FetchTrouble::too_slow), 0);
  REQUIRE(again);
  CHECK(again->url == 0);
  CHECK(again->wait == Milliseconds{500});
}

TEST_CASE("after the last round nothing is tried any more") {
  FetchPlan plan(1, 3, kTerms);
  CHECK(plan.after(failure(FetchTrouble::not_reachable), 0)->wait == Milliseconds{500});
  CHECK(plan.after(failure(FetchTrouble::not_reachable), 0)->wait == Milliseconds{1000});
  CHECK_FALSE(plan.after(failure(FetchTrouble::not_reachable), 0));
}

TEST_CASE("an address that said something final is left out of later rounds") {
  FetchPlan plan(2, 3, kTerms);
  CHECK(plan.after(failure(FetchTrouble::not_there), 0)->url == 1);
  CHECK(plan.after(failure(FetchTrouble::server_trouble), 0)->url == 1);
  CHECK_FALSE(plan.after(failure(FetchTrouble::web_page), 0));
}

TEST_CASE("a trouble of this machine ends the plan at once") {
  for (const FetchTrouble trouble : {FetchTrouble::disk_full, FetchTrouble::can_not_write, FetchTrouble::took_too_long}) {
    FetchPlan plan(3, 3, kTerms);
    CHECK_FALSE(plan.after(failure(trouble), 0));
  }
}

TEST_CASE("after a cut that left a part the same address goes on, but not for ever") {
  FetchPlan plan(2, 1, kTerms);
  for (std::uint32_t time = 0; time < kMostContinuations; ++time) {
    const auto step = plan.after(cut_with_a_part(), 0);
    REQUIRE(step);
    CHECK(step->url == 0);
    CHECK(step->wait == Milliseconds{500});
  }
  CHECK(plan.after(cut_with_a_part(), 0)->url == 1);
}

TEST_CASE("the server's wish lengthens the wait before its next turn") {
  FetchPlan plan(2, 2, kTerms);
  CHECK(plan.after(busy(Seconds{7}), 0)->url == 1);
  const auto again = plan.after(failure(FetchTrouble::server_trouble), 0);
  REQUIRE(again);
  CHECK(again->wait == Milliseconds{7000});
}

TEST_CASE("an address that wants more patience than we have is left alone") {
  FetchPlan plan(1, 3, kTerms);
  CHECK_FALSE(plan.after(busy(Seconds{3600}), 0));
}

TEST_CASE("every trouble has words, an advice and a key of its own") {
  for (int at = 0; at <= static_cast<int>(kLastFetchTrouble); ++at) {
    const auto trouble = static_cast<FetchTrouble>(at);
    CHECK(trouble_of_key(key_of(trouble).view()) == trouble);
    CHECK(text_of(trouble).view().size() > 10);
    CHECK_FALSE(text_of(trouble).view().ends_with('.'));
    CHECK(advice_of(trouble).view().ends_with('.'));
  }
  CHECK_FALSE(trouble_of_key("no such key"));
}

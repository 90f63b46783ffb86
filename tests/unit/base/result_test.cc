// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "base/errc.h"

using namespace darban;

namespace {
Result<int> half_of(int number) {
  if (number % 2 != 0) return Error{Errc::out_of_range, static_cast<std::uint32_t>(number)};
  return number / 2;
}
Result<void> even(int number) {
  if (number % 2 != 0) return Error{Errc::out_of_range, 1};
  return {};
}
}  // namespace

TEST_CASE("a Result holds its value or the reason why there is none") {
  const auto good = half_of(8);
  REQUIRE(good.has_value());
  CHECK(static_cast<bool>(good));
  CHECK(*good == 4);
  CHECK(good.value() == 4);
  const auto bad = half_of(7);
  REQUIRE_FALSE(bad.has_value());
  CHECK_FALSE(static_cast<bool>(bad));
  CHECK(bad.error() == Error{Errc::out_of_range, 7});
}

TEST_CASE("value_or gives the other value only for an error") {
  CHECK(half_of(8).value_or(99) == 4);
  CHECK(half_of(7).value_or(99) == 99);
}

TEST_CASE("a Result carries a value that can only be moved") {
  Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("held"));
  const std::unique_ptr<std::string> taken = *std::move(result);
  CHECK(*taken == "held");
}

TEST_CASE("a Result of void says only whether it went well") {
  CHECK(even(2).has_value());
  CHECK(even(3).error() == Error{Errc::out_of_range, 1});
}

TEST_CASE("a small Result stays small enough for two registers") {
  CHECK(sizeof(Result<std::uint32_t>) <= 16);
  CHECK(sizeof(Error) == 8);
}

TEST_CASE("every error code has a sentence of its own") {
  const auto last = static_cast<int>(Errc::bad_date);
  for (int code = 0; code <= last; ++code) {
    const auto sentence = text_of(static_cast<Errc>(code)).view();
    CHECK(sentence != "an unknown error");
    for (int other = 0; other < code; ++other) CHECK(text_of(static_cast<Errc>(other)).view() != sentence);
  }
  CHECK(text_of(static_cast<Errc>(last + 1)).view() == "an unknown error");
}

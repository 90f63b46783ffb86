// SPDX-License-Identifier: Apache-2.0
// A count as people may see it: none, a few, about 10, 20, 30 ... (decisions.md 9). The number it was made of can not be had from
// it again, and nothing else leaves this room.
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban {

class ShownCount {
 public:
  enum class Form : std::uint8_t {
    hidden,  // too few had a part in it: not even whether it is none
    none,
    few,  // one to nine
    about,
  };
  static constexpr std::uint64_t kStep = 10;

  constexpr ShownCount() = default;  // hidden
  // To the nearest ten, the middle upwards.
  static constexpr ShownCount of(std::uint64_t count) {
    if (count == 0) return {Form::none, 0};
    if (count < kStep) return {Form::few, 0};
    return {Form::about, count / kStep + (count % kStep >= kStep / 2 ? 1 : 0)};
  }

  constexpr Form form() const { return form_; }
  constexpr std::uint64_t about() const { return tens_ * kStep; }  // 0 but for Form::about
  friend constexpr bool operator==(const ShownCount&, const ShownCount&) = default;

 private:
  constexpr ShownCount(Form form, std::uint64_t tens) : form_(form), tens_(tens) {}
  Form form_ = Form::hidden;
  std::uint64_t tens_ = 0;
};

inline Text text_of(ShownCount::Form form) {
  switch (form) {
    case ShownCount::Form::hidden:
      return "not shown";
    case ShownCount::Form::none:
      return "none";
    case ShownCount::Form::few:
      return "a few";
    case ShownCount::Form::about:
      break;
  }
  return "about";
}

}  // namespace darban

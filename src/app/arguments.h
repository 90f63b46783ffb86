// SPDX-License-Identifier: Apache-2.0
// A command's words, taken apart: options it knows, and what is left over. Views into the caller's words; they must live longer.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace darban {

struct Option {
  std::string_view name;  // "--config"
  enum class Takes { nothing, value } takes = Takes::value;
};

class Arguments {
 public:
  // `--name value`, `--name=value`, and after `--` no options any more. At most `places` words may be left over. An option given
  // twice, an unknown one or a missing value is a sentence for the person who typed it.
  static Result<Arguments, std::string> read(std::span<const std::string_view> words, std::span<const Option> known,
                                             std::size_t places);
  bool has(std::string_view name) const { return value(name).has_value(); }
  std::optional<std::string_view> value(std::string_view name) const;  // empty text for an option that takes none
  std::span<const std::string_view> places() const { return places_; }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> options_;
  std::vector<std::string_view> places_;
};

}  // namespace darban

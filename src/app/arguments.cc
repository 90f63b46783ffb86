// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <algorithm>

#include "config/spelling.h"

namespace darban {
namespace {

std::string unknown_option(std::string_view written, std::span<const Option> known) {
  std::vector<std::string_view> names;
  for (const Option& option : known) names.push_back(option.name);
  const std::string_view meant = nearest(written, names);
  const std::string question = meant.empty() ? "" : "; did you mean " + std::string(meant) + "?";
  return "there is no option " + quote(written) + question;
}

}  // namespace

Result<Arguments, std::string> Arguments::read(std::span<const std::string_view> words, std::span<const Option> known,
                                               std::size_t places) {
  Arguments arguments;
  bool options_over = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (!options_over && word == "--") {
      options_over = true;
    } else if (!options_over && word.size() > 1 && word.starts_with('-')) {
      const auto equals = word.find('=');
      const std::string_view name = word.substr(0, equals);
      const auto option = std::find_if(known.begin(), known.end(), [&](const Option& each) { return each.name == name; });
      if (option == known.end()) return unknown_option(name, known);
      if (arguments.has(name)) return quote(name) + " is given twice";
      if (option->takes == Option::Takes::nothing) {
        if (equals != std::string_view::npos) return quote(name) + " takes no value";
        arguments.options_.emplace_back(name, std::string_view());
      } else if (equals != std::string_view::npos) {
        arguments.options_.emplace_back(name, word.substr(equals + 1));
      } else if (++i < words.size()) {
        arguments.options_.emplace_back(name, words[i]);
      } else {
        return quote(name) + " needs a value";
      }
    } else if (arguments.places_.size() < places) {
      arguments.places_.push_back(word);
    } else {
      return quote(word) + " is one word too many";
    }
  }
  return arguments;
}

std::optional<std::string_view> Arguments::value(std::string_view name) const {
  const auto found = std::find_if(options_.begin(), options_.end(), [&](const auto& option) { return option.first == name; });
  return found == options_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// What a person, a room and the guest have in common in household.yaml: an age band with edits, and its windows. One reader for
// one file; complaints go to the objection it was made with. One thread.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/household.h"
#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"

namespace darban {

class ProfileReader {
 public:
  explicit ProfileReader(Objection& objection) : objection_(objection) {}

  // The keys of a profile, behind those only a person or a room has.
  static std::vector<std::string_view> keys_with(std::span<const std::string_view> own);

  WrittenProfile profile(const Members& members);
  // One window; `days` is written in a timetable and not in an exception, whose dates say the days.
  enum class Days : bool { written, given };
  Window window(const Node& node, Days days);
  // What a window does, without its times: mode, services, open.
  Window effect(const Members& members);

  std::vector<WrittenKey> keys_of(const Members& members, std::string_view key);
  std::vector<WrittenDomain> domains(const Members& members, std::string_view key);
  bool flag(const Members& members, std::string_view key);

  // The value, or its default after a complaint at `place`.
  template <typename T>
  T keep(const Read<T>& value, Place place) {
    if (value) return *value;
    objection_.at(place, value.error().sentence);
    return {};
  }
  // The enumerator whose word this is.
  template <typename E>
  E one_of(const Node& node, std::string_view what, std::span<const E> values) {
    const std::string word = word_of(node, what, objection_);
    std::string right;
    for (const E value : values) {
      if (text_of(value).view() == word) return value;
      right += (right.empty() ? "" : ", ") + std::string(text_of(value).view());
    }
    objection_.at(node.place, quote(word) + " is not " + std::string(what) + "; write one of: " + right);
    return values.front();
  }

 private:
  std::uint16_t time_of_day(const Node& node, DayEdge edge);
  void refuse_web_address(const Word& word);
  void refuse_both(const std::vector<WrittenKey>& close, std::string_view key_of_close, const std::vector<WrittenKey>& open);
  Objection& objection_;
};

}  // namespace darban

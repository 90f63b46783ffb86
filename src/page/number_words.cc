// SPDX-License-Identifier: Apache-2.0
#include "page/number_words.h"

namespace darban::page {
namespace {

Text key_of(Group group) {
  switch (group) {
    case Group::scams_and_malware:
      return "scams-malware";
    case Group::ads_and_trackers:
      return "ads-trackers";
    case Group::age_doors:
      return "age-doors";
    case Group::ways_round:
      return "ways-round";
    case Group::closed_by_time:
      return "closed-by-time";
    case Group::own_rules:
      return "own-rules";
    case Group::none:
    case Group::other:
      break;
  }
  return "closed";
}

}  // namespace

Phrase title_of(const Words& words, Group group) {
  return words.find("shared.numbers.row.", key_of(group).view()).value_or(Phrase());
}

Phrase title_of(const Words& words, DayVerdict verdict) {
  return words.find("shared.numbers.row.", text_of(verdict).view()).value_or(Phrase());
}

Phrase count_words(const Words& words, ShownCount count) {
  switch (count.form()) {
    case ShownCount::Form::hidden:
      return words.plain("shared.count.hidden");
    case ShownCount::Form::none:
      return words.plain("shared.count.none");
    case ShownCount::Form::few:
      return words.plain("shared.count.few");
    case ShownCount::Form::about:
      break;
  }
  return words.plain("shared.count.about", {{"n", count.about()}});
}

}  // namespace darban::page

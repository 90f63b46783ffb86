// SPDX-License-Identifier: Apache-2.0
// The words of household.yaml for its enums, and of an error for a person.
#include "config/household.h"

namespace darban {

Text text_of(Band band) {
  switch (band) {
    case Band::under_10:
      return "under-10";
    case Band::age_10_12:
      return "10-12";
    case Band::age_13_15:
      return "13-15";
    case Band::age_16_17:
      return "16-17";
    case Band::adult:
      return "adult";
    case Band::guest:
      return "guest";
    case Band::things:
      return "things";
    case Band::pupil_primary:
      return "pupil-primary";
    case Band::pupil_secondary:
      return "pupil-secondary";
    case Band::staff:
      return "staff";
    case Band::exam:
      return "exam";
  }
  return "guest";
}

Text text_of(Mode mode) {
  switch (mode) {
    case Mode::free:
      return "free";
    case Mode::homework:
      return "homework";
    case Mode::school:
      return "school";
    case Mode::bedtime:
      return "bedtime";
    case Mode::off:
      return "off";
  }
  return "free";
}

Text text_of(AnswerMode mode) {
  switch (mode) {
    case AnswerMode::null:
      return "null";
    case AnswerMode::nxdomain:
      return "nxdomain";
    case AnswerMode::refused:
      return "refused";
    case AnswerMode::page:
      return "page";
  }
  return "null";
}

Text text_of(BypassLevel level) {
  switch (level) {
    case BypassLevel::off:
      return "off";
    case BypassLevel::standard:
      return "standard";
    case BypassLevel::strict:
      return "strict";
  }
  return "standard";
}

Text text_of(SafeSearchLevel level) {
  switch (level) {
    case SafeSearchLevel::off:
      return "off";
    case SafeSearchLevel::on:
      return "on";
    case SafeSearchLevel::moderate:
      return "moderate";
    case SafeSearchLevel::strict:
      return "strict";
  }
  return "off";
}

ConfigText text_of(const ConfigError& error) {
  std::string place = error.file;
  if (error.place.line > 0) place += ":" + std::to_string(error.place.line);
  if (error.place.line > 0 && error.place.column > 0) place += ":" + std::to_string(error.place.column);
  return ConfigText::from_operator(place.empty() ? error.what : place + ": " + error.what);
}

}  // namespace darban

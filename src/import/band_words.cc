// SPDX-License-Identifier: Apache-2.0
#include "import/band_words.h"

#include <array>

#include "config/spelling.h"

namespace darban {
namespace {

struct Row {
  std::string_view word;
  Band band;
};
constexpr std::array kRows{
    Row{"kid", Band::age_10_12},      Row{"kids", Band::age_10_12},   Row{"child", Band::age_10_12},
    Row{"children", Band::age_10_12}, Row{"kinder", Band::age_10_12}, Row{"kind", Band::age_10_12},
    Row{"enfants", Band::age_10_12},  Row{"son", Band::age_10_12},    Row{"daughter", Band::age_10_12},
    Row{"bachay", Band::age_10_12},   Row{"teen", Band::age_13_15},   Row{"teens", Band::age_13_15},
    Row{"guest", Band::guest},        Row{"guests", Band::guest},     Row{"iot", Band::things},
    Row{"tv", Band::things},          Row{"tvs", Band::things},       Row{"camera", Band::things},
    Row{"cameras", Band::things},     Row{"printer", Band::things},   Row{"printers", Band::things},
    Row{"things", Band::things},
};

}  // namespace

BandWord band_of_name(std::string_view name) {
  std::string word;
  for (const char c : std::string(name) + " ") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      continue;
    }
    for (const Row& row : kRows) {
      if (row.word == word) return {row.band, "it is called " + quote(name) + ", which says no age"};
    }
    word.clear();
  }
  return {Band::adult, "nothing says a child"};
}

}  // namespace darban

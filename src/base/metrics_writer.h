// SPDX-License-Identifier: Apache-2.0
// Writes Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), from Showable values only:
// the same gate as the log's and JSON's (privacy ring 3). Names of metrics and labels are literals of ours. A label's value is an
// enum's words or a literal: never text that somebody typed, so that no label can name a person. Values are whole numbers.
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/showable.h"

namespace darban {

enum class MetricKind : std::uint8_t { counter, gauge };

template <typename T>
concept MetricLabel = NamedEnum<T> || std::same_as<T, Text>;

class MetricsWriter {
 public:
  // The samples that follow are of this metric. Each name once.
  void metric(Text name, MetricKind kind, Text help);
  template <std::integral A>
  void sample(const A& value) {
    write_sample({}, {}, std::to_string(value));
  }
  // The enum's words make the value: letters and digits, everything else as one '_'.
  template <MetricLabel L, std::integral A>
  void sample(Text label, const L& is, const A& value) {
    if constexpr (std::is_enum_v<L>)
      write_sample(label.view(), identifier_of(text_of(is)), std::to_string(value));
    else
      write_sample(label.view(), is.view(), std::to_string(value));
  }
  // What was written so far; the writer is empty afterwards.
  std::string take();

 private:
  void write_sample(std::string_view label, std::string_view is, const std::string& value);
  std::string text_;
  std::string_view name_;  // of the metric, a literal
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "base/metrics_writer.h"

#include <utility>

namespace darban {
namespace {

// A backslash before each of `special`, and the end of a line as a backslash and n.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result.push_back('\\');
    if (c == '\n')
      result += "\\n";
    else
      result.push_back(c);
  }
  return result;
}

constexpr std::string_view kInHelp = "\\";
constexpr std::string_view kInLabel = "\\\"";

}  // namespace

void MetricsWriter::metric(Text name, MetricKind kind, Text help) {
  name_ = name.view();
  const std::string own(name_);
  text_ += "# HELP " + own + " " + escaped(help.view(), kInHelp) + "\n";
  text_ += "# TYPE " + own + (kind == MetricKind::counter ? " counter\n" : " gauge\n");
}

void MetricsWriter::write_sample(std::string_view label, std::string_view is, const std::string& value) {
  text_ += name_;
  if (!label.empty()) text_ += "{" + std::string(label) + "=\"" + escaped(is, kInLabel) + "\"}";
  text_ += " " + value + "\n";
}

std::string MetricsWriter::take() { return std::exchange(text_, {}); }

}  // namespace darban

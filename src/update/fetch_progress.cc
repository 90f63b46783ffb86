// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_progress.h"

#include <array>

#include "update/field_lines.h"

namespace darban {
namespace {

using Event = FetchProgress::Event;
constexpr std::array kEvents{Event::asking, Event::loading, Event::waiting, Event::ended};
constexpr std::array kOutcomes{FetchOutcome::fresh, FetchOutcome::unchanged, FetchOutcome::failed};
constexpr std::size_t kParts = 8;
constexpr std::uint64_t kLongestWait = 7ull * 86400 * 1000;  // ms

template <typename Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<Enum, N>& values, std::string_view text) {
  for (const Enum value : values) {
    if (text_of(value).view() == text) return value;
  }
  return std::nullopt;
}

std::optional<std::array<std::string_view, kParts>> parts_of(std::string_view line) {
  std::array<std::string_view, kParts> parts;
  for (std::size_t at = 0; at < kParts; ++at) {
    const std::size_t tab = line.find('\t');
    if ((tab == std::string_view::npos) != (at + 1 == kParts)) return std::nullopt;
    parts[at] = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  }
  return parts;
}

}  // namespace

Text text_of(FetchProgress::Event event) {
  switch (event) {
    case Event::asking:
      return "asking";
    case Event::loading:
      return "loading";
    case Event::waiting:
      return "waiting";
    case Event::ended:
      return "ended";
  }
  return "ended";
}

std::string line_of(const FetchProgress& progress) {
  std::string line(text_of(progress.event).view());
  const auto add = [&line](std::string_view part) { line.append("\t").append(part); };
  add(progress.source);
  add(std::to_string(progress.url));
  add(std::to_string(progress.octets));
  add(std::to_string(progress.expected));
  add(std::to_string(progress.wait.count()));
  add(key_of(progress.trouble).view());
  add(text_of(progress.outcome).view());
  return line;
}

std::optional<FetchProgress> read_progress(std::string_view line) {
  const auto parts = parts_of(line);
  if (!parts) return std::nullopt;
  const auto& [event_text, source, url_text, octets_text, expected_text, wait_text, trouble_text, outcome_text] = *parts;
  const auto event = value_of(kEvents, event_text);
  const auto url = read_whole_number(url_text);
  const auto octets = read_whole_number(octets_text);
  const auto expected = read_whole_number(expected_text);
  const auto wait = read_whole_number(wait_text);
  const auto trouble = trouble_of_key(trouble_text);
  const auto outcome = value_of(kOutcomes, outcome_text);
  if (!event || !url || !octets || !expected || !wait || !trouble || !outcome || !is_inner_path(source)) return std::nullopt;
  if (*url >= kMostUrls || *wait > kLongestWait) return std::nullopt;
  return FetchProgress{
      *event, std::string(source), *url, *octets, *expected, Milliseconds{static_cast<std::int64_t>(*wait)}, *trouble, *outcome};
}

}  // namespace darban

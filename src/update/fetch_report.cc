// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_report.h"

#include <array>
#include <limits>

#include "update/field_lines.h"

namespace darban {
namespace {

constexpr std::string_view kReportFile = "darban-fetch-report";
constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();

std::optional<FetchOutcome> outcome_of(std::string_view text) {
  for (const FetchOutcome outcome : {FetchOutcome::fresh, FetchOutcome::unchanged, FetchOutcome::failed}) {
    if (text_of(outcome).view() == text) return outcome;
  }
  return std::nullopt;
}

using ResultField = LineField<FetchResult>;
constexpr std::array kResultFields{
    ResultField{
        "outcome",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, text_of(result.outcome).view()); },
        [](FetchResult& result, std::string_view value) { return take_value(result.outcome, outcome_of(value)); }},
    ResultField{
        "trouble",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, key_of(result.trouble).view()); },
        [](FetchResult& result, std::string_view value) { return take_value(result.trouble, trouble_of_key(value)); }},
    ResultField{"http-status",
                [](const FetchResult& result, std::string_view key, TabWriter& out) {
                  out.line(key, static_cast<std::uint64_t>(result.http_status));
                },
                [](FetchResult& result, std::string_view value) { return take_number(result.http_status, value, 0, 999); }},
    ResultField{"url", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.url); },
                [](FetchResult& result, std::string_view value) { return take_number(result.url, value, 0, kMostUrls - 1); }},
    ResultField{"etag",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { write_text(out, key, result.etag); },
                [](FetchResult& result, std::string_view value) { return take_text(result.etag, value); }},
    ResultField{
        "last-modified",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { write_text(out, key, result.last_modified); },
        [](FetchResult& result, std::string_view value) { return take_text(result.last_modified, value); }},
    ResultField{"octets", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.octets); },
                [](FetchResult& result, std::string_view value) { return take_number(result.octets, value, 0, kAny); }},
    ResultField{"travelled",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.travelled); },
                [](FetchResult& result, std::string_view value) { return take_number(result.travelled, value, 0, kAny); }},
    ResultField{"tries", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.tries); },
                [](FetchResult& result, std::string_view value) { return take_number(result.tries, value, 0, 1u << 16); }},
    ResultField{"continued",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { write_flag(out, key, result.continued); },
                [](FetchResult& result, std::string_view value) { return take_flag(result.continued, value); }},
    ResultField{
        "length-was-known",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { write_flag(out, key, result.length_was_known); },
        [](FetchResult& result, std::string_view value) { return take_flag(result.length_was_known, value); }},
    ResultField{"retry-after",
                [](const FetchResult& result, std::string_view key, TabWriter& out) {
                  if (result.retry_after) out.line(key, static_cast<std::uint64_t>(result.retry_after->count()));
                },
                [](FetchResult& result, std::string_view value) {
                  std::int64_t seconds = 0;
                  if (!take_number(seconds, value, 0, 1u << 30)) return false;
                  result.retry_after = Seconds{seconds};
                  return true;
                }},
};

}  // namespace

Text text_of(FetchOutcome outcome) {
  switch (outcome) {
    case FetchOutcome::fresh:
      return "fresh";
    case FetchOutcome::unchanged:
      return "unchanged";
    case FetchOutcome::failed:
      return "failed";
  }
  return "failed";
}

Result<std::string> text_of_report(const FetchReport& report) {
  TabWriter out;
  out.line(kReportFile, kFileVersion);
  for (std::size_t at = 0; at < kMeasures; ++at) {
    const auto measure = static_cast<Measure>(at);
    out.line(text_of(measure).view(), text_of(report.sandbox.of(measure)).view());
  }
  for (const FetchResult& result : report.results) {
    out.line("source", result.source);
    write_fields<FetchResult>(result, kResultFields, out);
  }
  out.line("end", report.results.size());
  return out.take();
}

Result<FetchReport> read_report(std::string_view text) {
  FileReader file(text, kReportFile);
  FetchReport report;
  while (const auto line = file.next()) {
    if (line->key == "source") {
      file.expect(report.results.size() < kMostSources);
      report.results.emplace_back();
      file.expect(is_inner_path(line->value) && take_text(report.results.back().source, line->value));
    } else if (report.results.empty()) {
      const auto measure = measure_of(line->key);
      const auto applied = applied_of(line->value);
      file.expect(measure && applied);
      if (measure && applied) report.sandbox.set(*measure, *applied);
    } else {
      file.expect(read_field<FetchResult>(report.results.back(), kResultFields, *line));
    }
  }
  file.expect(file.sources() == report.results.size());
  if (file.error().code != Errc::ok) return file.error();
  return report;
}

}  // namespace darban

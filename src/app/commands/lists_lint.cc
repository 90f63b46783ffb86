// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_lint.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/bench_input.h"
#include "app/commands/bench_table.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "config/scalars.h"
#include "update/lint.h"

namespace darban {
namespace {

std::string counted(std::size_t count, std::string_view noun) {
  return with_commas(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string summary(const LintReport& report) {
  const std::size_t errors = report.errors();
  return counted(report.files, "file") + ", " + counted(report.names, "name") + ": " + counted(errors, "error") + ", " +
         counted(report.findings.size() - errors, "warning") + "\n";
}

std::string text_of_report(const LintReport& report) {
  std::string text;
  for (const LintFinding& finding : report.findings) text += shown_path(line_of(finding)) + "\n";
  return text + summary(report);
}

std::string markdown_of_report(const LintReport& report) {
  BenchTable table{{{"where"}, {""}, {"what"}, {"what to do"}}, {}};
  for (const LintFinding& finding : report.findings) {
    const std::string severity(text_of(severity_of(finding.rule)).view());
    table.rows.push_back({shown_path(where(finding.file, finding.place)), severity, finding.sentence, finding.remedy});
  }
  const std::string title = report.errors() > 0 ? "### The lists need a change\n\n" : "### The lists are fine\n\n";
  return title + summary(report) + (table.rows.empty() ? "" : "\n" + markdown_of(table));
}

std::string json_of_report(const LintReport& report) {
  JsonWriter json;
  json.open_object();
  json.field("files", report.files);
  json.field("names", report.names);
  json.field("errors", report.errors());
  json.field("warnings", report.findings.size() - report.errors());
  json.open_list("findings");
  for (const LintFinding& finding : report.findings) {
    json.open_object();
    json.field("file", ConfigText::from_operator(finding.file));
    json.field("line", finding.place.line);
    json.field("column", finding.place.column);
    json.field("severity", severity_of(finding.rule));
    json.field("rule", finding.rule);
    json.field("sentence", ConfigText::from_operator(finding.sentence));
    json.field("remedy", ConfigText::from_operator(finding.remedy));
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

std::string shown(const LintReport& report, BenchStyle style) {
  switch (style) {
    case BenchStyle::text:
      return text_of_report(report);
    case BenchStyle::markdown:
      return markdown_of_report(report);
    case BenchStyle::json:
      return json_of_report(report);
  }
  return {};
}

}  // namespace

int run_lists_lint(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"--top-sites"}, Option{"--since"}, Option{"--date"}, Option{"--json", kNothing},
                                Option{"--markdown", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists lint", arguments.error());
  if (arguments->places().empty()) return usage_error("lists lint", "which folder?");
  const auto style = bench_style_of(*arguments);
  if (!style) return usage_error("lists lint", style.error());
  LintOrder order;
  order.folder = arguments->places().front();
  order.since = arguments->value("--since").value_or("");
  order.today = today();
  if (const auto date = arguments->value("--date")) {
    const auto day = read_date(*date);
    if (!day) return usage_error("lists lint", day.error().sentence);
    order.today = *day;
  }
  auto sites = top_sites_of(*arguments);
  if (!sites) {
    terminal::print_error("darban lists lint: " + sites.error());
    return kExitFailed;
  }
  order.top_sites = std::move(*sites);
  const LintReport report = lint(order);
  terminal::print(shown(report, *style));
  return report.errors() == 0 ? kExitOk : kExitFailed;
}

}  // namespace darban

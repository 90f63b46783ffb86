// SPDX-License-Identifier: Apache-2.0
#include "app/metrics_report.h"

#include "base/metrics_writer.h"

namespace darban {
namespace {

constexpr MetricKind kCounter = MetricKind::counter;
constexpr MetricKind kGauge = MetricKind::gauge;

enum class Pace : std::uint8_t { live, hourly };

void write_health(MetricsWriter& out, const CounterSums& sums, Pace pace) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Health::count_); ++i) {
    const auto what = static_cast<Health>(i);
    if (moves_live(what) == (pace == Pace::live)) out.sample("what", what, sums.of(what));
  }
}

void write_program(MetricsWriter& out, const StatusFacts& facts) {
  out.metric("darban_build_info", kGauge, "Which darban this is; always 1.");
  out.sample("version", Text(DARBAN_VERSION), 1);
  out.metric("darban_uptime_seconds", kGauge, "How long darban has run, in whole hours.");
  out.sample(std::chrono::seconds(std::chrono::duration_cast<std::chrono::hours>(facts.running)).count());
  out.metric("darban_resident_memory_bytes", kGauge, "Memory darban had at the last whole hour, in whole MiB.");
  out.sample(facts.memory_octets);
  out.metric("darban_clock_trusted", kGauge, "Whether the time is known; if not, time rules wait.");
  out.sample(int{facts.now.wall_trusted});
  out.metric("darban_workers", kGauge, "Threads that answer questions.");
  out.sample(facts.workers);
  out.metric("darban_upstreams", kGauge, "Resolvers that are asked.");
  out.sample(facts.upstreams.size());
}

void write_rules(MetricsWriter& out, const StatusFacts& facts) {
  out.metric("darban_problems", kGauge, "What is not in order in files, lists or the page; `darban status` says what it is.");
  out.sample(facts.problems.size());
  out.metric("darban_settings_waiting", kGauge, "Settings that were changed and wait for a restart.");
  out.sample(facts.restart_needed.size());
  out.metric("darban_gateway_wanted", kGauge, "Whether the settings want gateway mode.");
  out.sample(int{facts.gateway != GatewayState::off});
  out.metric("darban_gateway_in_force", kGauge, "Whether the kernel's rules are as darban wants them.");
  out.sample(int{facts.gateway == GatewayState::in_force});
}

void write_lists(MetricsWriter& out, const StatusFacts& facts) {
  out.metric("darban_list_names", kGauge, "Names in the lists that are in force.");
  out.sample(facts.names);
  out.metric("darban_list_categories", kGauge, "Categories and services in the lists that are in force.");
  out.sample(facts.categories);
  if (facts.lists_built == 0) return;  // not known is no number
  out.metric("darban_lists_built_timestamp_seconds", kGauge, "When the lists that are in force were made.");
  out.sample(facts.lists_built);
}

void write_counts(MetricsWriter& out, const StatusFacts& facts) {
  out.metric("darban_answers_total", kCounter,
             "Answers to the whole household by verdict, until the last whole hour: never of a person or a topic.");
  for (std::size_t i = 0; i < static_cast<std::size_t>(Total::count_); ++i) {
    const auto what = static_cast<Total>(i);
    out.sample("verdict", what, facts.settled.of(what));
  }
  out.metric("darban_work_total", kCounter, "What answering took, for the whole household, until the last whole hour.");
  write_health(out, facts.settled, Pace::hourly);
  out.metric("darban_faults_total", kCounter, "Faults of upstreams and of what came in, and noise, until now.");
  write_health(out, facts.since_start, Pace::live);
}

}  // namespace

std::string metrics_text(const StatusFacts& facts) {
  MetricsWriter out;
  write_program(out, facts);
  write_rules(out, facts);
  write_lists(out, facts);
  write_counts(out, facts);
  return out.take();
}

}  // namespace darban

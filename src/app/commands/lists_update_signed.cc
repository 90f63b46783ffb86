// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_update_signed.h"

#include <time.h>

#include "app/commands/lists_signed.h"
#include "app/commands/signed_text.h"
#include "app/commands/update_steps.h"
#include "app/exit_code.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "app/upstreams.h"
#include "base/errc.h"
#include "update/bundle_files.h"
#include "update/signed_update.h"
#include "update/source_state.h"

namespace darban {
namespace {

constexpr std::string_view kReport = "signed-report";
constexpr std::size_t kLargestReport = 64 << 10;
constexpr std::int64_t kBetween = 45 * 60;  // seconds: the clock comes by every hour

class SignedLeader {
 public:
  SignedLeader(const ListPlaces& places, const Arguments& arguments, SignedOrder order)
      : places_(places), arguments_(arguments), order_(std::move(order)) {}

  Result<SignedReport, Sentence> run() {
    if (const auto keys = load_trust(beside_image(order_.image, "keys")); !keys) return keys.error();
    const bool offline = arguments_.has("--offline");
    auto report = offline ? read_what_came() : fetch_and_read(first_signed_fetch(order_));
    if (!report) return report;
    const bool more = report->wanted != 0 && !offline;
    if (more) {
      auto second = fetch_and_read({bundle_fetch(order_, *report)});
      if (!second) return second;
      report->bundle = second->bundle;
    }
    report->wanted = report->wanted_octets = 0;
    report->ended = static_cast<std::int64_t>(::time(nullptr));
    const auto text = text_of_signed_report(*report);
    if (!text || !write_text_file(report_path(), *text)) return shown(report_path()) + " can not be written";
    return report;
  }

 private:
  std::string report_path() const { return order_.state + "/" + std::string(kReport); }
  static Sentence shown(const std::string& path) { return path; }

  Result<SignedReport, Sentence> fetch_and_read(std::vector<FetchOrder> orders) const {
    FetchBatch batch;
    batch.orders = std::move(orders);
    batch.terms.folder = order_.state + "/cache";
    batch.terms.resolvers = upstreams_of(places_.settings);
    batch.terms.authorities = arguments_.value("--authorities").value_or("");
    for (const FetchOrder& each : batch.orders) {
      if (!make_folders(batch.terms.folder + "/" + each.source)) return batch.terms.folder + " can not be written to";
    }
    if (auto problem = run_fetch_step(order_.state, std::move(batch))) return *problem;
    return read_what_came();
  }

  Result<SignedReport, Sentence> read_what_came() const {
    const auto order = text_of_signed_order(order_);
    if (!order) return Sentence("a path or an address holds what a line can not hold");
    if (auto problem = run_reading_step(order_.state, *order, kReport, [](std::string_view) {})) return *problem;
    const auto text = read_small_file(report_path(), kLargestReport);
    auto report = text ? read_signed_report(*text) : text.error();
    if (!report) return report_path() + ": " + std::string(text_of(report.error().code).view());
    return std::move(*report);
  }

  const ListPlaces& places_;
  const Arguments& arguments_;
  SignedOrder order_;
};

void print_report(const SignedReport& report, const SignedInForce& in_force, const Arguments& arguments, std::int64_t now) {
  if (arguments.has("--json")) return terminal::print(signed_json(in_force, &report, now));
  const std::string text = signed_troubles(report) + signed_summary(in_force, now);
  if (!arguments.has("--quiet"))
    return terminal::print((report.bundle.fate == SourceFate::fresh ? "Lists updated. " : "") + text);
  if (needs_an_eye(report)) terminal::print_error(text);
}

}  // namespace

int run_signed_update(const ListPlaces& places, const Arguments& arguments) {
  if (arguments.has("--only") || arguments.has("--all"))
    return failed("update",
                  "lists.bundle-url is set, so no list of the catalogue is used; take it out of darban.yaml to change over");
  const Generations generations(places.state);
  const bool due = arguments.has("--due");
  const auto now = static_cast<std::int64_t>(::time(nullptr));
  const std::int64_t checked = last_signed_check(places.state);
  if (due && checked <= now && checked + kBetween > now) return kExitOk;
  if (!due) generations.release();
  SignedOrder order;
  order.state = places.state;
  order.image = places.image;
  order.url = places.settings.bundle_url;
  order.bundles = !generations.held();  // what was closed by mistake opens all the same
  order.new_publisher = arguments.has("--new-publisher");
  order.now = now;
  const auto report = SignedLeader(places, arguments, std::move(order)).run();
  if (!report) return failed("update", report.error());
  print_report(*report, signed_in_force(generations, places.image, now), arguments, now);
  return needs_an_eye(*report) ? kExitFailed : kExitOk;
}

}  // namespace darban

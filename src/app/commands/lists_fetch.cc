// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_fetch.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/privileges.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "update/fetch_all.h"

namespace darban {
namespace {

constexpr std::uint64_t kMemory = std::uint64_t{48} << 20;  // of heap; libcurl with TLS needs about 10 MiB for four transfers
constexpr std::size_t kLargestOrder = std::size_t{4} << 20;

int failed(const std::string& sentence) {
  terminal::print_error("darban lists fetch-step: " + sentence);
  return kExitFailed;
}

std::string words_of(Errc code) { return std::string(text_of(code).view()); }

// A file may be as large as the largest list, and a processor as busy as everything may take: bounds against a loop, not a
// budget.
SandboxTerms sandbox_for(const FetchBatch& batch, const std::optional<UserIds>& user) {
  SandboxTerms terms;
  terms.writable = {batch.terms.folder};
  terms.readable = what_libraries_read();
  if (!batch.terms.authorities.empty()) terms.readable.push_back(batch.terms.authorities);
  terms.network = SandboxTerms::Network::client;
  if (user) terms.user = SandboxTerms::User{user->user, user->group};
  terms.memory = kMemory;
  terms.processor = static_cast<std::uint64_t>(std::chrono::duration_cast<Seconds>(batch.terms.everything).count()) + 1;
  for (const FetchOrder& order : batch.orders) terms.largest_file = std::max(terms.largest_file, order.most_octets);
  if (terms.largest_file != 0) terms.largest_file += kLargestOrder;  // the report is a file too
  return terms;
}

FetchReport fetch(const FetchBatch& batch, const std::optional<UserIds>& user) {
  FetchReport report;
  auto fetcher = Fetcher::load();  // before the doors close: libraries read their settings when they start
  report.sandbox = enter_sandbox(sandbox_for(batch, user));
  if (!report.sandbox.holds_the_least()) return report;
  const auto tell = [](const FetchProgress& progress) { terminal::print(line_of(progress)); };
  report.results = fetcher ? fetch_all(batch, *fetcher, tell) : all_failed(batch, FetchTrouble::no_fetcher);
  return report;
}

Result<void> write_file(const std::string& path, const std::string& text) {
  auto file = AtomicFile::create(path);
  if (!file) return file.error();
  const Octets octets(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  if (const auto written = file->write(octets); !written) return written.error();
  return file->commit();
}

}  // namespace

int run_lists_fetch_step(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--user"}};
  const auto arguments = Arguments::read(words, kOptions, 2);
  if (!arguments) return usage_error("lists fetch-step", arguments.error());
  if (arguments->places().size() != 2) return usage_error("lists fetch-step", "an order and a report are needed");
  const std::string order(arguments->places()[0]);
  const std::string report_path(arguments->places()[1]);

  std::optional<UserIds> user;
  if (const auto name = arguments->value("--user"); name && running_as_root()) {
    const auto found = find_user(std::string(*name));
    if (!found) return failed(found.error());
    user = *found;
  }
  const auto text = read_small_file(order, kLargestOrder);
  if (!text) return failed(order + ": " + words_of(text.error().code));
  const auto batch = read_batch(*text);
  if (!batch) return failed(order + ":" + std::to_string(batch.error().at) + ": " + words_of(batch.error().code));

  const FetchReport report = fetch(*batch, user);
  if (!report.sandbox.holds_the_least()) return failed("root's rights could not be given up; nothing was fetched");
  const auto report_text = text_of_report(report);
  if (!report_text) return failed("the report holds what a line can not hold");
  const auto written = write_file(report_path, *report_text);
  if (!written) return failed(report_path + ": " + words_of(written.error().code));
  return kExitOk;
}

}  // namespace darban

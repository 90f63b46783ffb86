// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_compile_step.h"

#include <malloc.h>
#include <sys/resource.h>
#include <time.h>

#include <array>
#include <filesystem>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/privileges.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/start_up_pages.h"
#include "config/household.h"
#include "lists/public_suffix.h"
#include "update/sandbox.h"
#include "update/signed_update.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kKind = "darban-compile-order";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kLargestOrder = std::size_t{4} << 20;
constexpr std::uint64_t kBesidesTheCompiler = std::uint64_t{96} << 20;  // of heap: against a loop, not a budget
constexpr std::uint64_t kMostSeconds = 3600;                            // of processor

int failed(const std::string& sentence) {
  terminal::print_error("darban lists compile-step: " + sentence);
  return kExitFailed;
}
std::string words_of(Errc code) { return std::string(text_of(code).view()); }

bool take(CompileOrder& order, const TabLines::Line& line) {
  const auto number = read_whole_number(line.value);
  if (line.key == "blocklists") return order.blocklists = line.value, true;
  if (line.key == "state") return order.state = line.value, true;
  if (line.key == "image") return order.image = line.value, true;
  if (line.key == "source") return order.sources.emplace_back(line.value), true;
  if (line.key == "top-sites") return order.top_sites = line.value, true;
  if (!number) return false;
  if (line.key == "memory") return order.memory = *number, true;
  if (line.key == "anyway") return order.anyway = *number != 0, true;
  if (line.key == "reproducible") return order.reproducible = *number != 0, true;
  if (line.key == "now") return order.now = static_cast<std::int64_t>(*number), true;
  return false;
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// What both kinds of orders need; no network.
SandboxTerms sandbox_for(const std::string& state, const std::string& image, const std::optional<UserIds>& user) {
  SandboxTerms terms;
  terms.writable = {state, folder_of(image)};
  terms.readable = what_libraries_read();
  if (user) terms.user = SandboxTerms::User{user->user, user->group};
  terms.memory = kBesidesTheCompiler;
  terms.processor = kMostSeconds;
  return terms;
}
SandboxTerms sandbox_for(const CompileOrder& order, const std::optional<UserIds>& user) {
  SandboxTerms terms = sandbox_for(order.state, order.image, user);
  terms.readable.push_back(order.blocklists);
  if (!order.top_sites.empty()) terms.readable.push_back(order.top_sites);
  terms.memory += order.memory;
  return terms;
}

// The C library learns from the first large block it gets back to keep all blocks in one heap, which then can not shrink.
void keep_large_blocks_apart() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 64 * 1024);
#endif
}

std::uint64_t peak_memory() {
  rusage usage{};
  return ::getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<std::uint64_t>(usage.ru_maxrss) * 1024 : 0;
}

// The step, once it is known what is ordered.
class Step {
 public:
  Step(std::string order_path, std::string fetched_path, std::string report_path, std::optional<UserIds> user)
      : order_path_(std::move(order_path)),
        fetched_path_(std::move(fetched_path)),
        report_path_(std::move(report_path)),
        user_(user) {}

  int compile(std::string_view order_text) const {
    const auto order = read_order(order_text);
    if (!order) return failed_in_order(order.error());
    if (!enter_sandbox(sandbox_for(*order, user_)).holds_the_least()) return failed(std::string(kNotSafe));
    const auto fetched = read_fetched();
    if (!fetched) return failed_in_fetched(fetched.error());
    auto report = compile_update(*order, fetched->results, [](std::size_t done, std::size_t all) {
      if (done == all) give_back_start_up_pages();  // the image is written now, which takes the most memory and little code
      terminal::print(std::to_string(done) + "\t" + std::to_string(all));
    });
    if (!report) return failed(std::string(text_of(report.error()).view()));
    report->ended = static_cast<std::int64_t>(::time(nullptr));
    report->peak = peak_memory();
    return write_report(text_of_report(*report));
  }

  int take_signed(std::string_view order_text) const {
    const auto order = read_signed_order(order_text);
    if (!order) return failed_in_order(order.error());
    if (!enter_sandbox(sandbox_for(order->state, order->image, user_)).holds_the_least()) return failed(std::string(kNotSafe));
    const auto fetched = read_fetched();
    if (!fetched) return failed_in_fetched(fetched.error());
    const auto report = update_signed(*order, fetched->results);
    if (!report) return failed(std::string(text_of(report.error()).view()));
    return write_report(text_of_signed_report(*report));
  }

 private:
  static constexpr std::string_view kNotSafe = "root's rights could not be given up; nothing was read";

  int failed_in_order(Error error) const {
    return failed(order_path_ + ":" + std::to_string(error.at) + ": " + words_of(error.code));
  }
  static int failed_in_fetched(Error error) {
    return failed("the step that fetches left a report that makes no sense, line " + std::to_string(error.at));
  }
  // Empty when nothing was fetched.
  Result<FetchReport> read_fetched() const {
    const auto text = read_small_file(fetched_path_, kLargestOrder);
    return text ? read_report(*text) : FetchReport{};
  }
  int write_report(const Result<std::string>& text) const {
    if (!text) return failed("the report holds what a line can not hold");
    if (const auto written = write_text_file(report_path_, *text); !written)
      return failed(report_path_ + ": " + words_of(written.error().code));
    return kExitOk;
  }

  std::string order_path_;
  std::string fetched_path_;
  std::string report_path_;
  std::optional<UserIds> user_;
};

}  // namespace

Result<std::string> text_of_order(const CompileOrder& order) {
  TabWriter lines;
  lines.line(kKind, kVersion);
  lines.line("blocklists", order.blocklists);
  lines.line("state", order.state);
  lines.line("image", order.image);
  for (const std::string& source : order.sources) lines.line("source", source);
  lines.line("top-sites", order.top_sites);
  lines.line("memory", std::uint64_t{order.memory});
  lines.line("anyway", std::uint64_t{order.anyway ? 1U : 0U});
  lines.line("reproducible", std::uint64_t{order.reproducible ? 1U : 0U});
  lines.line("now", static_cast<std::uint64_t>(order.now));
  return lines.take();
}

Result<CompileOrder> read_order(std::string_view text) {
  TabLines lines(text);
  const auto head = lines.next();
  if (!head || head->key != kKind || head->value != kVersion) return Error{Errc::unknown_format, 1};
  CompileOrder order;
  while (const auto line = lines.next()) {
    if (!take(order, *line)) return Error{Errc::bad_character, line->number};
  }
  if (!lines.ok()) return lines.error();
  return order;
}

int run_lists_compile_step(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--user"}};
  const auto arguments = Arguments::read(words, kOptions, 3);
  if (!arguments) return usage_error("lists compile-step", arguments.error());
  if (arguments->places().size() != 3)
    return usage_error("lists compile-step", "an order, what was fetched and a report are needed");
  std::optional<UserIds> user;
  if (const auto name = arguments->value("--user"); name && running_as_root()) {
    const auto found = find_user(std::string(*name));
    if (!found) return failed(found.error());
    user = *found;
  }
  const std::string order_path(arguments->places()[0]);
  const auto order_text = read_small_file(order_path, kLargestOrder);
  if (!order_text) return failed(order_path + ": " + words_of(order_text.error().code));
  const Step step{order_path, std::string(arguments->places()[1]), std::string(arguments->places()[2]), user};
  keep_large_blocks_apart();
  (void)PublicSuffixes::installed();  // read while it may be
  give_back_start_up_pages();
  return order_text->starts_with(kSignedOrderKind) ? step.take_signed(*order_text) : step.compile(*order_text);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/commands/update_steps.h"

#include <unistd.h>

#include "app/child_process.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/heap.h"
#include "update/fetch_progress.h"
#include "update/source_state.h"

namespace darban {
namespace {

// What is shown while lists are on their way: how many have ended, and the one that spoke last.
class FetchDisplay {
 public:
  explicit FetchDisplay(std::size_t all) : all_(all) {}
  void take(std::string_view line) {
    const auto progress = read_progress(line);
    if (!progress) return;
    if (progress->event == FetchProgress::Event::ended) ++ended_;
    std::string text = std::to_string(ended_) + " of " + std::to_string(all_) + " lists  " + progress->source;
    if (progress->event == FetchProgress::Event::loading) {
      text += "  " + shown_size(progress->octets);
      if (progress->expected > 0) text += " of " + shown_size(progress->expected);
    } else if (progress->event == FetchProgress::Event::waiting) {
      text.append("  ").append(text_of(progress->trouble).view()).append("; trying again soon");
    }
    terminal::show_progress(text);
  }

 private:
  std::size_t all_;
  std::size_t ended_ = 0;
};

std::string not_started(std::string_view step, const Error& error) {
  return "the step that " + std::string(step) + " could not be started: " + std::string(text_of(error.code).view());
}
std::string ended_badly(std::string_view step, int code) {
  return "the step that " + std::string(step) + " ended with code " + std::to_string(code) + "; the lists before stay in force";
}

}  // namespace

std::string fetched_path(const std::string& state) { return state + "/cache/fetched"; }

std::optional<std::string> run_fetch_step(const std::string& state, FetchBatch batch) {
  const std::string order = state + "/order";
  const auto text = text_of_batch(batch);
  if (!text) return "the order to fetch holds what a line can not hold";
  if (!write_text_file(order, *text)) return order + " can not be written";
  FetchDisplay display(batch.orders.size());
  batch = FetchBatch();
  return_free_memory();
  auto child = ChildProcess::start({"lists", "fetch-step", order, fetched_path(state)}, ChildProcess::Output::pipe);
  if (!child) return not_started("fetches", child.error());
  const int code = child->wait([&display](std::string_view line) { display.take(line); });
  terminal::finish_progress();
  if (code != kExitOk) return ended_badly("fetches", code);
  return std::nullopt;
}

std::optional<std::string> run_reading_step(const std::string& state, const std::string& order, std::string_view report,
                                            const std::function<void(std::string_view)>& tell) {
  const std::string order_path = state + "/compile-order";
  if (!write_text_file(order_path, order)) return order_path + " can not be written";
  auto child = ChildProcess::start({"lists", "compile-step", order_path, fetched_path(state), state + "/" + std::string(report)},
                                   ChildProcess::Output::pipe);
  if (!child) return not_started("compiles", child.error());
  const int code = child->wait(tell);
  terminal::finish_progress();
  ::unlink(fetched_path(state).c_str());
  if (code != kExitOk) return ended_badly("compiles", code);
  return std::nullopt;
}

}  // namespace darban

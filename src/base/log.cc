// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <fmt/args.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace darban::log {
namespace {

std::atomic<Level> g_level{Level::info};

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

// systemd's journal reads the priority from the start of the line (sd-daemon(3)).
const char* journal_prefix(Level level) {
  switch (level) {
    case Level::debug:
      return "<7>";
    case Level::info:
      return "<6>";
    case Level::warn:
      return "<4>";
    case Level::error:
      return "<3>";
    case Level::off:
      return "";
  }
  return "";
}

std::atomic<bool> g_journal{false};

std::string seconds_text(double seconds) {
  if (seconds < 0.001) return fmt::format("{:.0f} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.1f} ms", seconds * 1e3);
  if (seconds < 120) return fmt::format("{:.2f} s", seconds);
  return fmt::format("{:.0f} s", seconds);
}

void push(fmt::dynamic_format_arg_store<fmt::format_context>& store, const detail::Field& field) {
  std::visit(
      [&store](const auto& value) {
        using V = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<V, detail::Duration>)
          store.push_back(seconds_text(value.seconds));
        else if constexpr (std::is_same_v<V, std::string_view>)
          store.push_back(std::string(value));
        else
          store.push_back(value);
      },
      field);
}

}  // namespace

Text text_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
    case Level::off:
      return "off";
  }
  return "unknown";
}

void configure(Level level, Sink sink) {
  g_level.store(level, std::memory_order_relaxed);
  g_journal.store(sink == Sink::journal, std::memory_order_relaxed);
  auto target = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("darban", std::move(target));
  logger->set_pattern(sink == Sink::journal ? "%v" : "%Y-%m-%d %H:%M:%S %-5l %v");
  logger->set_level(spdlog_level(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

Level level() { return g_level.load(std::memory_order_relaxed); }

namespace detail {

bool wanted(Level level) { return level >= g_level.load(std::memory_order_relaxed); }

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const Field& field : fields) push(store, field);
  std::string line = fmt::vformat(fmt::string_view(message.data(), message.size()), store);
  if (g_journal.load(std::memory_order_relaxed)) line.insert(0, journal_prefix(level));
  spdlog::default_logger_raw()->log(spdlog_level(level), fmt::string_view(line.data(), line.size()));
}

}  // namespace detail
}  // namespace darban::log

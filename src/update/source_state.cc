// SPDX-License-Identifier: Apache-2.0
#include "update/source_state.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "base/system_error.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kKind = "darban-list-state";
constexpr std::string_view kVersion = "1";

void take(SourceState& state, const TabLines::Line& line) {
  const auto number = read_whole_number(line.value).value_or(0);
  if (line.key == "etag") state.etag = line.value;
  if (line.key == "last-modified") state.last_modified = line.value;
  if (line.key == "described-by") state.described_by = line.value;
  if (line.key == "checked") state.checked = static_cast<std::int64_t>(number);
  if (line.key == "fetched") state.fetched = static_cast<std::int64_t>(number);
  if (line.key == "entries") state.entries = number;
  if (line.key == "octets") state.octets = number;
  if (line.key == "refusal") state.refusal = refusal_of_key(line.value).value_or(Refusal::none);
  if (line.key == "trouble") state.trouble = trouble_of_key(line.value).value_or(FetchTrouble::none);
  if (line.key == "detail") state.detail = line.value;
}

}  // namespace

Result<void> make_folders(const std::string& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem) return system_error_of(problem.value());
  return {};
}

Result<void> write_text_file(const std::string& path, std::string_view text) {
  auto file = AtomicFile::create(path);
  if (!file) return file.error();
  const auto written = file->write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return written ? file->commit() : written;
}

SourceState SourceFolder::load() const {
  const auto file = MappedFile::open(folder_ + "/state");
  if (!file) return {};
  TabLines lines({reinterpret_cast<const char*>(file->octets().data()), file->octets().size()});
  const auto head = lines.next();
  if (!head || head->key != kKind || head->value != kVersion) return {};
  SourceState state;
  while (const auto line = lines.next()) take(state, *line);
  return lines.ok() ? state : SourceState{};
}

Result<void> SourceFolder::save(const SourceState& state) const {
  if (const auto made = make_folders(folder_); !made) return made;
  TabWriter lines;
  lines.line(kKind, kVersion);
  lines.line("etag", state.etag);
  lines.line("last-modified", state.last_modified);
  lines.line("described-by", state.described_by);
  lines.line("checked", static_cast<std::uint64_t>(state.checked));
  lines.line("fetched", static_cast<std::uint64_t>(state.fetched));
  lines.line("entries", state.entries);
  lines.line("octets", state.octets);
  lines.line("refusal", key_of(state.refusal).view());
  lines.line("trouble", key_of(state.trouble).view());
  lines.line("detail", state.detail);
  const auto text = lines.take();
  if (!text) return text.error();
  return write_text_file(folder_ + "/state", *text);
}

Result<void> SourceFolder::accept() const {
  if (std::rename(candidate().c_str(), current().c_str()) != 0) return system_error();
  return {};
}

void SourceFolder::refuse() const { ::unlink(candidate().c_str()); }

}  // namespace darban

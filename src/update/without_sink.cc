// SPDX-License-Identifier: Apache-2.0
#include "update/without_sink.h"

namespace darban {

// At the name or below it. A rule above it stays: what it closes besides is not in question.
void WithoutSink::entry(const Entry& entry, std::uint32_t line) {
  const bool closes = entry.kind == EntryKind::block || entry.kind == EntryKind::important_block;
  const auto by = closes && !without_.empty() ? without_.covering(entry.name) : std::nullopt;
  if (by) {
    ++taken_out_;
    by_.insert(*by);
    return;
  }
  next_.entry(entry, line);
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// What a list says, without the names that the catalogue takes out of it. One thread.
#pragma once
#include <cstdint>
#include <set>

#include "lists/entry.h"
#include "update/name_index.h"

namespace darban {

class WithoutSink final : public EntrySink {
 public:
  WithoutSink(EntrySink& next, const NameIndex& without) : next_(next), without_(without) {}
  void entry(const Entry& entry, std::uint32_t line) override;
  void cancel(const Entry& entry, std::uint32_t line) override { next_.cancel(entry, line); }
  void ignored(Ignored reason, std::uint32_t line) override { next_.ignored(reason, line); }
  void warned(std::uint32_t line) override { next_.warned(line); }
  void refused(Errc code, std::uint32_t line) override { next_.refused(code, line); }
  std::uint64_t taken_out() const { return taken_out_; }
  // The numbers of the names that took something out, ascending.
  const std::set<std::uint32_t>& by() const { return by_; }

 private:
  EntrySink& next_;
  const NameIndex& without_;
  std::uint64_t taken_out_ = 0;
  std::set<std::uint32_t> by_;
};

}  // namespace darban

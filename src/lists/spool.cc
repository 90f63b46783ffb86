// SPDX-License-Identifier: Apache-2.0
#include "lists/spool.h"

#include <algorithm>
#include <cstring>

namespace darban {

void Spool::append(Octets octets) {
  if (trouble_) return;
  keep(octets);
  if (kept_octets_ > (file_ ? kChunk : memory_)) move_to_file();
}

// Chunks, so that growing never copies and never needs twice the memory.
void Spool::keep(Octets octets) {
  kept_octets_ += octets.size();
  while (!octets.empty()) {
    if (kept_.empty() || kept_.back().size() == kChunk) kept_.emplace_back().reserve(kChunk);
    std::vector<std::uint8_t>& chunk = kept_.back();
    const std::size_t part = std::min(octets.size(), kChunk - chunk.size());
    chunk.insert(chunk.end(), octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(part));
    octets = octets.subspan(part);
  }
}

void Spool::rest() {
  if (memory_ == 0 || file_) move_to_file();
}

void Spool::move_to_file() {
  if (kept_octets_ == 0) return;
  if (!file_) {
    auto file = ScratchFile::in(folder_);
    if (!file) {
      trouble_ = file.error();
      return;
    }
    file_.emplace(std::move(file).value());
  }
  for (const std::vector<std::uint8_t>& chunk : kept_) {
    if (const auto written = file_->append(chunk); !written) trouble_ = written.error();
  }
  kept_.clear();
  kept_octets_ = 0;
}

Result<void> Spool::trouble() const {
  if (trouble_) return *trouble_;
  return {};
}

bool Spool::read(std::uint64_t at, std::span<std::uint8_t> into) const {
  if (trouble_) return false;
  const std::uint64_t filed = in_file();
  if (at < filed) {
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), filed - at));
    if (const auto got = file_->read(at, into.first(part)); !got) {
      trouble_ = got.error();
      return false;
    }
    at += part;
    into = into.subspan(part);
  }
  for (at -= filed; !into.empty();) {
    const std::vector<std::uint8_t>& chunk = kept_[at / kChunk];
    const std::size_t from = at % kChunk;
    const std::size_t part = std::min(into.size(), chunk.size() - from);
    std::memcpy(into.data(), chunk.data() + from, part);
    at += part;
    into = into.subspan(part);
  }
  return true;
}

Spool::Reader::Reader(const Spool& spool, std::uint64_t from, std::uint64_t to, std::size_t buffer)
    : spool_(&spool), next_(from), to_(to), size_(buffer) {}

Octets Spool::Reader::peek(std::size_t count) {
  if (buffer_.size() - at_ < count && next_ < to_) {
    const std::size_t left = buffer_.size() - at_;
    const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(std::max(size_, count) - left, to_ - next_));
    if (buffer_.capacity() < size_) buffer_.reserve(size_);
    if (left > 0) std::memmove(buffer_.data(), buffer_.data() + at_, left);
    buffer_.resize(left + more);
    at_ = 0;
    if (!spool_->read(next_, std::span(buffer_).subspan(left))) {
      buffer_.clear();
      to_ = next_;
      return {};
    }
    next_ += more;
  }
  return Octets(buffer_).subspan(at_, std::min(count, buffer_.size() - at_));
}

}  // namespace darban

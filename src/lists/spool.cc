// SPDX-License-Identifier: Apache-2.0
#include "lists/spool.h"

#include <algorithm>
#include <cstring>

namespace darban {
namespace {

constexpr std::size_t kWriteAtOnce = std::size_t{64} << 10;  // once there is a file, this much is gathered before it is written

}  // namespace

void Spool::append(Octets octets) {
  if (trouble_) return;
  kept_.insert(kept_.end(), octets.begin(), octets.end());
  if (kept_.size() > (file_ ? kWriteAtOnce : memory_)) move_to_file();
}

void Spool::rest() {
  if (memory_ == 0 || file_) move_to_file();
  if (file_) std::vector<std::uint8_t>().swap(kept_);
}

void Spool::move_to_file() {
  if (kept_.empty()) return;
  if (!file_) {
    auto file = ScratchFile::in(folder_);
    if (!file) {
      trouble_ = file.error();
      return;
    }
    file_.emplace(std::move(file).value());
  }
  if (const auto written = file_->append(kept_); !written) trouble_ = written.error();
  kept_.clear();
  if (kept_.capacity() > 2 * kWriteAtOnce) std::vector<std::uint8_t>().swap(kept_);
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
  if (!into.empty()) std::memcpy(into.data(), kept_.data() + (at - filed), into.size());
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

// SPDX-License-Identifier: Apache-2.0
// Big-endian cursors over octets. Both remember the first thing that went wrong and turn later calls into no-ops, so a
// structure is read or written in straight lines and checked once.
// Neither owns its memory: the span must outlive the cursor. One thread at a time.
//
// What a question's way calls dozens of times is always inlined: the rooms that are compiled small (CMakeLists.txt) have copies of
// these functions too, and the linker keeps the first it meets for all.
#pragma once
#include <cstdint>
#include <cstring>
#include <span>

#include "base/result.h"

namespace darban {

using Octets = std::span<const std::uint8_t>;

// Two and four octets at a place known to exist.
inline std::uint16_t load_u16(const std::uint8_t* from) { return static_cast<std::uint16_t>(from[0] << 8 | from[1]); }
inline std::uint32_t load_u32(const std::uint8_t* from) { return std::uint32_t{load_u16(from)} << 16 | load_u16(from + 2); }
inline void store_u16(std::uint8_t* into, std::uint16_t value) {
  into[0] = static_cast<std::uint8_t>(value >> 8);
  into[1] = static_cast<std::uint8_t>(value);
}
inline void store_u32(std::uint8_t* into, std::uint32_t value) {
  store_u16(into, static_cast<std::uint16_t>(value >> 16));
  store_u16(into + 2, static_cast<std::uint16_t>(value));
}

class ByteReader {
 public:
  explicit ByteReader(Octets octets) : octets_(octets) {}
  [[gnu::always_inline]] std::uint8_t u8() { return need(1) ? octets_[at_++] : std::uint8_t{0}; }
  [[gnu::always_inline]] std::uint16_t u16() {
    if (!need(2)) return 0;
    const auto value = static_cast<std::uint16_t>(octets_[at_] << 8 | octets_[at_ + 1]);
    at_ += 2;
    return value;
  }
  [[gnu::always_inline]] std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
  // The next `count` octets for a caller that reads them at fixed places, or nullptr if there are fewer.
  [[gnu::always_inline]] const std::uint8_t* claim(std::size_t count) {
    if (!need(count)) return nullptr;
    const std::uint8_t* claimed = octets_.data() + at_;
    at_ += count;
    return claimed;
  }
  // The next `count` octets, or an empty span if there are fewer.
  [[gnu::always_inline]] Octets take(std::size_t count) {
    if (!need(count)) return {};
    const Octets taken = octets_.subspan(at_, count);
    at_ += count;
    return taken;
  }
  [[gnu::always_inline]] void skip(std::size_t count) {
    if (need(count)) at_ += count;
  }
  void seek(std::size_t at) {
    if (at > octets_.size())
      fail(Errc::truncated);
    else
      at_ = at;
  }
  void fail(Errc code) { fail_at(code, at_); }
  void fail_at(Errc code, std::size_t at) {
    if (ok()) error_ = {code, static_cast<std::uint32_t>(at)};
  }
  bool ok() const { return error_.code == Errc::ok; }
  Error error() const { return error_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return octets_.size() - at_; }
  Octets whole() const { return octets_; }

 private:
  [[gnu::always_inline]] bool need(std::size_t count) {
    if (!ok()) return false;
    if (octets_.size() - at_ >= count) return true;
    fail_at(Errc::truncated, octets_.size());
    return false;
  }
  Octets octets_;
  std::size_t at_ = 0;
  Error error_;
};

class ByteWriter {
 public:
  explicit ByteWriter(std::span<std::uint8_t> room) : room_(room) {}
  [[gnu::always_inline]] void u8(std::uint8_t value) {
    if (need(1)) room_[at_++] = value;
  }
  [[gnu::always_inline]] void u16(std::uint16_t value) {
    if (!need(2)) return;
    room_[at_] = static_cast<std::uint8_t>(value >> 8);
    room_[at_ + 1] = static_cast<std::uint8_t>(value);
    at_ += 2;
  }
  [[gnu::always_inline]] void u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value >> 16));
    u16(static_cast<std::uint16_t>(value));
  }
  // Room for `count` octets that the caller fills at once, or nullptr if there is less.
  [[gnu::always_inline]] std::uint8_t* claim(std::size_t count) {
    if (!need(count)) return nullptr;
    std::uint8_t* claimed = room_.data() + at_;
    at_ += count;
    return claimed;
  }
  [[gnu::always_inline]] void octets(Octets more) {
    if (more.empty() || !need(more.size())) return;
    std::memcpy(room_.data() + at_, more.data(), more.size());
    at_ += more.size();
  }
  // Overwrites two octets written earlier (a length, a count).
  void patch_u16(std::size_t at, std::uint16_t value) {
    if (at + 2 > at_) return;
    room_[at] = static_cast<std::uint8_t>(value >> 8);
    room_[at + 1] = static_cast<std::uint8_t>(value);
  }
  // Forgets everything written after `at`, and any failure with it.
  void rewind(std::size_t at) {
    at_ = at;
    ok_ = true;
  }
  bool ok() const { return ok_; }
  std::size_t at() const { return at_; }
  std::size_t left() const { return room_.size() - at_; }
  Octets written() const { return room_.first(at_); }

 private:
  [[gnu::always_inline]] bool need(std::size_t count) {
    if (ok_ && room_.size() - at_ >= count) return true;
    ok_ = false;
    return false;
  }
  std::span<std::uint8_t> room_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace darban

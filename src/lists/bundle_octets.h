// SPDX-License-Identifier: Apache-2.0
// Little-endian cursors for signed and sealed files (BUNDLE.md). The reader remembers the first thing that went wrong and turns
// later calls into no-ops, so a structure is read in straight lines and checked once; the writer grows. The reader owns nothing:
// its octets must outlive it. One thread at a time.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "lists/bundle_fault.h"
#include "lists/little_endian.h"

namespace darban {

class BundleReader {
 public:
  // Places in errors are counted from the start of the file: `offset` is where `octets` begin in it.
  explicit BundleReader(Octets octets, std::uint64_t offset = 0) : octets_(octets), offset_(offset) {}

  template <typename T>
  T number() {
    const Octets taken = take(sizeof(T));
    return taken.empty() ? T{0} : load_little<T>(taken.data());
  }
  Octets take(std::size_t count);
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> value{};
    const Octets taken = take(N);
    if (!taken.empty()) std::memcpy(value.data(), taken.data(), N);
    return value;
  }
  // A length of two octets, then that many octets of a plain line; corrupt when it is longer than `most` or no plain line.
  std::string line(std::size_t most);

  void expect(bool right) {
    if (!right) fail(BundleFault::corrupt);
  }
  void fail(BundleFault fault);
  bool ok() const { return ok_; }
  BundleError error() const { return error_; }
  std::size_t left() const { return octets_.size() - at_; }
  std::size_t at() const { return at_; }

 private:
  Octets octets_;
  std::uint64_t offset_ = 0;
  std::size_t at_ = 0;
  bool ok_ = true;
  BundleError error_;
};

class BundleWriter {
 public:
  template <typename T>
  void number(T value) {
    octets_.resize(octets_.size() + sizeof(T));
    store_little(octets_.data() + octets_.size() - sizeof(T), value);
  }
  void add(Octets more) { octets_.insert(octets_.end(), more.begin(), more.end()); }
  void line(std::string_view text) {
    number(static_cast<std::uint16_t>(text.size()));
    add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  // Zeros up to a multiple of `step`.
  void pad(std::size_t step) { octets_.resize((octets_.size() + step - 1) / step * step); }
  Octets written() const { return octets_; }
  std::vector<std::uint8_t> take() { return std::move(octets_); }

 private:
  std::vector<std::uint8_t> octets_;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// A bounded pool of large objects that are reused, last in first out so that the ones in the caches go out again. Objects never
// move. Memory is taken kChunk objects at a time and kept; it is touched only as far as it was ever needed. One thread.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace darban {

template <typename T>
class Pool {
 public:
  explicit Pool(std::size_t most) : most_(most) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // nullptr: all are out. The object is as its last user left it.
  T* take() {
    if (free_.empty() && !grow()) return nullptr;
    T* taken = free_.back();
    free_.pop_back();
    return taken;
  }
  void put(T* object) { free_.push_back(object); }
  std::size_t out() const { return made_ - free_.size(); }

 private:
  static constexpr std::size_t kChunk = 64;
  bool grow() {
    const std::size_t count = std::min(kChunk, most_ - made_);
    if (count == 0) return false;
    chunks_.push_back(std::make_unique<T[]>(count));
    made_ += count;
    free_.reserve(made_);
    for (std::size_t i = count; i > 0; --i) free_.push_back(&chunks_.back()[i - 1]);
    return true;
  }
  std::size_t most_;
  std::size_t made_ = 0;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::vector<T*> free_;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The swap point between the thread that builds a snapshot and the threads that read it.
// One writer at a time publishes; any number of readers, one Reader object per thread, look. Reader::get() is one acquire load
// unless something new was published; the mutex is touched only then, so never between packet in and packet out in steady state.
// (std::atomic<std::shared_ptr> is not lock-free on g++ 12 and is reported by ThreadSanitizer.)
// The Published must outlive its Readers. A Reader keeps its snapshot alive until the next get() or drop().
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace darban {

template <typename T>
class Published {
 public:
  explicit Published(std::shared_ptr<const T> first) : current_(std::move(first)) {}
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  void publish(std::shared_ptr<const T> next) {
    const std::lock_guard lock(mutex_);
    current_.swap(next);  // the old one dies after the lock, with `next`
    generation_.fetch_add(1, std::memory_order_release);
  }
  std::shared_ptr<const T> copy() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  class Reader {
   public:
    explicit Reader(const Published& cell) : cell_(&cell), seen_(cell.generation()), held_(cell.copy()) {}
    // The newest snapshot. The reference holds until the next call of get() on this Reader.
    const T& get() {
      const std::uint64_t now = cell_->generation();
      if (now != seen_) {
        held_ = cell_->copy();
        seen_ = now;
      }
      return *held_;
    }
    std::uint64_t generation() const { return seen_; }

   private:
    const Published* cell_;
    std::uint64_t seen_;
    std::shared_ptr<const T> held_;
  };

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;
  std::atomic<std::uint64_t> generation_{1};
};

}  // namespace darban

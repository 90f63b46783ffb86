// SPDX-License-Identifier: Apache-2.0
#include "net/loop.h"

#include <uv.h>

#include <utility>

namespace darban {
namespace {

// libuv calls back on the next round when a handle is closed; until then its memory must stay.
template <typename Parts>
void close_and_delete(Parts* parts) {
  if (!parts->open) {
    delete parts;
    return;
  }
  uv_close(reinterpret_cast<uv_handle_t*>(&parts->handle), [](uv_handle_t* handle) { delete static_cast<Parts*>(handle->data); });
}

}  // namespace

struct Loop::Parts {
  uv_loop_t loop{};
  uv_prepare_t prepare{};
  bool open = false;
  std::function<void()> before_sleep;
};

Loop::Loop() : parts_(std::make_unique<Parts>()) {
  if (uv_loop_init(&parts_->loop) != 0) return;
  parts_->open = true;
  uv_prepare_init(&parts_->loop, &parts_->prepare);
  parts_->prepare.data = parts_.get();
}

Loop::~Loop() {
  if (!parts_->open) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&parts_->prepare), nullptr);
  uv_run(&parts_->loop, UV_RUN_DEFAULT);
  uv_loop_close(&parts_->loop);
}

bool Loop::valid() const { return parts_->open; }
void Loop::run() { uv_run(&parts_->loop, UV_RUN_DEFAULT); }
void Loop::stop() { uv_stop(&parts_->loop); }

void Loop::before_sleep(std::function<void()> callback) {
  parts_->before_sleep = std::move(callback);
  uv_prepare_start(&parts_->prepare, [](uv_prepare_t* handle) { static_cast<Parts*>(handle->data)->before_sleep(); });
}

struct Poll::Parts {
  uv_poll_t handle{};
  bool open = false;
  Callback callback;
};

Poll::Poll(Loop& loop, int fd, Callback callback) : parts_(new Parts) {
  parts_->callback = std::move(callback);
  parts_->open = loop.valid() && uv_poll_init(&loop.parts().loop, &parts_->handle, fd) == 0;
  parts_->handle.data = parts_;
}

Poll::~Poll() { close_and_delete(parts_); }
bool Poll::valid() const { return parts_->open; }

void Poll::want(Interest interest) {
  if (!parts_->open) return;
  if (interest == Interest::none) {
    uv_poll_stop(&parts_->handle);
    return;
  }
  const int events =
      (includes(interest, Interest::readable) ? UV_READABLE : 0) | (includes(interest, Interest::writable) ? UV_WRITABLE : 0);
  uv_poll_start(&parts_->handle, events, [](uv_poll_t* handle, int status, int seen) {
    const int interest_seen = status < 0 ? UV_READABLE | UV_WRITABLE : seen & (UV_READABLE | UV_WRITABLE);
    static_cast<Parts*>(handle->data)->callback(static_cast<Interest>(interest_seen));
  });
}

struct Timer::Parts {
  uv_timer_t handle{};
  bool open = false;
  std::function<void()> callback;
};

Timer::Timer(Loop& loop, std::function<void()> callback) : parts_(new Parts) {
  parts_->callback = std::move(callback);
  parts_->open = loop.valid() && uv_timer_init(&loop.parts().loop, &parts_->handle) == 0;
  parts_->handle.data = parts_;
}

Timer::~Timer() { close_and_delete(parts_); }

void Timer::repeat(Milliseconds every) {
  const auto interval = static_cast<std::uint64_t>(every.count());
  if (parts_->open)
    uv_timer_start(
        &parts_->handle, [](uv_timer_t* handle) { static_cast<Parts*>(handle->data)->callback(); }, interval, interval);
}
void Timer::stop() {
  if (parts_->open) uv_timer_stop(&parts_->handle);
}
bool Timer::running() const { return parts_->open && uv_is_active(reinterpret_cast<const uv_handle_t*>(&parts_->handle)) != 0; }

struct Wakeup::Parts {
  uv_async_t handle{};
  bool open = false;
  std::function<void()> callback;
};

Wakeup::Wakeup(Loop& loop, std::function<void()> callback) : parts_(new Parts) {
  parts_->callback = std::move(callback);
  const auto called = [](uv_async_t* handle) { static_cast<Parts*>(handle->data)->callback(); };
  parts_->open = loop.valid() && uv_async_init(&loop.parts().loop, &parts_->handle, called) == 0;
  parts_->handle.data = parts_;
}

Wakeup::~Wakeup() { close_and_delete(parts_); }
bool Wakeup::valid() const { return parts_->open; }
void Wakeup::send() {
  if (parts_->open) uv_async_send(&parts_->handle);
}

static_assert(static_cast<int>(Interest::readable) == UV_READABLE && static_cast<int>(Interest::writable) == UV_WRITABLE);

}  // namespace darban

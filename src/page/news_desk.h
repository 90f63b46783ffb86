// SPDX-License-Identifier: Apache-2.0
// Who listens for news (server-sent events), and where whoever changed something says so. News says what kind of thing changed
// and nothing of it: who may see it asks again. Any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/showable.h"
#include "web/event_stream.h"

namespace darban::page {

enum class News : std::uint8_t { home, requests, household, devices };
Text text_of(News news);

class NewsDesk {
 public:
  void add(std::shared_ptr<web::EventStream> listener);
  void say(News news);
  std::size_t listeners() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<web::EventStream>> listeners_;
};

}  // namespace darban::page

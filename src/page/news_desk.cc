// SPDX-License-Identifier: Apache-2.0
#include "page/news_desk.h"

#include <utility>

namespace darban::page {

Text text_of(News news) {
  switch (news) {
    case News::home:
      return "home";
    case News::requests:
      return "requests";
    case News::household:
      return "household";
    case News::devices:
      return "devices";
  }
  return "home";
}

void NewsDesk::add(std::shared_ptr<web::EventStream> listener) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& each) { return each->over(); });
  listeners_.push_back(std::move(listener));
}

void NewsDesk::say(News news) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& each) { return each->over(); });
  for (const auto& listener : listeners_) listener->send(text_of(news), "{}");
}

std::size_t NewsDesk::listeners() const {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}

}  // namespace darban::page

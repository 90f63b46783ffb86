// SPDX-License-Identifier: Apache-2.0
// The categories and services in words for people, out of the blocklists folder: categories.yaml and services/*.yaml, which are
// the truth about them (a new category is a new entry there). The image has their keys and numbers only. Read when somebody asks
// and again when a file changed, which is looked at once in kLook; a broken one keeps what was read last. Control thread only.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/file_watch.h"
#include "base/clock.h"
#include "config/categories.h"

namespace darban {

class CategoryTable {
 public:
  static constexpr Milliseconds kLook{2000};  // a stamp of a hundred files costs more than the page that asks
  // Never null; empty where nothing could be read yet.
  std::shared_ptr<const CategoryWords> of(const std::string& blocklists, MonoTime now);

 private:
  std::string folder_;
  std::vector<FileStamp> stamps_;
  MonoTime next_look_{};
  std::shared_ptr<const CategoryWords> table_ = std::make_shared<const CategoryWords>();
};

}  // namespace darban

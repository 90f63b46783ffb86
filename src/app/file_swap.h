// SPDX-License-Identifier: Apache-2.0
// Puts several files and folders in the place of others: all of them or none, whatever happens in between.
//
// What is to come is first written beside each place (PLACE.restoring) and on the disk. Then one small file, the plan, says that
// it is to be done: from then on it will be, by whoever comes next, and before it nothing is. So after a kill or a power cut
// there is the old state with some litter, or a plan to finish; finish() does what is left, and doing it twice is doing it once.
// What stood at a place is kept beside it (PLACE.before-restore); the one kept before that goes.
//
// The caller sees to it that nobody works with the files meanwhile. Any thread.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"

namespace darban {

class FileSwap {
 public:
  // `plan`: the path of the small file. Litter of one that came to nothing is taken away: whatever begins with a staged name.
  // There must be no plan (is_due).
  FileSwap(std::string plan, std::vector<std::string> places);
  // Without commit() what was written beside the places is taken away again.
  ~FileSwap();
  FileSwap(const FileSwap&) = delete;
  FileSwap& operator=(const FileSwap&) = delete;

  static std::string staged(const std::string& place) { return place + ".restoring"; }
  static std::string kept(const std::string& place) { return place + ".before-restore"; }

  // Every place's staged file or folder must be there, with all in it on the disk. A sentence when it is not done; then nothing
  // is, unless is_due(plan).
  Result<void, std::string> commit();

  static bool is_due(const std::string& plan);
  // Does what a plan says, if there is one. A sentence when it can not be; the plan stays.
  static Result<void, std::string> finish(const std::string& plan);

 private:
  std::string plan_;
  std::vector<std::string> places_;
  bool committed_ = false;
};

}  // namespace darban

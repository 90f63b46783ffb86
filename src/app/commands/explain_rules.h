// SPDX-License-Identifier: Apache-2.0
// The rules that explanations are made with: as the files say them now, and with what adults had given for a while by the moment
// that is asked about. What they gave is read from state.db, also while a daemon writes to it. One thread.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "policy/policy.h"

namespace darban {

class ExplainRules {
 public:
  // `config`: path of darban.yaml. Lists and a state.db that can not be read are left out, with a sentence on the terminal.
  static Result<ExplainRules, std::string> read(const std::string& config);

  bool waits_for_sync() const { return waits_for_sync_; }
  // The household alone: who there is, and its zone.
  const Policy& written() const { return *written_; }
  // With the grants that had been given by then. What was given and over before now is not known any more, so of the past this
  // is what is still in force. Valid until the next call.
  const Policy& at(WallTime when);

 private:
  ExplainRules(std::shared_ptr<const Policy> written, std::vector<Grant> grants, bool waits_for_sync);
  std::shared_ptr<const Policy> written_;
  std::vector<Grant> grants_;  // in the order in which they were given
  bool waits_for_sync_ = true;
  std::shared_ptr<const Policy> with_grants_;  // with the first `heeded_` of them
  std::size_t heeded_ = 0;
};

}  // namespace darban

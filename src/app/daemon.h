// SPDX-License-Identifier: Apache-2.0
// The running darban: owns everything, starts it in the one order that works, reacts to signals, files, neighbours and questions
// about its health, and ends it. All of it on the control thread, which is the one that called start() and run().
#pragma once
#include <memory>
#include <string>

#include "base/result.h"

namespace darban {

class Daemon {
 public:
  // Reads the files, binds, gives up root, starts the workers. A sentence for the operator when it can not be.
  static Result<std::unique_ptr<Daemon>, std::string> start(const std::string& settings_path);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  enum class End { asked_for, gave_up };
  // Returns after SIGTERM or SIGINT, when the last question was answered; or having given up, which it has logged.
  End run();

 private:
  struct Parts;
  explicit Daemon(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban

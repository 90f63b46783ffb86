// SPDX-License-Identifier: Apache-2.0
// Starts this same program once more with other words, as a process of its own, and hears what it prints. The child is told to end
// when we do. One thread; EINTR is nobody's business but ours.
#pragma once
#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace darban {

class ChildProcess {
 public:
  enum class Output : std::uint8_t { ours, pipe, nowhere };  // standard output; standard error is ours, or nowhere too
  // `words` without the program's name.
  static Result<ChildProcess> start(const std::vector<std::string>& words, Output output);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();  // ends it and waits, if nobody waited

  // Readable when the child has ended; -1 where the kernel has no such thing.
  int descriptor() const { return ended_.get(); }
  // Gives each line the child prints to `line`, until it prints no more; then waits. The exit code, or 128 + the signal.
  int wait(const std::function<void(std::string_view)>& line);
  int wait();
  // All the child prints, for a child that is not trusted to end or to be brief: one that takes longer or prints more is killed.
  struct Ended {
    int code = 0;
    bool killed = false;
    std::string text;  // what there was of it
  };
  Ended wait_at_most(Milliseconds longest, std::size_t most_octets);

 private:
  ChildProcess(pid_t pid, UniqueFd output, UniqueFd ended)
      : pid_(pid), output_(std::move(output)), ended_(std::move(ended)) {}
  pid_t pid_;
  UniqueFd output_;
  UniqueFd ended_;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <string_view>

#include "base/system_error.h"

extern char** environ;

namespace darban {
namespace {

constexpr std::size_t kLongestLine = 4096;  // a line beyond that is not one of ours
constexpr const char* kOurselves = "/proc/self/exe";

// The frames posix_spawn(3) wants, released when they go.
class SpawnSettings {
 public:
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);  // the daemon blocks what it hears through a descriptor
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  void output_to(int descriptor) { ::posix_spawn_file_actions_adddup2(&actions_, descriptor, STDOUT_FILENO); }
  void silence() {
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_addopen(&actions_, descriptor, "/dev/null", O_WRONLY, 0);
  }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& words, Output output) {
  std::array<int, 2> pipe{-1, -1};
  if (output == Output::pipe && ::pipe2(pipe.data(), O_CLOEXEC) != 0) return system_error();
  UniqueFd reading(pipe[0]);
  const UniqueFd writing(pipe[1]);
  SpawnSettings settings;
  if (output == Output::pipe) settings.output_to(writing.get());
  if (output == Output::nowhere) settings.silence();
  std::string program = "darban";
  std::vector<char*> arguments{program.data()};
  std::vector<std::string> copies = words;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, kOurselves, settings.actions(), settings.attributes(), arguments.data(), environ);
  if (failed != 0) return system_error_of(failed);
  return ChildProcess(pid, std::move(reading), UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), output_(std::move(other.output_)), ended_(std::move(other.ended_)) {}

ChildProcess::~ChildProcess() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGTERM);
  wait();
}

int ChildProcess::wait(const std::function<void(std::string_view)>& line) {
  std::string text;
  std::array<char, 4096> room;
  while (true) {
    const ssize_t count = ::read(output_.get(), room.data(), room.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(room.data(), static_cast<std::size_t>(count));
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
      line(std::string_view(text).substr(0, end));
      text.erase(0, end + 1);
    }
    if (text.size() > kLongestLine) text.clear();
  }
  return wait();
}

ChildProcess::Ended ChildProcess::wait_at_most(Milliseconds longest, std::size_t most_octets) {
  Ended ended;
  const auto deadline = std::chrono::steady_clock::now() + longest;
  std::array<char, 4096> room;
  while (true) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd readable{output_.get(), POLLIN, 0};
    const int ready = left <= 0 ? 0 : ::poll(&readable, 1, static_cast<int>(std::min<Milliseconds::rep>(left, INT_MAX)));
    if (ready < 0 && errno == EINTR) continue;
    const ssize_t count = ready > 0 ? ::read(output_.get(), room.data(), room.size()) : -1;
    if (count < 0 && ready > 0 && errno == EINTR) continue;
    if (count == 0) break;
    ended.killed = count < 0 || ended.text.size() + static_cast<std::size_t>(count) > most_octets;
    if (ended.killed) break;
    ended.text.append(room.data(), static_cast<std::size_t>(count));
  }
  if (ended.killed) ::kill(pid_, SIGKILL);
  ended.code = wait();
  return ended;
}

int ChildProcess::wait() {
  if (pid_ == 0) return 0;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return code_of(status);
}

}  // namespace darban

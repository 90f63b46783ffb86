// SPDX-License-Identifier: Apache-2.0
#include "app/secret_input.h"

#include <termios.h>
#include <unistd.h>

#include "app/standard_input.h"
#include "app/terminal.h"

namespace darban {
namespace {

constexpr std::size_t kMostOctets = 1024;

// The terminal shows nothing of what is typed, until this goes.
class WithoutEcho {
 public:
  WithoutEcho() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~WithoutEcho() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;

 private:
  termios before_{};
  bool changed_;
};

std::string typed_line() {
  std::string line;
  for (char c = 0; line.size() < kMostOctets && ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) line.push_back(c);
  return line;
}

Result<TypedSecret, std::string> line_of_standard_input() {
  auto input = read_standard_input(kMostOctets);
  if (!input) return std::string("standard input can not be read, or is no password");
  std::string line = *input;
  if (line.ends_with('\n')) line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  if (line.find('\n') != std::string::npos) return std::string("standard input has several lines; write the password as one");
  return TypedSecret{std::move(line)};
}

}  // namespace

Result<TypedSecret, std::string> read_new_secret(std::string_view prompt) {
  if (::isatty(STDIN_FILENO) == 1) {
    const WithoutEcho quiet;
    terminal::print_error(std::string(prompt) + " (it is not shown):");
    std::string first = typed_line();
    terminal::print_error("Once more:");
    if (typed_line() != first) return std::string("the two are not the same; nothing was changed");
    return TypedSecret{std::move(first)};
  }
  return line_of_standard_input();
}

Result<TypedSecret, std::string> read_secret(std::string_view prompt) {
  if (::isatty(STDIN_FILENO) != 1) return line_of_standard_input();
  const WithoutEcho quiet;
  terminal::print_error(std::string(prompt) + " (it is not shown):");
  return TypedSecret{typed_line()};
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <errno.h>
#include <unistd.h>

#include <string>

namespace darban::terminal {
namespace {

// A reader that went away (`| head`) is not an error worth a word: there is nobody to tell.
void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_lines(int descriptor, std::string_view text) {
  std::string lines(text);
  if (!lines.ends_with('\n')) lines.push_back('\n');
  write_all(descriptor, lines);
}

}  // namespace

void print(std::string_view text) { write_lines(STDOUT_FILENO, text); }
void print_error(std::string_view text) { write_lines(STDERR_FILENO, text); }

void show_progress(std::string_view text) {
  if (!error_is_terminal()) return;
  std::string line = "\r\x1b[K";  // back to the first column, and clear what stood there
  line.append(text);
  write_all(STDERR_FILENO, line);
}

void finish_progress() {
  if (error_is_terminal()) write_all(STDERR_FILENO, "\n");
}

bool is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool error_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace darban::terminal

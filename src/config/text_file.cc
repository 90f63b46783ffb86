// SPDX-License-Identifier: Apache-2.0
#include "config/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/errc.h"
#include "base/system_error.h"
#include "base/unique_fd.h"
#include "base/utf8.h"

namespace darban {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

ConfigError refused(const std::string& path, std::string what) { return {path, {}, std::move(what)}; }

ConfigError refused_by_system(const std::string& path) {
  const Error error = system_error();
  const std::string why(text_of(error.code).view());
  if (error.code == Errc::not_found) return refused(path, why + "; check the path");
  if (error.code == Errc::not_permitted) return refused(path, why + "; the user that runs darban must be able to read it");
  return refused(path, why);
}

ConfigError too_large(const std::string& path) {
  return refused(path, "larger than 1 MiB; names by the thousand belong into a list file");
}

// Walks a text and knows line and column (in octets, 1-based).
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}
  bool done() const { return at_ >= text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  Place place() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }
  bool at_line_start() const { return at_ == line_start_; }
  void step(std::size_t count) {
    const char c = text_[at_];
    at_ += count;
    if (c == '\n') {
      ++line_;
      line_start_ = at_;
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

bool is_stray_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

// A tab that indents a word; blank lines and comments may hold what they like. Asked once a line.
bool indents_with_tab(std::string_view line) {
  const auto word = line.find_first_not_of(" \t\r");
  if (word == std::string_view::npos || line[word] == '\n' || line[word] == '#') return false;
  return line.substr(0, word).find('\t') != std::string_view::npos;
}

Result<void, ConfigError> check_characters(std::string_view text, const std::string& file_name, bool tabs_may_indent) {
  for (Walker walker(text); !walker.done();) {
    const auto length = code_point_at(walker.rest(), 0).octets;
    if (length == 0) return ConfigError{file_name, walker.place(), "not UTF-8 text; save the file as UTF-8"};
    if (is_stray_control(walker.rest().front())) {
      return ConfigError{file_name, walker.place(), "a control character; this should be a plain text file"};
    }
    if (!tabs_may_indent && walker.at_line_start() && indents_with_tab(walker.rest())) {
      return ConfigError{file_name, walker.place(), "a tab at the start of a line; use spaces, two for each level"};
    }
    walker.step(length);
  }
  return {};
}

}  // namespace

Result<std::string, ConfigError> read_text_file(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // non-blocking: a FIFO must not hang us
  if (!fd.valid()) return refused_by_system(path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return refused_by_system(path);
  if (S_ISDIR(status.st_mode)) return refused(path, "it is a folder; name the file in it");
  if (!S_ISREG(status.st_mode)) return refused(path, "it is not a plain file");
  std::string text;
  char buffer[16384];
  while (text.size() <= kLargestFile) {
    const auto count = ::read(fd.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refused_by_system(path);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return too_large(path);
}

Result<void, ConfigError> check_text(std::string_view text, const std::string& file_name) {
  if (text.size() > kLargestFile) return too_large(file_name);
  return check_characters(text, file_name, false);
}

Result<void, ConfigError> check_foreign_text(std::string_view text, const std::string& file_name) {
  if (text.size() > kLargestForeignFile) return ConfigError{file_name, {}, "larger than 16 MiB"};
  return check_characters(text, file_name, true);
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::string path_beside(const std::string& file_name, const std::string& path) {
  const std::filesystem::path written(path);
  if (written.is_absolute()) return path;
  return (std::filesystem::path(file_name).parent_path() / written).lexically_normal().string();
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/lease_files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/errc.h"
#include "base/log.h"
#include "base/system_error.h"
#include "base/unique_fd.h"
#include "leases/format.h"

namespace darban {
namespace {

std::vector<std::string> paths_of(const std::vector<LeaseFile>& files) {
  std::vector<std::string> paths;
  for (const LeaseFile& file : files) paths.push_back(file.path);
  return paths;
}

// Some of the well-known places are in /tmp, where everybody on this machine may put a file, and with it be whoever he likes.
bool is_a_services(const struct stat& state) {
  constexpr uid_t kFirstOrdinaryUser = 1000;
  return (state.st_uid < kFirstOrdinaryUser || state.st_uid == ::geteuid()) && (state.st_mode & S_IWOTH) == 0;
}

// The file as it is now, or a sentence about why it is not read. Empty sentence: there is none.
struct FileText {
  std::string text;
};
Result<FileText, std::string> text_of_file(const LeaseFile& file) {
  const UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat state {};
  const auto refused = [](Errc code) { return "the leases can not be read: " + std::string(text_of(code).view()); };
  if (!fd.valid() || ::fstat(fd.get(), &state) != 0) {
    const Errc code = system_error().code;
    return code == Errc::not_found ? std::string() : refused(code) + "; darban's user must be allowed to read it";
  }
  if (!S_ISREG(state.st_mode)) return refused(S_ISDIR(state.st_mode) ? Errc::is_a_directory : Errc::not_a_file);
  if (file.well_known && !is_a_services(state))
    return std::string(
        "the leases are not believed: an ordinary user could have written them; if they are right, name the file under "
        "'leases' in darban.yaml");
  FileText whole;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t count = ::read(fd.get(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refused(system_error().code);
    if (count == 0) return whole;
    whole.text.append(piece.data(), static_cast<std::size_t>(count));
    if (whole.text.size() > LeaseFiles::kMostOctets) return refused(Errc::too_large);
  }
}

ConfigError about(const LeaseFile& file, std::uint32_t line, std::string what) {
  return {file.path, {static_cast<int>(line), 0}, std::move(what)};
}

// A file that is written again and again is complained about once, though the line moves.
void say_if_new(const std::optional<ConfigError>& now, const std::optional<ConfigError>& before) {
  if (now && (!before || before->what != now->what)) log::warn("{}", text_of(*now));
}

}  // namespace

LeaseFiles::LeaseFiles(std::vector<LeaseFile> files, EventLoop& loop, HashSeed seed, const Now& now)
    : loop_(loop),
      seed_(seed),
      book_(files.size(), seed),
      watch_(paths_of(files), FileWatch::Files::growing),
      next_round_(now.mono + kRound) {
  for (LeaseFile& file : files) files_.push_back({std::move(file), {}, {}});
  if (watch_.descriptor() >= 0) loop_.add(watch_.descriptor(), [this] { something_happened(); });
  for (std::size_t place = 0; place < files_.size(); ++place) read(place, now);
}

LeaseFiles::~LeaseFiles() {
  if (watch_.descriptor() >= 0) loop_.remove(watch_.descriptor());
}

void LeaseFiles::something_happened() {
  watch_.drain();
  unrest_ = true;  // tick() comes next, with the time
}

MonoTime LeaseFiles::due() const {
  if (unrest_) return MonoTime();
  MonoTime next = next_round_;
  if (look_at_) next = std::min(next, *look_at_);
  if (const auto due = book_.due()) next = std::min(next, *due);
  return next;
}

bool LeaseFiles::tick(const Now& now) {
  if (std::exchange(unrest_, false)) {
    unrest_since_ = unrest_since_.value_or(now.mono);
    look_at_ = std::min(now.mono + kQuiet, *unrest_since_ + kLongestUnrest);
  }
  const bool round = next_round_ <= now.mono;
  if (round || (look_at_ && *look_at_ <= now.mono)) {
    next_round_ = now.mono + kRound;
    look_at_.reset();
    unrest_since_.reset();
    const auto changed = watch_.changed();
    for (std::size_t place = 0; place < files_.size(); ++place) {
      const bool is_other = std::find(changed.begin(), changed.end(), place) != changed.end();
      if (is_other || files_[place].problem) read(place, now);  // a problem may be mended without a change: its rights, its owner
    }
  }
  return book_.tick(now);
}

void LeaseFiles::read(std::size_t place, const Now& now) {
  File& file = files_[place];
  const auto problem_before = std::exchange(file.problem, std::nullopt);
  const auto remark_before = std::exchange(file.remark, std::nullopt);
  if (const auto text = text_of_file(file.written); !text) {
    if (!text.error().empty()) file.problem = about(file.written, 0, text.error());
  } else if (const auto said = read_leases(text->text, seed_, lease_format_named(file.written.format)); !said) {
    file.problem =
        about(file.written, said.error().at,
              std::string(text_of(said.error().code).view()) + "; the leases that were read before hold until their ends");
  } else {
    book_.take(place, *said, now);
    if (said->refused > 0) {
      file.remark =
          about(file.written, said->first_refused.at,
                "a lease that can not be read: " + std::string(text_of(said->first_refused.code).view()) + "; the others count");
    }
  }
  say_if_new(file.problem, problem_before);
  say_if_new(file.remark, remark_before);
}

std::vector<ConfigError> LeaseFiles::problems() const {
  std::vector<ConfigError> problems;
  for (const File& file : files_) {
    if (file.problem) problems.push_back(*file.problem);
  }
  return problems;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// atomic_file and mapped_file: what one writes the other maps.
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string mapped(const std::string& path) {
  const auto file = MappedFile::open(path);
  if (!file) return "(not mapped)";
  return {reinterpret_cast<const char*>(file->octets().data()), file->octets().size()};
}

Errc write_whole(const std::string& path, const std::string& content) {
  auto file = AtomicFile::create(path);
  if (!file) return file.error().code;
  if (const auto written = file->write(octets_of(content)); !written) return written.error().code;
  if (const auto done = file->commit(); !done) return done.error().code;
  return Errc::ok;
}

// No file this process writes grows beyond the limit while this lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t octets) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit smaller = before_;
    smaller.rlim_cur = octets;
    ::setrlimit(RLIMIT_FSIZE, &smaller);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("a file that was committed holds what was written, in the mode that was asked for") {
  const TempFolder folder;
  auto file = AtomicFile::create(folder.file("x"), 0640);
  REQUIRE(file.has_value());
  CHECK(file->write(octets_of("one ")).has_value());
  CHECK(file->write(octets_of("two")).has_value());
  CHECK(folder.read("x").empty());
  REQUIRE(file->commit().has_value());
  CHECK(folder.read("x") == "one two");
  CHECK(folder.files() == 1);
  struct stat status {};
  REQUIRE(::stat(folder.file("x").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0640);
}

TEST_CASE("without commit the old content stays and the temporary goes") {
  const TempFolder folder;
  folder.write("x", "old");
  {
    auto file = AtomicFile::create(folder.file("x"));
    REQUIRE(file.has_value());
    CHECK(file->write(octets_of("new")).has_value());
    CHECK(folder.files() == 2);
  }
  CHECK(folder.read("x") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("moving an AtomicFile moves the duty to clean up, once") {
  const TempFolder folder;
  {
    auto file = AtomicFile::create(folder.file("x"));
    REQUIRE(file.has_value());
    AtomicFile moved = *std::move(file);
    CHECK(moved.write(octets_of("new")).has_value());
    CHECK(moved.commit().has_value());
  }
  CHECK(folder.read("x") == "new");
  CHECK(folder.files() == 1);
}

TEST_CASE("two writers of one path do not mix: the last commit wins whole") {
  const TempFolder folder;
  auto first = AtomicFile::create(folder.file("x"));
  auto second = AtomicFile::create(folder.file("x"));
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(first->write(octets_of("first")).has_value());
  CHECK(second->write(octets_of("second")).has_value());
  CHECK(second->commit().has_value());
  CHECK(first->commit().has_value());
  CHECK(folder.read("x") == "first");
}

TEST_CASE("a folder that is not there, and a folder in the file's place, are told") {
  const TempFolder folder;
  CHECK(write_whole(folder.file("no/such/x"), "new") == Errc::not_found);
  folder.write("plain", "");
  CHECK(write_whole(folder.file("plain/x"), "new") == Errc::not_found);
  ::mkdir(folder.file("sub").c_str(), 0755);
  CHECK(write_whole(folder.file("sub"), "new") == Errc::is_a_directory);
  CHECK(folder.files() == 2);
}

TEST_CASE("a write beyond the size limit fails and keeps the old content") {
  const TempFolder folder;
  folder.write("x", "old");
  {
    const FileSizeLimit limit(4096);
    CHECK(write_whole(folder.file("x"), std::string(10000, 'n')) == Errc::too_large);
  }
  CHECK(folder.read("x") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a full disk keeps the old content and leaves nothing behind") {
  const TempFolder folder;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {  // a mount of its own, in a namespace of its own
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ::_exit(77);
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) ::_exit(77);
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=65536") != 0) ::_exit(77);
    if (write_whole(folder.file("x"), "old") != Errc::ok) ::_exit(1);
    if (write_whole(folder.file("x"), std::string(100000, 'n')) != Errc::disk_full) ::_exit(2);
    if (folder.read("x") != "old") ::_exit(3);
    if (folder.files() != 1) ::_exit(4);
    if (write_whole(folder.file("x"), std::string(20000, 'm')) != Errc::ok) ::_exit(5);  // room is back
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) {
    MESSAGE("skipped: this user may not mount a small disk");
  } else {
    CHECK(WEXITSTATUS(status) == 0);
  }
}

TEST_CASE("a mapped file shows the file's octets, none for an empty one") {
  const TempFolder folder;
  CHECK(mapped(folder.write("x", "content")) == "content");
  CHECK(mapped(folder.write("empty", "")).empty());
}

TEST_CASE("a mapping keeps the content it was opened with when the file is replaced") {
  const TempFolder folder;
  const std::string path = folder.write("x", std::string(10000, 'o'));
  const auto old = MappedFile::open(path);
  REQUIRE(old.has_value());
  REQUIRE(write_whole(path, "new") == Errc::ok);
  CHECK(old->octets().size() == 10000);
  CHECK(old->octets()[9999] == 'o');
  CHECK(mapped(path) == "new");
}

TEST_CASE("what can not be mapped is told") {
  const TempFolder folder;
  CHECK(MappedFile::open(folder.file("missing")).error().code == Errc::not_found);
  CHECK(MappedFile::open(folder.path()).error().code == Errc::is_a_directory);
  REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK(MappedFile::open(folder.file("pipe")).error().code == Errc::not_a_file);  // and nobody waits for a writer
}

TEST_CASE("a mapping can be moved and moved over another") {
  const TempFolder folder;
  auto one = MappedFile::open(folder.write("one", "1"));
  auto two = MappedFile::open(folder.write("two", "2"));
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  MappedFile held = *std::move(one);
  CHECK(held.octets()[0] == '1');
  held = *std::move(two);
  CHECK(held.octets()[0] == '2');
}

// SPDX-License-Identifier: Apache-2.0
// What a process can still do after it gave up its rights. Each test does it in a child of its own.
#include "update/sandbox.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "base/unique_fd.h"
#include "tests/support/temp_folder.h"
#include "update/landlock.h"

using namespace darban;

namespace {

// What `inside` gives (below 128), done in a child after it entered the sandbox.
int in_sandbox(const SandboxTerms& terms, const std::function<int(const SandboxReport&)>& inside) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(inside(enter_sandbox(terms)));
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int error_of_opening(const std::string& path, int flags) {
  const UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC, 0644));
  return fd.valid() ? 0 : errno;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Somebody to connect to.
struct Server {
  Server() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool ready = ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(socket.get(), 4) == 0 &&
                       ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
    REQUIRE(ready);
    port = ntohs(address.sin_port);
  }
  UniqueFd socket;
  std::uint16_t port = 0;
};

int error_of_connecting(int type, std::uint16_t port) {
  const UniqueFd socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return errno;
  const sockaddr_in address = loopback(port);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return errno;
  if (type == SOCK_STREAM) return 0;
  return ::send(socket.get(), "x", 1, 0) == 1 ? 0 : errno;
}

SandboxTerms confined_to(const TempFolder& folder) {
  SandboxTerms terms;
  terms.writable = {folder.path()};
  terms.readable = what_libraries_read();
  terms.network = SandboxTerms::Network::client;
  return terms;
}

bool without_landlock() {
  if (landlock_version() > 0) return false;
  MESSAGE("skipped: this kernel has no Landlock");
  return true;
}

}  // namespace

TEST_CASE("files are written below the folder and nowhere else") {
  if (without_landlock()) return;
  const TempFolder folder;
  const TempFolder other;
  const std::string there = other.write("there", "x");
  const int wrong = in_sandbox(confined_to(folder), [&](const SandboxReport& report) {
    if (report.of(Measure::files) != Applied::applied) return 1;
    if (error_of_opening(folder.file("new"), O_WRONLY | O_CREAT) != 0) return 2;
    if (::rename(folder.file("new").c_str(), folder.file("newer").c_str()) != 0) return 3;
    if (::mkdir(folder.file("deeper").c_str(), 0755) != 0) return 4;
    if (error_of_opening(other.file("new"), O_WRONLY | O_CREAT) != EACCES) return 5;
    if (error_of_opening(there, O_WRONLY) != EACCES) return 6;
    if (error_of_opening(there, O_RDONLY) != EACCES) return 7;
    if (error_of_opening("/etc/passwd", O_RDONLY) != EACCES) return 8;
    if (error_of_opening("/etc/ssl", O_RDONLY | O_DIRECTORY) == EACCES) return 9;
    return 0;
  });
  CHECK(wrong == 0);
}

TEST_CASE("no program can be started") {
  if (without_landlock()) return;
  const TempFolder folder;
  const int wrong = in_sandbox(confined_to(folder), [](const SandboxReport&) {
    ::execl("/bin/true", "true", nullptr);
    return errno == EACCES ? 0 : 1;
  });
  CHECK(wrong == 0);
}

TEST_CASE("a client reaches servers and can not be one") {
  const Server server;
  const TempFolder folder;
  const int wrong = in_sandbox(confined_to(folder), [&](const SandboxReport& report) {
    if (error_of_connecting(SOCK_STREAM, server.port) != 0) return 1;
    if (report.of(Measure::network_rules) != Applied::applied) return 0;
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(0);
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == EACCES ? 0 : 2;
  });
  CHECK(wrong == 0);
}

TEST_CASE("without a network neither TCP nor UDP leaves, and the report says by which means") {
  const Server server;
  const TempFolder folder;
  SandboxTerms terms = confined_to(folder);
  terms.network = SandboxTerms::Network::none;
  const int wrong = in_sandbox(terms, [&](const SandboxReport& report) {
    const bool rules = report.of(Measure::network_rules) == Applied::applied;
    if (!report.offline() && !rules) return 100;  // the kernel has neither
    if (error_of_connecting(SOCK_STREAM, server.port) == 0) return 1;
    if (report.offline() && error_of_connecting(SOCK_DGRAM, server.port) == 0) return 2;
    return 0;
  });
  if (wrong == 100)
    MESSAGE("skipped: this kernel allows neither an empty network nor Landlock's network rules");
  else
    CHECK(wrong == 0);
}

TEST_CASE("a file does not grow beyond its limit, and the process lives on") {
  const TempFolder folder;
  SandboxTerms terms = confined_to(folder);
  terms.largest_file = 10;
  const int wrong = in_sandbox(terms, [&](const SandboxReport&) {
    const UniqueFd fd(::open(folder.file("new").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    if (::write(fd.get(), "0123456789", 10) != 10) return 1;
    return ::write(fd.get(), "0", 1) < 0 && errno == EFBIG ? 0 : 2;
  });
  CHECK(wrong == 0);
}

TEST_CASE("descriptors are closed, but for those to keep") {
  const TempFolder folder;
  const UniqueFd secret(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
  const UniqueFd kept(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const UniqueFd another(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  SandboxTerms terms = confined_to(folder);
  terms.keep_open = {kept.get()};
  const int wrong = in_sandbox(terms, [&](const SandboxReport&) {
    if (::fcntl(kept.get(), F_GETFD) < 0) return 1;
    if (::fcntl(secret.get(), F_GETFD) >= 0 || ::fcntl(another.get(), F_GETFD) >= 0) return 2;
    return ::fcntl(STDERR_FILENO, F_GETFD) < 0 ? 3 : 0;
  });
  CHECK(wrong == 0);
}

TEST_CASE("the process is the nicest, the first to go, and leaves no core") {
  const TempFolder folder;
  const int wrong = in_sandbox(confined_to(folder), [](const SandboxReport& report) {
    if (::getpriority(PRIO_PROCESS, 0) != 19) return 1;
    for (const Measure measure : {Measure::low_priority, Measure::idle_disk, Measure::dies_first, Measure::no_core_file,
                                  Measure::dies_with_parent, Measure::no_new_privileges}) {
      if (report.of(measure) != Applied::applied) return 2;
    }
    rlimit core{};
    ::getrlimit(RLIMIT_CORE, &core);
    return core.rlim_max == 0 && report.holds_the_least() ? 0 : 3;
  });
  CHECK(wrong == 0);
}

TEST_CASE("root becomes the given user for good") {
  if (::geteuid() != 0) {
    MESSAGE("skipped: not root");
    return;
  }
  const TempFolder folder;
  SandboxTerms terms = confined_to(folder);
  terms.user = SandboxTerms::User{65534, 65534};
  const int wrong = in_sandbox(terms, [](const SandboxReport& report) {
    if (report.of(Measure::other_user) != Applied::applied) return 1;
    if (::geteuid() != 65534 || ::getegid() != 65534 || ::getgroups(0, nullptr) != 0) return 2;
    return ::setuid(0) == 0 ? 3 : 0;
  });
  CHECK(wrong == 0);
}

TEST_CASE("to become root is refused, and the report does not hold the least") {
  if (::geteuid() != 0) {
    MESSAGE("skipped: not root");
    return;
  }
  const TempFolder folder;
  SandboxTerms terms = confined_to(folder);
  terms.user = SandboxTerms::User{0, 0};
  CHECK(in_sandbox(terms, [](const SandboxReport& report) { return report.holds_the_least() ? 1 : 0; }) == 0);
}

TEST_CASE("a folder that is not there is a refusal, and not a smaller cage") {
  if (without_landlock()) return;
  const TempFolder folder;
  SandboxTerms terms = confined_to(folder);
  terms.writable = {folder.file("missing")};
  CHECK(in_sandbox(terms, [](const SandboxReport& report) { return report.of(Measure::files) == Applied::refused ? 0 : 1; }) ==
        0);
}

TEST_CASE("measures have names that can be read back") {
  for (std::size_t at = 0; at < kMeasures; ++at) {
    CHECK(measure_of(text_of(static_cast<Measure>(at)).view()) == static_cast<Measure>(at));
  }
  CHECK(applied_of("not in this kernel") == Applied::not_in_this_kernel);
  CHECK_FALSE(applied_of("maybe"));
}

// SPDX-License-Identifier: Apache-2.0
#include "base/unique_fd.h"

#include <doctest/doctest.h>
#include <fcntl.h>

using namespace darban;

namespace {
bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }
int fresh() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
}  // namespace

TEST_CASE("a descriptor closes with its owner") {
  const int fd = fresh();
  { const UniqueFd owner(fd); }
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("moving hands the descriptor over and closes the one that was there") {
  const int first = fresh();
  const int second = fresh();
  UniqueFd owner(first);
  UniqueFd other(second);
  owner = std::move(other);
  CHECK_FALSE(is_open(first));
  CHECK(owner.get() == second);
  CHECK(is_open(second));
}

TEST_CASE("a released descriptor stays open") {
  UniqueFd owner(fresh());
  const int fd = owner.release();
  CHECK_FALSE(owner.valid());
  CHECK(is_open(fd));
  ::close(fd);
}

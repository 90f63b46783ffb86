// SPDX-License-Identifier: Apache-2.0
#include "lists/spool.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/temp_folder.h"

namespace darban {
namespace {

std::vector<std::uint8_t> numbered(std::size_t from, std::size_t count) {
  std::vector<std::uint8_t> octets(count);
  for (std::size_t i = 0; i < count; ++i) octets[i] = static_cast<std::uint8_t>((from + i) * 31 % 251);
  return octets;
}

// Appends `size` octets in pieces of odd sizes, and reads them back in others.
bool reads_back(Spool& spool, std::size_t size) {
  for (std::size_t at = 0; at < size;) {
    const std::size_t piece = std::min<std::size_t>(size - at, 1 + at % 9973);
    spool.append(numbered(at, piece));
    at += piece;
  }
  if (spool.size() != size) return false;
  Spool::Reader reader(spool, 0, size, 4096);
  for (std::size_t at = 0; at < size;) {
    const std::size_t wanted = std::min<std::size_t>(size - at, 1 + at % 3001);
    const Octets got = reader.peek(wanted);
    const auto expected = numbered(at, wanted);
    if (got.size() != wanted || !std::equal(got.begin(), got.end(), expected.begin())) return false;
    reader.skip(wanted);
    at += wanted;
  }
  return reader.peek(1).empty();
}

}  // namespace

TEST_CASE("what is written is read back, from memory, from a file, and from both") {
  const TempFolder folder;
  for (const std::size_t memory : {std::size_t{1} << 30, std::size_t{0}, std::size_t{300'000}}) {
    Spool spool(memory, folder.path());
    CHECK(reads_back(spool, 700'000));
    CHECK(spool.trouble());
  }
}

TEST_CASE("the file of a spool has no name, and is gone with it") {
  const TempFolder folder;
  Spool spool(0, folder.path());
  spool.append(numbered(0, 500'000));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a part of a spool is read without what stands before and behind it") {
  const TempFolder folder;
  Spool spool(0, folder.path());
  spool.append(numbered(0, 200'000));
  Spool::Reader reader(spool, 70'000, 70'010, 64);
  const Octets got = reader.peek(64);
  const auto expected = numbered(70'000, 10);
  CHECK(std::vector<std::uint8_t>(got.begin(), got.end()) == expected);
}

TEST_CASE("the first trouble sticks: nothing is written any more and readers end") {
  Spool spool(0, "no/such/folder");
  spool.append(numbered(0, 200'000));
  REQUIRE_FALSE(spool.trouble());
  CHECK(spool.trouble().error().code == Errc::not_found);
  Spool::Reader reader(spool, 0, spool.size(), 64);
  CHECK(reader.peek(1).empty());
}

}  // namespace darban

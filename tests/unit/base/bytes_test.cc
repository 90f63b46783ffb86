// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

using namespace darban;

TEST_CASE("numbers are read in network order") {
  const std::vector<std::uint8_t> octets{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07};
  ByteReader in(octets);
  CHECK(in.u8() == 0x01);
  CHECK(in.u16() == 0x0203);
  CHECK(in.u32() == 0x04050607);
  CHECK(in.ok());
  CHECK(in.left() == 0);
}

TEST_CASE("what was written is read back") {
  std::array<std::uint8_t, 16> room{};
  ByteWriter out(room);
  out.u8(0xfe);
  out.u16(0xfedc);
  out.u32(0xfedcba98);
  out.octets(std::vector<std::uint8_t>{1, 2, 3});
  REQUIRE(out.ok());
  CHECK(out.at() == 10);
  CHECK(out.left() == 6);
  ByteReader in(out.written());
  CHECK(in.u8() == 0xfe);
  CHECK(in.u16() == 0xfedc);
  CHECK(in.u32() == 0xfedcba98);
  CHECK(in.take(3)[2] == 3);
  CHECK(in.left() == 0);
}

TEST_CASE("reading past the end at every length gives zeros and one error at the end of the octets") {
  const std::vector<std::uint8_t> octets(8, 0xff);
  for (std::size_t size = 0; size < 7; ++size) {
    ByteReader in(Octets(octets).first(size));
    in.u8();
    in.u16();
    in.u32();
    CHECK_FALSE(in.ok());
    CHECK(in.error() == Error{Errc::truncated, static_cast<std::uint32_t>(size)});
    CHECK(in.u32() == 0);
    CHECK(in.take(1).empty());
  }
}

TEST_CASE("the first thing that went wrong is the one that is told") {
  const std::vector<std::uint8_t> octets{1, 2};
  ByteReader in(octets);
  in.u8();
  in.fail(Errc::bad_pointer);
  in.u32();
  in.fail_at(Errc::bad_opt, 77);
  CHECK(in.error() == Error{Errc::bad_pointer, 1});
}

TEST_CASE("a reader that failed does not move any more") {
  const std::vector<std::uint8_t> octets{1, 2, 3};
  ByteReader in(octets);
  in.u16();
  in.u16();
  CHECK_FALSE(in.ok());
  CHECK(in.at() == 2);
  in.skip(1);
  CHECK(in.at() == 2);
}

TEST_CASE("taking a length no memory has does not wrap around") {
  const std::vector<std::uint8_t> octets{1, 2, 3};
  ByteReader in(octets);
  in.u8();
  CHECK(in.take(SIZE_MAX).empty());
  CHECK(in.error().code == Errc::truncated);
  ByteReader again(octets);
  again.u8();
  again.skip(SIZE_MAX - 1);
  CHECK_FALSE(again.ok());
}

TEST_CASE("seeking is possible to every octet and to the end, not behind it") {
  const std::vector<std::uint8_t> octets{1, 2, 3};
  ByteReader in(octets);
  in.seek(2);
  CHECK(in.u8() == 3);
  in.seek(0);
  CHECK(in.u8() == 1);
  in.seek(3);
  CHECK(in.ok());
  in.seek(4);
  CHECK(in.error().code == Errc::truncated);
}

TEST_CASE("a writer without room writes nothing more, not even what would fit") {
  std::array<std::uint8_t, 3> room{9, 9, 9};
  ByteWriter out(room);
  out.u16(0x0102);
  out.u16(0x0304);
  out.u8(5);
  CHECK_FALSE(out.ok());
  CHECK(out.at() == 2);
  CHECK(room[2] == 9);
}

TEST_CASE("four octets that do not fit as a whole leave a failed writer") {
  std::array<std::uint8_t, 3> room{};
  ByteWriter out(room);
  out.u32(0x01020304);
  CHECK_FALSE(out.ok());
}

TEST_CASE("rewinding forgets what was written after a place, and the failure") {
  std::array<std::uint8_t, 4> room{};
  ByteWriter out(room);
  out.u16(0x0102);
  const auto at = out.at();
  out.u32(0);
  CHECK_FALSE(out.ok());
  out.rewind(at);
  CHECK(out.ok());
  out.u16(0x0304);
  CHECK(out.written().size() == 4);
  CHECK(room[3] == 4);
}

TEST_CASE("patching changes two octets that were written and none beyond") {
  std::array<std::uint8_t, 4> room{};
  ByteWriter out(room);
  out.u16(0);
  out.u8(7);
  out.patch_u16(0, 0xabcd);
  CHECK(room[0] == 0xab);
  CHECK(room[1] == 0xcd);
  out.patch_u16(2, 0xffff);
  CHECK(room[2] == 7);
  CHECK(room[3] == 0);
}

TEST_CASE("writing nothing into a full room is fine") {
  std::array<std::uint8_t, 1> room{};
  ByteWriter out(room);
  out.u8(1);
  out.octets({});
  CHECK(out.ok());
}

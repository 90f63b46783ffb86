// SPDX-License-Identifier: Apache-2.0
#include "dns/name.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/support/literals.h"
#include "tests/support/reveal.h"

using namespace darban;
using namespace darban::literals;

namespace {

using Bytes = std::vector<std::uint8_t>;

// The name at `at` of these octets, or why there is none; `next` says where the reader stands afterwards.
struct Outcome {
  Name name;
  Error error;
  std::size_t next;
};
Outcome read_at(const Bytes& message, std::size_t at) {
  ByteReader in(message);
  in.seek(at);
  const Name name = Name::read(in);
  return {name, in.error(), in.at()};
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
Bytes label_of(std::size_t size, char letter) {
  Bytes label(size + 1, static_cast<std::uint8_t>(letter));
  label[0] = static_cast<std::uint8_t>(size);
  return label;
}
Bytes pointer_to(std::size_t at) { return {static_cast<std::uint8_t>(0xc0 | at >> 8), static_cast<std::uint8_t>(at)}; }

}  // namespace

TEST_CASE("a plain name is read and the reader stands behind it") {
  const Bytes message = joined({{9, 9}, wire_of("www.example.com"_name), {7}});
  const auto outcome = read_at(message, 2);
  CHECK(outcome.error == Error{});
  CHECK(reveal(outcome.name) == "www.example.com");
  CHECK(outcome.name.label_count() == 3);
  CHECK(outcome.name.wire_size() == 17);
  CHECK(outcome.next == 19);
}

TEST_CASE("a compressed name is followed and the reader stands behind the first pointer") {
  const Bytes message = joined({wire_of("example.com"_name), {3, 'w', 'w', 'w'}, pointer_to(0), {7, 7}});
  const auto outcome = read_at(message, 13);
  CHECK(reveal(outcome.name) == "www.example.com");
  CHECK(outcome.next == 19);
}

TEST_CASE("pointers to pointers are followed as long as each points further back") {
  Bytes message{0};
  for (std::size_t i = 0; i < 20; ++i) {
    const std::size_t target = i == 0 ? 0 : message.size() - 4;
    message = joined({message, {1, 'x'}, pointer_to(target)});
  }
  const auto outcome = read_at(message, message.size() - 4);
  CHECK(outcome.error == Error{});
  CHECK(outcome.name.label_count() == 20);
}

TEST_CASE("a pointer to itself, forward or in a circle is refused at its octet") {
  CHECK(read_at(pointer_to(0), 0).error == Error{Errc::bad_pointer, 0});
  CHECK(read_at(joined({pointer_to(2), {0}}), 0).error == Error{Errc::bad_pointer, 0});
  CHECK(read_at(joined({{1, 'a'}, pointer_to(0)}), 0).error == Error{Errc::bad_pointer, 2});
  const Bytes circle = joined({pointer_to(2), pointer_to(0)});
  CHECK(read_at(circle, 2).error == Error{Errc::bad_pointer, 0});
  CHECK(read_at(joined({{1, 'a'}, {1, 'b'}, pointer_to(2)}), 0).error == Error{Errc::bad_pointer, 4});
}

TEST_CASE("a pointer into the middle of the name itself is refused") {
  CHECK(read_at(joined({{3, 'a', 1, 'b'}, pointer_to(2)}), 0).error == Error{Errc::bad_pointer, 4});
}

TEST_CASE("a chain as long as pointers allow still ends") {
  Bytes message{0, 0};
  for (std::size_t at = 2; at + 2 <= 16384; at += 2) message = joined({message, pointer_to(at == 2 ? 0 : at - 2)});
  const auto outcome = read_at(message, message.size() - 2);
  CHECK(outcome.error == Error{});
  CHECK(outcome.name.is_root());
}

TEST_CASE("a label has 63 octets at most, and the next length is a type nobody uses") {
  CHECK(read_at(joined({label_of(63, 'a'), {0}}), 0).name.wire_size() == 65);
  for (const std::uint8_t kind : Bytes{0x40, 0x41, 0x7f, 0x80, 0xbf}) {
    const Bytes message = joined({{1, 'a'}, {kind}, Bytes(200, 'a'), {0}});
    CHECK(read_at(message, 0).error == Error{Errc::bad_label_type, 2});
  }
}

TEST_CASE("a name of 255 octets is read, one of 256 is refused at the label that is too much") {
  const Bytes most = joined({label_of(63, 'a'), label_of(63, 'b'), label_of(63, 'c'), label_of(61, 'd'), {0}});
  REQUIRE(most.size() == 255);
  CHECK(read_at(most, 0).name.wire_size() == 255);
  const Bytes more = joined({label_of(63, 'a'), label_of(63, 'b'), label_of(63, 'c'), label_of(62, 'd'), {0}});
  CHECK(read_at(more, 0).error == Error{Errc::name_too_long, 192});
}

TEST_CASE("a name that grows beyond 255 octets through pointers is refused") {
  const Bytes message = joined({label_of(63, 'a'), label_of(63, 'b'), {0}, label_of(63, 'c'), label_of(63, 'd'), pointer_to(0)});
  CHECK(read_at(message, 129).error.code == Errc::name_too_long);
}

TEST_CASE("127 labels are the most, and they fit") {
  Bytes message;
  for (int i = 0; i < Name::kMostLabels; ++i) message = joined({message, {1, 'x'}});
  message.push_back(0);
  const auto outcome = read_at(message, 0);
  CHECK(outcome.error == Error{});
  CHECK(outcome.name.label_count() == Name::kMostLabels);
  CHECK(outcome.name.wire_size() == Name::kMostOctets);
  SuffixHashes hashes;
  outcome.name.hash_suffixes(HashSeed{1}, hashes);
  CHECK(hashes.labels() == Name::kMostLabels);
}

TEST_CASE("a name cut off at any octet is refused as truncated") {
  const Bytes whole = wire_of("www.example.com"_name);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(read_at(cut, 0).error == Error{Errc::truncated, static_cast<std::uint32_t>(size)});
    ByteReader in(cut);
    Name::skip(in);
    CHECK_FALSE(in.ok());
  }
  CHECK(read_at({0xc0}, 0).error.code == Errc::truncated);
}

TEST_CASE("a reader that failed before reads no name") {
  const Bytes message = wire_of("example.com"_name);
  ByteReader in(message);
  in.fail(Errc::bad_count);
  CHECK(Name::read(in).is_root());
  CHECK(in.error().code == Errc::bad_count);
}

TEST_CASE("only the letters A to Z change case, every other octet stays as it is") {
  for (int octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    for (std::size_t size : {1, 7, 8, 9, 63}) {  // through the word-wise and the octet-wise copy
      Bytes message = label_of(size, static_cast<char>(octet));
      message.push_back(0);
      const auto wire = wire_of(read_at(message, 0).name);
      const int expected = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
      for (std::size_t i = 1; i <= size; ++i) REQUIRE(wire[i] == expected);
    }
  }
}

TEST_CASE("names that differ in case only are equal and hash alike") {
  CHECK("WWW.Example.COM"_name == "www.example.com"_name);
  CHECK("WWW.Example.COM"_name.hash(HashSeed{5}) == "www.example.com"_name.hash(HashSeed{5}));
  CHECK_FALSE("www.example.com"_name == "www.example.org"_name);
  CHECK("www.example.com"_name.hash(HashSeed{5}) != "www.example.com"_name.hash(HashSeed{6}));
}

TEST_CASE("where the dots stand matters: a label with a dot in it is not two labels") {
  CHECK_FALSE("a\\.b.example"_name == "a.b.example"_name);
  CHECK("a\\.b.example"_name.label_count() == 2);
  CHECK("a\\.b.example"_name.hash(HashSeed{1}) != "a.b.example"_name.hash(HashSeed{1}));
}

TEST_CASE("text becomes a name, with and without the final dot") {
  CHECK("example.com."_name == "example.com"_name);
  CHECK("."_name.is_root());
  CHECK("."_name == Name());
  CHECK(reveal("_sip._tcp.EXAMPLE"_name) == "_sip._tcp.example");
}

TEST_CASE("escapes in text stand for any octet") {
  CHECK(wire_of("\\000\\255\\065"_name) == Bytes{3, 0, 255, 'a', 0});
  CHECK(wire_of("a\\.b"_name) == Bytes{3, 'a', '.', 'b', 0});
  CHECK(wire_of("\\\\"_name) == Bytes{1, '\\', 0});
}

TEST_CASE("text that is not a name is refused at its character") {
  const auto refused = [](std::string_view text) { return Name::from_text(text).error(); };
  CHECK(refused("") == Error{Errc::empty, 0});
  CHECK(refused("..") == Error{Errc::empty_label, 0});
  CHECK(refused(".com") == Error{Errc::empty_label, 0});
  CHECK(refused("a..b") == Error{Errc::empty_label, 2});
  CHECK(refused("a.b..") == Error{Errc::empty_label, 4});
  CHECK(refused("a b") == Error{Errc::bad_character, 1});
  CHECK(refused("a\tb") == Error{Errc::bad_character, 1});
  CHECK(refused("a\x7f") == Error{Errc::bad_character, 1});
  CHECK(refused("m\xc3\xbcnchen.example") == Error{Errc::bad_character, 1});
  CHECK(refused("ab\\") == Error{Errc::bad_character, 2});
  CHECK(refused("a\\25") == Error{Errc::bad_character, 1});
  CHECK(refused("a\\256") == Error{Errc::bad_character, 1});
  CHECK(refused("a\\2x5") == Error{Errc::bad_character, 1});
  CHECK(refused(std::string_view("a\0b", 3)) == Error{Errc::bad_character, 1});
}

TEST_CASE("text keeps the limits of the wire: 63 octets a label, 255 a name") {
  const std::string label(63, 'a');
  CHECK(Name::from_text(label).has_value());
  CHECK(Name::from_text(label + "a").error() == Error{Errc::label_too_long, 63});
  const std::string most = label + "." + label + "." + label + "." + std::string(61, 'b');
  CHECK(Name::from_text(most)->wire_size() == 255);
  CHECK(Name::from_text(most + ".")->wire_size() == 255);
  CHECK(Name::from_text(most + "b").error().code == Errc::name_too_long);
  CHECK(Name::from_text(most + ".c").error().code == Errc::name_too_long);
}

TEST_CASE("a name is at or under itself, its parents and the root, and nothing that merely ends alike") {
  const Name name = "play.games.example"_name;
  CHECK(name.is_at_or_under(name));
  CHECK(name.is_at_or_under("games.example"_name));
  CHECK(name.is_at_or_under("example"_name));
  CHECK(name.is_at_or_under(Name()));
  CHECK_FALSE(name.is_at_or_under("ames.example"_name));
  CHECK_FALSE("boardgames.example"_name.is_at_or_under("games.example"_name));
  CHECK_FALSE("games.example"_name.is_at_or_under(name));
  CHECK_FALSE(Name().is_at_or_under("example"_name));
}

TEST_CASE("a length octet inside a label does not look like a parent") {
  // The label "x\003www" ends in the octets of the name www: not a parent, for it does not start where a label starts.
  const Bytes message{5, 'x', 3, 'w', 'w', 'w', 0};
  CHECK_FALSE(read_at(message, 0).name.is_at_or_under("www"_name));
}

TEST_CASE("suffixes and parents lose labels from the left") {
  const Name name = "a.b.c"_name;
  CHECK(name.suffix(3) == name);
  CHECK(name.suffix(1) == "c"_name);
  CHECK(name.suffix(0).is_root());
  CHECK(name.parent() == "b.c"_name);
  CHECK(Name().parent().is_root());
}

TEST_CASE("a DNAME replaces the suffix and keeps what stands before it") {
  CHECK(*"a.b.example.com"_name.with_suffix_replaced("example.com"_name, "x.net"_name) == "a.b.x.net"_name);
  CHECK(*"a.example"_name.with_suffix_replaced("example"_name, Name()) == "a"_name);
  CHECK(*"a.example"_name.with_suffix_replaced(Name(), "net"_name) == "a.example.net"_name);
  CHECK("a.other.com"_name.with_suffix_replaced("example.com"_name, "x.net"_name).error().code == Errc::mismatch);
}

TEST_CASE("a DNAME whose result would be longer than 255 octets is refused") {
  const std::string label(63, 'a');
  const Name longest = *Name::from_text(label + "." + label + "." + label + ".example");
  const Name target = *Name::from_text(label + ".example");
  CHECK(longest.with_suffix_replaced("example"_name, target).error().code == Errc::name_too_long);
}

TEST_CASE("the hashes of a name's suffixes are those of its parents") {
  SuffixHashes whole;
  "www.example.com"_name.hash_suffixes(HashSeed{99}, whole);
  CHECK(whole.labels() == 3);
  for (int labels = 0; labels <= 3; ++labels) {
    SuffixHashes parent;
    "www.example.com"_name.suffix(labels).hash_suffixes(HashSeed{99}, parent);
    CHECK(parent.whole() == whole.at(labels));
  }
}

TEST_CASE("suffix hashes depend on the seed, the labels and where they end") {
  std::unordered_set<std::uint64_t> seen;
  const std::vector<Name> names{"a.b.c"_name, "ab.c"_name,    "a.bc"_name, "abc"_name,
                                "c.b.a"_name, "a\\.b.c"_name, "a.b"_name,  "b.c"_name};
  for (const std::uint64_t seed : {0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u}) {
    for (const Name& name : names) {
      SuffixHashes hashes;
      name.hash_suffixes(HashSeed{seed}, hashes);
      seen.insert(hashes.whole());
    }
  }
  CHECK(seen.size() == names.size() * 2);
}

TEST_CASE("a name is written uncompressed and recognised where it stands") {
  std::array<std::uint8_t, 64> room{};
  ByteWriter out(room);
  out.u8(9);
  "www.example"_name.append_to(out);
  out.u8(9);
  ByteReader in(out.written());
  in.u8();
  CHECK_FALSE("www.exampla"_name.is_next_in(in));
  CHECK_FALSE("www"_name.is_next_in(in));
  CHECK(in.at() == 1);
  CHECK("www.example"_name.is_next_in(in));
  CHECK(in.u8() == 9);
  CHECK_FALSE("www.example"_name.is_next_in(in));
}

TEST_CASE("a writer without room for a whole name writes none of it") {
  std::array<std::uint8_t, 10> room{};
  ByteWriter out(room);
  "www.example"_name.append_to(out);
  CHECK_FALSE(out.ok());
  CHECK(out.at() == 0);
}

TEST_CASE("a copy is the name, also over a longer one and over itself") {
  Name name = "a.much.longer.name.example"_name;
  const Name other = "b.example"_name;
  name = other;
  CHECK(name == other);
  CHECK(name.label_count() == 2);
  const Name& same = name;
  name = same;
  CHECK(name == other);
  const Name copy(name);
  CHECK(copy.is_at_or_under("example"_name));
}

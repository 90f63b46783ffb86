// SPDX-License-Identifier: Apache-2.0
// Name against its slow twin: every short message over an alphabet that holds all the special octets, then long random ones.
#include "dns/name.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

#include "tests/oracle/slow_name.h"
#include "tests/support/reveal.h"

using namespace darban;

namespace {

// Whether both readers agree on the name at `at`: the same octets, the same place to go on, or the same reason to refuse.
bool agree_at(Octets message, std::size_t at) {
  const auto expected = oracle::slow_read_name(message, at);
  ByteReader in(message);
  in.seek(at);
  const Name name = Name::read(in);
  if (!expected.name) return !in.ok() && in.error().code == expected.code && name.is_root();
  return in.ok() && in.at() == expected.name->next && wire_of(name) == oracle::slow_wire(*expected.name) &&
         name.label_count() == static_cast<int>(expected.name->labels.size());
}

// skip() goes where read() goes on, and refuses nothing that read() accepts.
bool skip_agrees_at(Octets message, std::size_t at) {
  const auto expected = oracle::slow_read_name(message, at);
  ByteReader in(message);
  in.seek(at);
  Name::skip(in);
  return !expected.name || (in.ok() && in.at() == expected.name->next);
}

// Octets that look like a message: labels, pointers back and anywhere, long names, odd octets, cut at any place.
std::vector<std::uint8_t> random_message(std::mt19937_64& random) {
  const auto below = [&random](std::size_t most) { return static_cast<std::size_t>(random() % most); };
  std::vector<std::uint8_t> octets;
  const std::size_t parts = 1 + below(24);
  for (std::size_t i = 0; i < parts; ++i) {
    const auto kind = below(10);
    if (kind < 6) {
      const std::size_t size = kind < 4 ? 1 + below(12) : 1 + below(63);
      octets.push_back(static_cast<std::uint8_t>(size));
      for (std::size_t j = 0; j < size; ++j)
        octets.push_back(static_cast<std::uint8_t>(kind == 0 ? random() : 'A' + random() % 58));
    } else if (kind < 8) {
      octets.push_back(0);
    } else {
      const std::size_t target = kind == 8 && !octets.empty() ? below(octets.size()) : below(16384);
      octets.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
      octets.push_back(static_cast<std::uint8_t>(target));
    }
  }
  if (below(4) == 0) octets.resize(below(octets.size() + 1));
  return octets;
}

}  // namespace

TEST_CASE("every message of up to five special octets is read as the slow reader reads it, from every place") {
  constexpr std::array<std::uint8_t, 12> kOctets{0, 1, 2, 3, 'a', 'Z', 63, 64, 128, 191, 192, 255};
  std::size_t disagreements = 0;
  for (std::size_t size = 0; size <= 5; ++size) {
    std::vector<std::size_t> digits(size, 0);
    std::vector<std::uint8_t> message(size, kOctets[0]);
    for (bool more = true; more;) {
      for (std::size_t at = 0; at <= size; ++at) {
        if (!agree_at(message, at) || !skip_agrees_at(message, at)) ++disagreements;
      }
      more = false;
      for (std::size_t i = 0; i < size && !more; ++i) {  // the next combination
        digits[i] = (digits[i] + 1) % kOctets.size();
        message[i] = kOctets[digits[i]];
        more = digits[i] != 0;
      }
    }
  }
  CHECK(disagreements == 0);
}

TEST_CASE("random messages are read as the slow reader reads them") {
  std::mt19937_64 random(20261121);
  std::size_t names = 0;
  std::size_t disagreements = 0;
  for (int i = 0; i < 30000; ++i) {
    const auto message = random_message(random);
    for (int j = 0; j < 8; ++j) {
      const std::size_t at = message.empty() ? 0 : static_cast<std::size_t>(random() % message.size());
      if (!agree_at(message, at) || !skip_agrees_at(message, at)) ++disagreements;
      if (oracle::slow_read_name(message, at).name) ++names;
    }
  }
  CHECK(disagreements == 0);
  CHECK(names > 10000);  // the generator makes names, not only rubbish
}

TEST_CASE("parents, kinship and replaced suffixes are what the labels say") {
  std::vector<Name> names;  // all names of up to three labels over a, b and ab
  const std::array<const char*, 3> labels{"a", "b", "ab"};
  names.emplace_back();
  for (std::size_t first = 0, level = 0; level < 3; ++level) {
    const std::size_t last = names.size();
    for (; first < last; ++first) {
      for (const char* label : labels) {
        const std::string parent = reveal(names[first]);
        names.push_back(*Name::from_text(parent == "." ? label : label + ("." + parent)));
      }
    }
  }
  const auto labels_of = [](const Name& name) {
    const auto wire = wire_of(name);
    return oracle::slow_read_name(wire, 0).name->labels;
  };
  std::size_t wrong = 0;
  for (const Name& name : names) {
    const auto own = labels_of(name);
    for (const Name& other : names) {
      const auto theirs = labels_of(other);
      const bool under = own.size() >= theirs.size() && std::equal(theirs.rbegin(), theirs.rend(), own.rbegin());
      if (name.is_at_or_under(other) != under) ++wrong;
      if ((name == other) != (own == theirs)) ++wrong;
      const auto replaced = name.with_suffix_replaced(other, names[5]);
      if (replaced.has_value() != under) ++wrong;
      if (!under) continue;
      auto expected = std::vector<std::string>(own.begin(), own.end() - static_cast<std::ptrdiff_t>(theirs.size()));
      for (const auto& label : labels_of(names[5])) expected.push_back(label);
      if (labels_of(*replaced) != expected) ++wrong;
    }
    for (int kept = 0; kept <= name.label_count(); ++kept) {
      if (labels_of(name.suffix(kept)) != std::vector<std::string>(own.end() - kept, own.end())) ++wrong;
    }
  }
  CHECK(names.size() == 40);
  CHECK(wrong == 0);
}

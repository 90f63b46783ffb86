// SPDX-License-Identifier: Apache-2.0
#include "lists/name_keys.h"

#include <array>

namespace darban {

// Sets key.at to where key.size octets are free.
std::uint8_t* NameKeys::room_for(NameKey& key) {
  if (used_ + key.size > kChunk) {
    if (chunk_ == chunks_.size()) chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kChunk));
    ++chunk_;
    used_ = 0;
  }
  key.at = static_cast<std::uint32_t>((chunk_ - 1) << kChunkBits) + used_;
  std::uint8_t* const room = chunks_[chunk_ - 1].get() + used_;
  used_ += key.size;
  return room;
}

void NameKeys::clear() {
  chunk_ = 0;
  used_ = kChunk;
}

NameKey NameKeys::add(const Name& name) {
  NameKey key{0, static_cast<std::uint8_t>(name.wire_size() - 1)};
  std::uint8_t* const into = room_for(key);
  std::array<std::uint8_t, Name::kMostOctets> wire;
  ByteWriter writer(wire);
  name.append_to(writer);
  std::size_t end = key.size;
  for (std::size_t from = 0; from < key.size; from += 1U + wire[from]) {
    end -= 1U + wire[from];
    std::memcpy(into + end, wire.data() + from, 1U + wire[from]);
  }
  return key;
}

int label_count(Octets key) {
  int labels = 0;
  for (std::size_t at = 0; at < key.size(); at += 1U + key[at]) ++labels;
  return labels;
}

std::size_t size_of_suffix(Octets key, int labels) {
  std::size_t at = 0;
  for (int i = 0; i < labels; ++i) at += 1U + key[at];
  return at;
}

std::uint64_t hash_of_suffix(Octets key, int labels, HashSeed seed) {
  std::uint64_t state = seed.value;
  std::size_t at = 0;
  for (int i = 0; i < labels; ++i) {
    state = hash_octets(state, key.data() + at + 1, key[at]);
    at += 1U + key[at];
  }
  return state;
}

Name name_of(Octets key) {
  std::array<std::uint8_t, Name::kMostOctets> wire;
  std::size_t end = key.size();
  wire[end] = 0;
  for (std::size_t from = 0; from < key.size(); from += 1U + key[from]) {
    end -= 1U + key[from];
    std::memcpy(wire.data() + end, key.data() + from, 1U + key[from]);
  }
  ByteReader reader(Octets(wire.data(), key.size() + 1));
  return Name::read(reader);
}

}  // namespace darban

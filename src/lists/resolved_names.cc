// SPDX-License-Identifier: Apache-2.0
#include "lists/resolved_names.h"

#include <array>

#include "lists/little_endian.h"

namespace darban {
namespace {

// A name in the spool: class (u32), size of the key (u8), the key.
constexpr std::size_t kHead = 5;
constexpr std::size_t kBuffer = std::size_t{64} << 10;

}  // namespace

void ResolvedNames::add(Octets key, const NameClass& meaning) {
  std::array<std::uint8_t, kHead> head;
  store_little(head.data(), classes_.intern(meaning));
  head[4] = static_cast<std::uint8_t>(key.size());
  spool_.append(head);
  spool_.append(key);
  ++count_;
}

ResolvedNames::Reader::Reader(const ResolvedNames& names) : reader_(names.spool_, 0, names.spool_.size(), kBuffer) {}

bool ResolvedNames::Reader::next(ResolvedName& name) {
  reader_.skip(last_);
  last_ = 0;
  const Octets head = reader_.peek(kHead);
  if (head.size() < kHead) return false;
  const std::size_t size = kHead + head[4];
  const Octets whole = reader_.peek(size);
  if (whole.size() < size) return false;
  name = {whole.subspan(kHead), load_little<std::uint32_t>(whole.data())};
  last_ = size;
  return true;
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "dns/name.h"

#include <algorithm>

namespace darban {
namespace {

constexpr std::size_t kMostLabelOctets = 63;

// Lower-cases eight octets at once: only bytes 'A'..'Z' get bit 5. The usual "bytes in range" arithmetic on 7-bit values, with
// bytes above 127 left alone.
std::uint64_t lower8(std::uint64_t octets) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t low7 = octets & (0x7f * kOnes);
  const std::uint64_t at_least_a = low7 + (0x80 - 'A') * kOnes;
  const std::uint64_t above_z = low7 + (0x7f - 'Z') * kOnes;
  const std::uint64_t is_upper = (at_least_a & ~above_z & ~octets) & (0x80 * kOnes);
  return octets | is_upper >> 2;
}

void lower_copy(std::uint8_t* into, const std::uint8_t* from, std::size_t count) {
  while (count >= 8) {
    std::uint64_t word;
    std::memcpy(&word, from, 8);
    word = lower8(word);
    std::memcpy(into, &word, 8);
    into += 8;
    from += 8;
    count -= 8;
  }
  for (; count > 0; --count, ++into, ++from) {
    *into = static_cast<std::uint8_t>(*from >= 'A' && *from <= 'Z' ? *from | 0x20 : *from);
  }
}

bool is_plain_in_text(char octet) { return octet > ' ' && octet < 0x7f && octet != '.' && octet != '\\'; }

}  // namespace

bool Name::push_label(const std::uint8_t* octets, std::size_t length) {
  if (size_ + length + 1 > kMostOctets) return false;
  labels_[count_++] = static_cast<std::uint8_t>(size_ - 1);
  octets_[size_ - 1U] = static_cast<std::uint8_t>(length);
  lower_copy(octets_.data() + size_, octets, length);
  size_ = static_cast<std::uint8_t>(size_ + length + 1);
  octets_[size_ - 1U] = 0;
  return true;
}

// The common case: labels one behind the other up to the root, copied and lower-cased in one go (a length octet is below 64 and
// so never looks like a letter). Everything else, wrong names included, is left to read_compressed.
Name Name::read(ByteReader& in) {
  Name name;
  if (!in.ok()) return name;
  const std::uint8_t* octets = in.whole().data() + in.at();
  const std::size_t most = std::min(in.left(), kMostOctets);
  std::size_t at = 0;
  unsigned count = 0;
  while (at < most && octets[at] != 0) {
    if (octets[at] > kMostLabelOctets) return read_compressed(in);
    name.labels_[count++] = static_cast<std::uint8_t>(at);
    at += 1U + octets[at];
  }
  if (at >= most) return read_compressed(in);
  lower_copy(name.octets_.data(), octets, at + 1);
  name.size_ = static_cast<std::uint8_t>(at + 1);
  name.count_ = static_cast<std::uint8_t>(count);
  in.skip(at + 1);
  return name;
}

Name Name::read_compressed(ByteReader& in) {
  Name name;
  const Octets message = in.whole();
  std::size_t at = in.at();
  std::size_t end = 0;      // where reading goes on: after the first pointer
  std::size_t before = at;  // a pointer must point before this
  if (!in.ok()) return name;
  for (;;) {
    if (at >= message.size()) {
      in.fail_at(Errc::truncated, message.size());
      return {};
    }
    const std::uint8_t length = message[at];
    if (length == 0) break;
    if (length <= kMostLabelOctets) {
      if (message.size() - at - 1 < length) {
        in.fail_at(Errc::truncated, message.size());
        return {};
      }
      if (!name.push_label(message.data() + at + 1, length)) {
        in.fail_at(Errc::name_too_long, at);
        return {};
      }
      at += 1U + length;
    } else if (length >= 0xc0) {
      if (message.size() - at < 2) {
        in.fail_at(Errc::truncated, message.size());
        return {};
      }
      const std::size_t target = static_cast<std::size_t>(length & 0x3f) << 8 | message[at + 1];
      if (end == 0) end = at + 2;
      if (target >= before) {
        in.fail_at(Errc::bad_pointer, at);
        return {};
      }
      before = at = target;
    } else {
      in.fail_at(Errc::bad_label_type, at);
      return {};
    }
  }
  in.seek(end == 0 ? at + 1 : end);
  return name;
}

void Name::skip(ByteReader& in) {
  for (;;) {
    const std::size_t at = in.at();
    const std::uint8_t length = in.u8();
    if (!in.ok() || length == 0) return;
    if (length >= 0xc0) {
      in.skip(1);
      return;
    }
    if (length > kMostLabelOctets) {
      in.fail_at(Errc::bad_label_type, at);
      return;
    }
    in.skip(length);
  }
}

Result<Name> Name::from_text(std::string_view text) {
  Name name;
  if (text == ".") return name;
  if (text.empty()) return Error{Errc::empty};
  std::array<std::uint8_t, kMostLabelOctets> label;
  std::size_t length = 0;
  const auto position = [&](std::size_t at) { return static_cast<std::uint32_t>(at); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (length == 0) {  // nearly every label is plain up to its dot: no copy, no look at each octet twice
      std::size_t end = i;
      while (end < text.size() && is_plain_in_text(text[end])) ++end;
      if (end > i && end - i <= kMostLabelOctets && (end == text.size() || text[end] == '.')) {
        if (!name.push_label(reinterpret_cast<const std::uint8_t*>(text.data() + i), end - i)) {
          return Error{Errc::name_too_long, position(end)};
        }
        i = end;
        continue;
      }
    }
    auto octet = static_cast<std::uint8_t>(text[i]);
    if (octet == '.') {
      if (length == 0) return Error{Errc::empty_label, position(i)};
      if (!name.push_label(label.data(), length)) return Error{Errc::name_too_long, position(i)};
      length = 0;
      continue;
    }
    if (octet == '\\') {
      const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
      if (i + 1 >= text.size()) return Error{Errc::bad_character, position(i)};
      if (digit(i + 1)) {
        if (!digit(i + 2) || !digit(i + 3)) return Error{Errc::bad_character, position(i)};
        const int value = (text[i + 1] - '0') * 100 + (text[i + 2] - '0') * 10 + (text[i + 3] - '0');
        if (value > 255) return Error{Errc::bad_character, position(i)};
        octet = static_cast<std::uint8_t>(value);
        i += 3;
      } else {
        octet = static_cast<std::uint8_t>(text[++i]);
      }
    } else if (octet <= ' ' || octet >= 0x7f) {
      return Error{Errc::bad_character, position(i)};
    }
    if (length == label.size()) return Error{Errc::label_too_long, position(i)};
    label[length++] = octet;
  }
  if (length > 0 && !name.push_label(label.data(), length)) return Error{Errc::name_too_long, position(text.size())};
  return name;
}

bool Name::is_at_or_under(const Name& ancestor) const {
  if (ancestor.count_ > count_) return false;
  const std::size_t from = ancestor.count_ == 0 ? size_ - 1U : labels_[static_cast<std::size_t>(count_ - ancestor.count_)];
  return size_ - from == ancestor.size_ && std::memcmp(octets_.data() + from, ancestor.octets_.data(), ancestor.size_) == 0;
}

Name Name::suffix(int labels) const {
  Name result;
  for (int i = count_ - labels; i < count_; ++i) {
    const std::size_t at = labels_[static_cast<std::size_t>(i)];
    result.push_label(octets_.data() + at + 1, octets_[at]);
  }
  return result;
}

Result<Name> Name::with_suffix_replaced(const Name& from, const Name& to) const {
  if (!is_at_or_under(from)) return Error{Errc::mismatch};
  Name result;
  const auto push = [&result](const Name& source, int labels) {
    for (int i = 0; i < labels; ++i) {
      const std::size_t at = source.labels_[static_cast<std::size_t>(i)];
      if (!result.push_label(source.octets_.data() + at + 1, source.octets_[at])) return false;
    }
    return true;
  };
  if (!push(*this, count_ - from.count_) || !push(to, to.count_)) return Error{Errc::name_too_long};
  return result;
}

void Name::hash_suffixes(HashSeed seed, SuffixHashes& into) const {
  std::uint64_t state = seed.value;
  into.count_ = count_;
  into.hashes_[0] = state;
  for (int i = 1; i <= count_; ++i) {
    const std::size_t at = labels_[static_cast<std::size_t>(count_ - i)];
    state = hash_octets(state, octets_.data() + at + 1, octets_[at]);
    into.hashes_[static_cast<std::size_t>(i)] = state;
  }
}

bool Name::is_next_in(ByteReader& in) const {
  if (in.left() < size_) return false;
  if (std::memcmp(in.whole().data() + in.at(), octets_.data(), size_) != 0) return false;
  in.skip(size_);
  return true;
}

}  // namespace darban

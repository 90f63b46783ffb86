// SPDX-License-Identifier: Apache-2.0
#include "lists/sealed.h"

#include <algorithm>
#include <bit>

#include "lists/bundle_octets.h"
#include "lists/bundle_text.h"
#include "lists/idn.h"
#include "lists/line.h"
#include "lists/public_suffix.h"

namespace darban {
namespace {

using namespace sealed_bounds;

constexpr std::array<std::uint8_t, 8> kMagic{0x8d, 'd', 'a', 'r', 'b', 's', 'l', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigest = sizeof(crypto::Digest);
constexpr int kMostMoves = 500;  // before the table is made larger

// One secret, two uses: the digest over the file is made with the secret itself, names are hashed with a key derived from it.
crypto::HashKey hash_key_of(const crypto::Secret& key) {
  constexpr std::array<std::uint8_t, 6> kUse{'n', 'a', 'm', 'e', 's', '1'};
  const crypto::Digest derived = crypto::keyed_digest(key, kUse);
  crypto::HashKey hash_key;
  std::copy_n(derived.begin(), hash_key.size(), hash_key.begin());
  return hash_key;
}

std::uint64_t hash_of(const crypto::HashKey& key, Octets wire) {
  return std::max<std::uint64_t>(crypto::keyed_hash(key, wire), 1);  // 0 is a free place
}

struct WireName {
  explicit WireName(const Name& name) : size(name.wire_size()) {
    ByteWriter out(octets);
    name.append_to(out);
  }
  Octets from(std::size_t at) const { return Octets(octets).first(size).subspan(at); }
  std::array<std::uint8_t, Name::kMostOctets> octets;
  std::size_t size;
};

std::size_t share_of(std::uint32_t part, std::size_t cells) {
  return static_cast<std::size_t>(std::uint64_t{part} * cells >> 32);
}

// The names of the text as hashes, without doubles, and the depths they have.
struct Hashed {
  std::vector<std::uint64_t> hashes;
  std::uint32_t depths = 0;
};

Result<Hashed> hash_names(std::string_view text, const crypto::HashKey& key) {
  Hashed hashed;
  const PublicSuffixes suffixes = PublicSuffixes::built_in();
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::string_view line = without_comment(take_line(text));
    if (line.empty()) continue;
    const auto name = name_from_text_idn(line);
    if (!name) return Error{name.error().code, number};
    const int labels = name->label_count();
    if (labels < 2 || labels > kMostLabels || suffixes.has(*name)) return Error{Errc::out_of_range, number};
    if (hashed.hashes.size() == kMostNames) return Error{Errc::too_large, number};
    hashed.depths |= 1U << labels;
    hashed.hashes.push_back(hash_of(key, WireName(*name).from(0)));
  }
  if (hashed.hashes.empty()) return Error{Errc::empty};
  std::sort(hashed.hashes.begin(), hashed.hashes.end());
  hashed.hashes.erase(std::unique(hashed.hashes.begin(), hashed.hashes.end()), hashed.hashes.end());
  return hashed;
}

// The size of a file tells how many names are in it only to the next power of two.
void fill_up(std::vector<std::uint64_t>& hashes) {
  const std::size_t wanted = std::max(kFewestHashes, std::bit_ceil(hashes.size()));
  while (hashes.size() < wanted) {
    std::vector<std::uint8_t> random((wanted - hashes.size()) * 8);
    crypto::fill_random(random);
    for (std::size_t at = 0; at < random.size(); at += 8)
      hashes.push_back(std::max<std::uint64_t>(load_little<std::uint64_t>(random.data() + at), 1));
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  }
}

}  // namespace

Result<std::vector<std::uint8_t>> seal(std::string_view names, const SealedNote& note, const crypto::Secret& key) {
  if (note.licence.empty() || note.licence.size() > kLongestNote || !is_plain_line(note.licence)) return Error{Errc::bad_header};
  if (names.size() > kLargestText) return Error{Errc::too_large};
  auto hashed = hash_names(names, hash_key_of(key));
  if (!hashed) return hashed.error();
  fill_up(hashed->hashes);
  BundleWriter out;
  out.add(kMagic);
  out.number(kVersion);
  out.number(hashed->depths);
  out.number(static_cast<std::uint64_t>(note.sealed));
  out.line(note.licence);
  out.number(static_cast<std::uint32_t>(hashed->hashes.size()));
  for (const std::uint64_t hash : hashed->hashes) out.number(hash);
  out.add(crypto::keyed_digest(key, out.written()));
  return out.take();
}

Result<std::shared_ptr<const SealedList>, BundleError> SealedList::open(Octets file, const crypto::Secret& key) {
  const std::size_t known = std::min(file.size(), kMagic.size());
  if (!std::equal(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(known), kMagic.begin()))
    return BundleError{BundleFault::foreign, 0};
  BundleReader in(file);
  in.take(kMagic.size());
  const auto version = in.number<std::uint32_t>();
  if (in.ok() && version > kVersion) return BundleError{BundleFault::newer_format, kMagic.size()};
  in.expect(version == kVersion);
  const auto depths = in.number<std::uint32_t>();
  in.number<std::uint64_t>();
  in.line(kLongestNote);
  const auto count = in.number<std::uint32_t>();
  in.expect(count > 0 && count <= kMostNames);
  const Octets hashes = in.take(std::size_t{count} * 8);
  const Octets covered = file.first(in.at());
  const Octets digest = in.take(kDigest);
  in.expect(in.left() == 0);
  in.expect(crypto::same(crypto::keyed_digest(key, covered), digest));
  std::vector<std::uint64_t> numbers(in.ok() ? count : 0);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = load_little<std::uint64_t>(hashes.data() + i * 8);
    in.expect(numbers[i] > (i == 0 ? 0 : numbers[i - 1]));
  }
  if (!in.ok()) return in.error();
  std::shared_ptr<SealedList> list(new SealedList(hash_key_of(key)));
  list->depths_ = depths;
  const std::size_t half_full = (numbers.size() + 1) / 2;  // insertions hardly ever have to move anything
  for (const std::size_t cells : {half_full, 2 * half_full, 4 * half_full}) {
    if (list->build(numbers, cells)) return std::shared_ptr<const SealedList>(std::move(list));
  }
  return BundleError{BundleFault::corrupt, covered.size() - hashes.size()};  // no keyed hashes look like this
}

// The two cells come from the two halves of the hash, which SipHash makes independent.
std::size_t SealedList::first_cell(std::uint64_t hash) const {
  return share_of(static_cast<std::uint32_t>(hash >> 32), cells_.size());
}
std::size_t SealedList::second_cell(std::uint64_t hash) const {
  return share_of(static_cast<std::uint32_t>(hash), cells_.size());
}

bool SealedList::build(const std::vector<std::uint64_t>& hashes, std::size_t cells) {
  cells_.assign(cells, {});
  return std::all_of(hashes.begin(), hashes.end(), [this](std::uint64_t hash) { return insert(hash); });
}

// Cuckoo hashing with cells of four (Dietzfelbinger and Weidling, "Balanced allocation and dictionaries with tightly packed
// constant size bins", 2007): a hash whose two cells are full takes a place and sends who had it to its other cell.
bool SealedList::insert(std::uint64_t hash) {
  std::size_t at = first_cell(hash);
  for (int move = 0; move < kMostMoves; ++move) {
    for (const std::size_t cell : {at, second_cell(hash)}) {
      for (std::uint64_t& place : cells_[cell].hashes) {
        if (place != 0) continue;
        place = hash;
        return true;
      }
    }
    std::swap(hash, cells_[at].hashes[static_cast<std::size_t>(move) % kPlaces]);
    at = first_cell(hash) == at ? second_cell(hash) : first_cell(hash);
  }
  return false;
}

bool SealedList::has(std::uint64_t hash) const {
  std::uint64_t found = 0;
  for (const Cell* cell : {&cells_[first_cell(hash)], &cells_[second_cell(hash)]}) {
    for (const std::uint64_t place : cell->hashes) found |= static_cast<std::uint64_t>(place == hash);
  }
  return found != 0;
}

bool SealedList::holds(const Name& name) const {
  const WireName wire(name);
  unsigned found = 0;
  std::size_t at = 0;
  for (int labels = name.label_count(); labels > 0; --labels) {
    if (labels <= kMostLabels && (depths_ >> labels & 1U) != 0) found |= static_cast<unsigned>(has(hash_of(key_, wire.from(at))));
    at += 1U + wire.octets[at];
  }
  return found != 0;
}

}  // namespace darban

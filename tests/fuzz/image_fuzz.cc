// SPDX-License-Identifier: Apache-2.0
// Any octets as a list image: refused at a place inside, or an image that answers. Size and checksum are made right first, so
// that the input reaches the checks behind them.
#include <vector>

#include "lists/image.h"
#include "lists/image_layout.h"
#include "lists/matcher.h"
#include "tests/fuzz/expect.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  std::vector<std::uint8_t> file(octets, octets + size);
  const auto as_it_is = Image::from_octets(file);
  if (!as_it_is) EXPECT(as_it_is.error().at <= file.size());
  if (file.size() < layout::kSectionsAt) return 0;
  std::copy(layout::kMagic.begin(), layout::kMagic.end(), file.begin());
  store_little(file.data() + layout::kVersionAt, layout::kVersion);
  store_little(file.data() + layout::kFileSizeAt, static_cast<std::uint64_t>(file.size()));
  if (load_little<std::uint64_t>(file.data() + layout::kSegmentAt) == 0) store_little(file.data() + layout::kSegmentAt, std::uint64_t{1});
  store_little(file.data() + layout::kChecksumAt, layout::checksum_of(file.data(), file.size()));
  const auto image = Image::from_octets(file);
  if (!image) {
    EXPECT(image.error().at <= file.size());
    return 0;
  }
  CategorySet known;
  for (const Category& category : (*image)->categories()) known.add(category.id);
  const Matcher matcher(**image);
  SuffixHashes hashes;
  for (const Name& name :
       {Name(), "zip"_name, "games.example"_name, "school.games.example"_name, "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p"_name}) {
    name.hash_suffixes((*image)->seed(), hashes);
    matcher.prefetch(hashes);
    EXPECT((matcher.categories_of(hashes) - known).empty());
  }
  return 0;
}

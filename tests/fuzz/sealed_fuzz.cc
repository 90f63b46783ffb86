// SPDX-License-Identifier: Apache-2.0
// Any octets as a sealed list: refused at a place inside, or a list that answers. The digest at the end is made right, so that
// the input reaches the checks behind it. The same octets are sealed as a text of names.
#include <algorithm>
#include <vector>

#include "lists/sealed.h"
#include "tests/fuzz/expect.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const auto key = *crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  std::vector<std::uint8_t> file(octets, octets + size);
  const auto as_it_is = SealedList::open(file, key);
  if (!as_it_is) EXPECT(as_it_is.error().at <= file.size());
  const auto sealed = seal({reinterpret_cast<const char*>(octets), size}, {"fuzz", 0}, key);
  if (sealed) EXPECT(SealedList::open(*sealed, key).has_value());
  constexpr std::size_t kDigest = sizeof(crypto::Digest);
  if (file.size() < kDigest) return 0;
  const auto digest = crypto::keyed_digest(key, Octets(file).first(file.size() - kDigest));
  std::copy(digest.begin(), digest.end(), file.end() - kDigest);
  const auto list = SealedList::open(file, key);
  if (!list) {
    EXPECT(list.error().at <= file.size());
    return 0;
  }
  EXPECT(!(*list)->holds(Name()));
  for (const Name& name : {"zip"_name, "licensed-1.example"_name, "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r"_name})
    (void)(*list)->holds(name);
  return 0;
}

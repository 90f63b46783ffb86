// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle.h"

#include <doctest/doctest.h>

#include "lists/image_layout.h"
#include "tests/support/bundle_of.h"

using namespace darban;
using namespace darban::test_bundles;

namespace {

BundleFault fault_of(const std::vector<std::uint8_t>& file, const BundleKeys& keys, std::int64_t now = kToday,
                     const std::optional<InstalledBundle>& installed = {}) {
  const auto verified = verify_bundle(file, keys, now, installed);
  REQUIRE_FALSE(verified.has_value());
  return verified.error().fault;
}

}  // namespace

TEST_CASE("a bundle signed by as many as the trust file asks for is good, and says what was written") {
  const Maintainers who(3);
  const auto file = bundle_of(manifest_of(42), who.keys(2));
  const auto bundle = verify_bundle(file, who.trust(2), kToday, {});
  REQUIRE(bundle.has_value());
  CHECK(bundle->manifest == manifest_of(42));
  CHECK(bundle->signatures.size() == 2);
  CHECK(crypto::same(bundle->image, image_octets()));
  CHECK((bundle->image.data() - file.data()) % 64 == 0);
}

TEST_CASE("the same manifest, image and keys make the same octets") {
  const Maintainers who(2);
  CHECK(bundle_of(manifest_of(42), who.keys(2)) == bundle_of(manifest_of(42), who.keys(2)));
}

TEST_CASE("signatures may come in any order") {
  const Maintainers who(3);
  const auto part = *bundle_signed_part(manifest_of(42));
  std::vector<BundleSignature> signatures = signatures_of(part, who.keys(3));
  const auto file = bundle_file(part, signatures, image_octets());
  std::reverse(signatures.begin(), signatures.end());
  CHECK(bundle_file(part, signatures, image_octets()) == file);
}

TEST_CASE("a bundle that nobody signed is refused") {
  const Maintainers who(1);
  CHECK(fault_of(bundle_of(manifest_of(1), {}), who.trust(1)) == BundleFault::unsigned_file);
}

TEST_CASE("a bundle signed with other keys is refused") {
  const Maintainers who(1);
  const Maintainers strangers(1, 50);
  CHECK(fault_of(bundle_of(manifest_of(1), strangers.keys(1)), who.trust(1)) == BundleFault::unknown_keys);
}

TEST_CASE("fewer good signatures than the threshold are refused, and strangers' signatures do not help") {
  const Maintainers who(3);
  const Maintainers strangers(1, 50);
  CHECK(fault_of(bundle_of(manifest_of(1), who.keys(1)), who.trust(2)) == BundleFault::too_few_signatures);
  auto both = who.keys(1);
  both.push_back(strangers.keys(1).front());
  CHECK(fault_of(bundle_of(manifest_of(1), both), who.trust(2)) == BundleFault::too_few_signatures);
}

TEST_CASE("one key that signs twice counts once") {
  const Maintainers who(3);
  const auto part = *bundle_signed_part(manifest_of(1));
  const auto once = signatures_of(part, who.keys(1)).front();
  CHECK(fault_of(bundle_file(part, std::array{once, once}, image_octets()), who.trust(2)) == BundleFault::too_few_signatures);
}

TEST_CASE("a signature of a known key that does not fit is refused, whatever the others say") {
  const Maintainers who(3);
  const auto part = *bundle_signed_part(manifest_of(1));
  auto signatures = signatures_of(part, who.keys(3));
  signatures.back().signature[5] ^= 1;
  CHECK(fault_of(bundle_file(part, signatures, image_octets()), who.trust(2)) == BundleFault::bad_signature);
}

TEST_CASE("a signature for another manifest is worth nothing") {
  const Maintainers who(1);
  const auto signatures = signatures_of(*bundle_signed_part(manifest_of(1)), who.keys(1));
  CHECK(fault_of(bundle_file(*bundle_signed_part(manifest_of(2)), signatures, image_octets()), who.trust(1)) ==
        BundleFault::bad_signature);
}

TEST_CASE("a bundle is good until the second it expires in") {
  const Maintainers who(1);
  const auto file = bundle_of(manifest_of(1), who.keys(1));
  const std::int64_t end = manifest_of(1).expires;
  CHECK(verify_bundle(file, who.trust(1), end - 1, {}).has_value());
  CHECK(fault_of(file, who.trust(1), end) == BundleFault::expired);
}

TEST_CASE("a receiver does not go back to an older number") {
  const Maintainers who(1);
  const InstalledBundle installed{kPublisher, 41, {}};
  CHECK(fault_of(bundle_of(manifest_of(40), who.keys(1)), who.trust(1), kToday, installed) == BundleFault::older);
  CHECK(verify_bundle(bundle_of(manifest_of(42), who.keys(1)), who.trust(1), kToday, installed).has_value());
}

TEST_CASE("what is installed already is good once more, but not with another image") {
  const Maintainers who(1);
  const auto file = bundle_of(manifest_of(41), who.keys(1));
  const InstalledBundle same{kPublisher, 41, manifest_of(41).image_hash};
  const InstalledBundle other{kPublisher, 41, {}};
  CHECK(verify_bundle(file, who.trust(1), kToday, same).has_value());
  CHECK(fault_of(file, who.trust(1), kToday, other) == BundleFault::number_used_twice);
}

TEST_CASE("numbers of two publishers are not compared") {
  const Maintainers who(1);
  const InstalledBundle installed{"Somebody else", 7, {}};
  CHECK(fault_of(bundle_of(manifest_of(42), who.keys(1)), who.trust(1), kToday, installed) == BundleFault::another_publisher);
}

TEST_CASE("a rollback is an old image under a new number") {
  const Maintainers who(1);
  auto manifest = manifest_of(43);
  manifest.rollback_of = 40;
  const auto file = bundle_of(manifest, who.keys(1));
  const auto bundle = verify_bundle(file, who.trust(1), kToday, InstalledBundle{kPublisher, 42, {}});
  REQUIRE(bundle.has_value());
  CHECK(bundle->manifest.rollback_of == 40);
}

TEST_CASE("a bundle cut off at any octet is refused as truncated") {
  const Maintainers who(2);
  const auto file = bundle_of(manifest_of(1), who.keys(2));
  for (std::size_t size = 0; size < file.size(); ++size) {
    const std::vector<std::uint8_t> cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    REQUIRE(fault_of(cut, who.trust(2)) == BundleFault::truncated);
  }
}

TEST_CASE("octets after the image are refused") {
  const Maintainers who(1);
  auto file = bundle_of(manifest_of(1), who.keys(1));
  file.push_back(0);
  CHECK(fault_of(file, who.trust(1)) == BundleFault::corrupt);
}

TEST_CASE("no flipped bit of the whole file verifies") {
  const Maintainers who(2);
  const auto good = bundle_of(manifest_of(1), who.keys(2));
  const auto trust = who.trust(2);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto file = good;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const auto verified = verify_bundle(file, trust, kToday, {});
    CAPTURE(bit);
    REQUIRE_FALSE(verified.has_value());
    REQUIRE(verified.error().at <= file.size());
  }
}

TEST_CASE("another image behind the signatures is refused") {
  const Maintainers who(1);
  auto other = image_octets();
  other.back() ^= 1;
  const auto part = *bundle_signed_part(manifest_of(1));
  CHECK(fault_of(bundle_file(part, signatures_of(part, who.keys(1)), other), who.trust(1)) == BundleFault::corrupt);
}

TEST_CASE("a later format is refused as newer, not as damaged") {
  const Maintainers who(1);
  auto file = bundle_of(manifest_of(1), who.keys(1));
  file[8] = 2;
  CHECK(fault_of(file, who.trust(1)) == BundleFault::newer_format);
}

TEST_CASE("a file of another kind is refused as foreign") {
  const Maintainers who(1);
  CHECK(fault_of(image_octets(), who.trust(1)) == BundleFault::foreign);
  CHECK(fault_of({'<', '!', 'D', 'O', 'C'}, who.trust(1)) == BundleFault::foreign);
}

TEST_CASE("an image for a later darban is refused by its stated version, before it is opened") {
  const Maintainers who(1);
  auto manifest = manifest_of(1);
  manifest.image_version = layout::kVersion + 1;
  CHECK(fault_of(bundle_of(manifest, who.keys(1)), who.trust(1)) == BundleFault::needs_newer_program);
}

TEST_CASE("a well signed image that does not open is refused") {
  const Maintainers who(1);
  const std::vector<std::uint8_t> rubbish(1000, 'x');
  auto manifest = manifest_of(1);
  manifest.image_size = rubbish.size();
  manifest.image_hash = crypto::blake2b256(rubbish);
  const auto part = *bundle_signed_part(manifest);
  CHECK(fault_of(bundle_file(part, signatures_of(part, who.keys(1)), rubbish), who.trust(1)) == BundleFault::bad_image);
}

TEST_CASE("a manifest outside its bounds is not written") {
  const auto refused = [](auto change) {
    auto manifest = manifest_of(5);
    change(manifest);
    return !bundle_signed_part(manifest).has_value();
  };
  CHECK_FALSE(refused([](BundleManifest&) {}));
  CHECK(refused([](BundleManifest& m) { m.publisher.clear(); }));
  CHECK(refused([](BundleManifest& m) { m.publisher.assign(101, 'x'); }));
  CHECK(refused([](BundleManifest& m) { m.publisher.assign(70000, 'x'); }));
  CHECK(refused([](BundleManifest& m) { m.publisher = "two\nlines"; }));
  CHECK(refused([](BundleManifest& m) { m.publisher = "\x1b[2Jred"; }));
  CHECK(refused([](BundleManifest& m) { m.publisher = "turned \xe2\x80\xae round"; }));
  CHECK(refused([](BundleManifest& m) { m.publisher = "not UTF-8 \xff"; }));
  CHECK(refused([](BundleManifest& m) { m.number = 0; }));
  CHECK(refused([](BundleManifest& m) { m.number = bundle_bounds::kLargestNumber + 1; }));
  CHECK(refused([](BundleManifest& m) { m.rollback_of = m.number; }));
  CHECK(refused([](BundleManifest& m) { m.created = -1; }));
  CHECK(refused([](BundleManifest& m) { m.expires = m.created; }));
  CHECK(refused([](BundleManifest& m) { m.expires = m.created + bundle_bounds::kLongestLife + 1; }));
  CHECK(refused([](BundleManifest& m) { m.image_size = 0; }));
  CHECK(refused([](BundleManifest& m) { m.sources[0].id = "Upper"; }));
  CHECK(refused([](BundleManifest& m) { m.sources[0].title.clear(); }));
  CHECK(refused([](BundleManifest& m) { m.sources[0].url = "javascript:x"; }));
  CHECK(refused([](BundleManifest& m) { std::swap(m.sources[0], m.sources[1]); }));
  CHECK(refused([](BundleManifest& m) { m.sources[1].id = m.sources[0].id; }));
}

TEST_CASE("the head of a bundle is enough to know what is installed") {
  const Maintainers who(1);
  const auto file = bundle_of(manifest_of(42), who.keys(1));
  const auto bundle = read_bundle(file);
  REQUIRE(bundle.has_value());
  const auto manifest = read_bundle_head(bundle->head);
  REQUIRE(manifest.has_value());
  CHECK(*manifest == manifest_of(42));
  CHECK_FALSE(read_bundle_head(file).has_value());
  CHECK_FALSE(read_bundle_head(bundle->head.first(bundle->head.size() - 1)).has_value());
}

TEST_CASE("every fault has words of its own") {
  std::vector<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(BundleFault::opens_too_much); ++i)
    words.push_back(text_of(static_cast<BundleFault>(i)).view());
  std::sort(words.begin(), words.end());
  CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
}

// ---- the trust file

namespace {

std::string what_of(std::string_view text) {
  const auto keys = BundleKeys::from_text(text);
  REQUIRE_FALSE(keys.has_value());
  return std::string(keys.error().what.view());
}

}  // namespace

TEST_CASE("a trust file names keys, people and how many must sign") {
  const Maintainers who(2);
  const auto keys = BundleKeys::from_text("# ours\n\nthreshold: 2\r\n" + who.line(0, "Amna, Lahore") + who.line(1, ""));
  REQUIRE(keys.has_value());
  CHECK(keys->threshold() == 2);
  REQUIRE(keys->keys().size() == 2);
  CHECK(keys->keys()[0].comment == "Amna, Lahore");
  CHECK(keys->find(keys->keys()[1].id) == &keys->keys()[1]);
}

TEST_CASE("a trust file with a mistake is refused with its line") {
  const Maintainers who(2);
  const std::string key = who.line(0, "a");
  CHECK(what_of(key).find("how many must sign") != std::string::npos);
  CHECK(what_of("threshold: 2\n" + key).find("fewer keys") != std::string::npos);
  CHECK(what_of("threshold: 0\n" + key).find("number from 1") != std::string::npos);
  CHECK(what_of("threshold: 1x\n" + key).find("number from 1") != std::string::npos);
  CHECK(what_of("threshold: 1\nthreshold: 1\n" + key).find("twice") != std::string::npos);
  CHECK(what_of("threshold: 1\n" + key + key).find("twice") != std::string::npos);
  CHECK(what_of("threshold: 1\nxyz\n").find("16 digits") != std::string::npos);
  CHECK(what_of("threshold: 1\n0123456789abcdef AAAA\n").find("base64") != std::string::npos);
  const std::string wrong_id = "0123456789abcdef" + key.substr(16);
  CHECK(what_of("threshold: 1\n" + wrong_id).find("does not belong") != std::string::npos);
  CHECK(BundleKeys::from_text("threshold: 1\n\nxyz\n").error().line == 3);
}

TEST_CASE("a signing key's file gives the key back, and nothing else does") {
  const Maintainers who(1);
  const std::string text = signing_key_text(who.keys(1).front());
  const auto key = signing_key_from(text);
  REQUIRE(key.has_value());
  CHECK(crypto::same(key->octets(), who.keys(1).front().get().octets()));
  CHECK_FALSE(signing_key_from("").has_value());
  CHECK_FALSE(signing_key_from("#").has_value());
  CHECK_FALSE(signing_key_from(who.line(0, "a")).has_value());
  for (std::size_t at = text.find("darban-"); at < text.size() - 1; ++at) {
    std::string changed = text;
    changed[at] = changed[at] == '1' ? '2' : '1';
    REQUIRE_FALSE(signing_key_from(changed).has_value());
  }
}

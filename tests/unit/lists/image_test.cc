// SPDX-License-Identifier: Apache-2.0
// An image that is not whole, not ours or not honest is refused with octet and code, and never read further.
#include "lists/image.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "lists/compiler.h"
#include "lists/image_layout.h"
#include "lists/matcher.h"
#include "tests/support/literals.h"
#include "tests/support/project_folder.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using namespace literals;

constexpr CategoryId kGaming{1};

std::vector<std::uint8_t> small_image() {
  ListCompiler compiler;
  REQUIRE(compiler.add_category({.id = kGaming, .key = "gaming"}));
  EntrySink& sink = compiler.begin_source({.path = "gaming/starter.txt", .format = "domains", .category = kGaming, .changed = 1});
  sink.entry({"games.example"_name, Scope::subtree, EntryKind::block}, 1);
  sink.entry({"school.games.example"_name, Scope::subtree, EntryKind::allow}, 2);
  sink.entry({"zip"_name, Scope::subtree, EntryKind::block}, 3);
  return compiler.finish().value().octets;
}

// Makes size and checksum right again, so that only the change itself can be refused.
std::vector<std::uint8_t> sealed(std::vector<std::uint8_t> octets) {
  store_little(octets.data() + layout::kFileSizeAt, static_cast<std::uint64_t>(octets.size()));
  store_little(octets.data() + layout::kChecksumAt, layout::checksum_of(octets.data(), octets.size()));
  return octets;
}

// Where the section of this kind begins.
std::size_t section_at(const std::vector<std::uint8_t>& octets, layout::Section kind) {
  return static_cast<std::size_t>(
      load_little<std::uint64_t>(octets.data() + layout::kSectionsAt + (kind - 1) * layout::kSectionRecord + 8));
}

Error refusal(const std::vector<std::uint8_t>& octets) {
  const auto image = Image::from_octets(octets);
  REQUIRE_FALSE(image);
  return image.error();
}

}  // namespace

TEST_CASE("an image cut off after any octet is refused there") {
  const std::vector<std::uint8_t> whole = small_image();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Error error = refusal({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    CHECK(error.code == (size == 0 ? Errc::not_an_image : Errc::truncated));
    CHECK(error.at == size);
  }
}

TEST_CASE("an image with any one bit turned over is refused") {
  const std::vector<std::uint8_t> whole = small_image();
  int accepted = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::vector<std::uint8_t> damaged = whole;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ 1U << bit);
      if (Image::from_octets(damaged)) ++accepted;
    }
  }
  CHECK(accepted == 0);
}

TEST_CASE("any octet changed behind a right checksum is refused, or answers without harm") {
  const std::vector<std::uint8_t> whole = small_image();
  for (std::size_t at = layout::kSeedAt; at < whole.size(); ++at) {
    for (const unsigned change : {0x01U, 0x40U, 0x80U, 0xffU}) {
      std::vector<std::uint8_t> changed = whole;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ change);
      changed = sealed(std::move(changed));
      const auto image = Image::from_octets(changed);
      if (!image) {
        CHECK(image.error().at <= changed.size());
        continue;
      }
      const Matcher matcher(**image);
      SuffixHashes hashes;
      for (const Name& name : {"games.example"_name, "www.school.games.example"_name, "a.b.zip"_name, "zip"_name, Name()}) {
        name.hash_suffixes((*image)->seed(), hashes);
        CHECK(matcher.categories_of(hashes).size() <= 1);
      }
    }
  }
}

TEST_CASE("octets after the end are refused where they begin") {
  std::vector<std::uint8_t> octets = small_image();
  const std::size_t size = octets.size();
  octets.push_back(0);
  CHECK(refusal(octets) == Error{Errc::trailing_octets, static_cast<std::uint32_t>(size)});
}

TEST_CASE("an image of a newer version, or with a section that must be understood, is refused as newer") {
  std::vector<std::uint8_t> newer = small_image();
  newer[layout::kVersionAt] = layout::kVersion + 1;
  CHECK(refusal(sealed(newer)) == Error{Errc::newer_version, layout::kVersionAt});
  std::vector<std::uint8_t> section = small_image();
  section[layout::kSectionsAt] = 77;
  CHECK(refusal(sealed(section)) == Error{Errc::newer_version, layout::kSectionsAt});
}

TEST_CASE("a section that may be skipped is skipped, but none that is needed may be missing") {
  std::vector<std::uint8_t> octets = small_image();
  octets[layout::kSectionsAt + 3] = 0x80;
  CHECK(refusal(sealed(octets)) == Error{Errc::bad_header, layout::kSectionCountAt});
}

TEST_CASE("files that are something else are not images") {
  const std::string page = "<!DOCTYPE html><html><body>not found</body></html> and much more text than a header has";
  CHECK(refusal({page.begin(), page.end()}) == Error{Errc::not_an_image, 0});
  CHECK(refusal(std::vector<std::uint8_t>(1000)) == Error{Errc::not_an_image, 0});
}

TEST_CASE("each section is refused at the octet that is wrong") {
  const std::vector<std::uint8_t> whole = small_image();
  struct Damage {
    layout::Section section;
    std::size_t at;
    std::uint8_t value;
    std::size_t reported;
  };
  const std::array damages{
      Damage{layout::kCategories, 1, 99, 0},                      // a risk nobody knows
      Damage{layout::kCategories, 3, 200, 0},                     // a key longer than the section
      Damage{layout::kSources, 0, 2, 0},                          // a category that is not in the table
      Damage{layout::kSources, 3, 0xff, 0},                       // a path longer than the section
      Damage{layout::kClasses, 0, 1, 0},                          // the first class must be open
      Damage{layout::kClasses, layout::kClassRecord + 8, 1, 72},  // a category that is not in the table
      Damage{layout::kLines, layout::kClassAt + 8, 77, 62},       // a class that is not in the table
      Damage{layout::kTop, 7, 0x80, 0},                           // a flag of the future
  };
  for (const Damage& damage : damages) {
    CAPTURE(damage.at);
    CAPTURE(static_cast<int>(damage.section));
    std::vector<std::uint8_t> octets = whole;
    const std::size_t section = section_at(octets, damage.section);
    octets[section + damage.at] = damage.value;
    CHECK(refusal(sealed(octets)) == Error{Errc::bad_section, static_cast<std::uint32_t>(section + damage.reported)});
  }
}

TEST_CASE("a top table without a free slot would be searched for ever, and is refused") {
  std::vector<std::uint8_t> octets = small_image();
  const std::size_t top = section_at(octets, layout::kTop);
  const std::size_t end = section_at(octets, layout::kLines);
  for (std::size_t at = top; at + layout::kTopSlot <= end; at += layout::kTopSlot) {
    if (at >= top + 3 * layout::kTopSlot) break;
    store_little(octets.data() + at, layout::kTopUsed | at);
  }
  CHECK(refusal(sealed(octets)).code == Errc::bad_section);
}

TEST_CASE("a file is opened, and one that is not there, a folder or an empty file is refused") {
  const TempFolder folder;
  const std::string path = folder.path() + "/lists.image";
  const std::vector<std::uint8_t> octets = small_image();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
  std::ofstream(folder.path() + "/empty");
  const auto image = Image::open(path);
  REQUIRE(image);
  CHECK((*image)->names() == 3);
  CHECK((*image)->octets() == octets.size());
  CHECK(Image::open(folder.path() + "/none").error().code == Errc::not_found);
  CHECK(Image::open(folder.path()).error().code == Errc::is_a_directory);
  CHECK(Image::open(folder.path() + "/empty").error().code == Errc::not_an_image);
}

TEST_CASE("the worked example in FORMAT.md is what the compiler writes") {
  ListCompiler compiler;
  REQUIRE(compiler.add_category({.id = kGaming, .key = "gaming", .risk = Risk::conduct}));
  EntrySink& sink =
      compiler.begin_source({.path = "gaming/starter.txt", .format = "domains", .category = kGaming, .changed = 1792000000});
  sink.entry({"games.example"_name, Scope::subtree, EntryKind::block}, 1);
  sink.entry({"school.games.example"_name, Scope::subtree, EntryKind::allow}, 2);
  const std::vector<std::uint8_t> octets = compiler.finish().value().octets;
  std::vector<std::uint8_t> shown(octets.size());
  std::ifstream page(test::project_folder() / "src/lists/FORMAT.md");
  const auto is_dump = [](const std::string& line) { return line.size() > 52 && line.find(": ") == 3 && line[7] == ' '; };
  for (std::string line; std::getline(page, line);) {
    if (!is_dump(line)) continue;
    const std::size_t at = std::stoul(line.substr(0, 3), nullptr, 16);
    REQUIRE(at + 16 <= shown.size());
    for (std::size_t i = 0; i < 16; ++i)
      shown[at + i] = static_cast<std::uint8_t>(std::stoul(line.substr(5 + 3 * i, 2), nullptr, 16));
  }
  CHECK(shown == octets);
}

TEST_CASE("an open image goes on answering when its file is replaced") {
  const TempFolder folder;
  const std::string path = folder.path() + "/lists.image";
  const std::vector<std::uint8_t> octets = small_image();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
  const auto image = Image::open(path).value();
  std::ofstream(path + ".new") << "something else";
  REQUIRE(std::rename((path + ".new").c_str(), path.c_str()) == 0);
  SuffixHashes hashes;
  "www.games.example"_name.hash_suffixes(image->seed(), hashes);
  CHECK(Matcher(*image).categories_of(hashes).has(kGaming));
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// Real lists beside the checkout: the same list in several syntaxes is the same set of names, and no file does harm in any
// syntax. Sets are compared by count and hash; no name is printed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "lists/format.h"
#include "tests/unit/lists/shared_files.h"

using namespace darban;

namespace {

// The names of a list, whatever their scope: an RPZ says a subtree in two lines, and a guard may narrow one.
class NameSink final : public EntrySink {
 public:
  void entry(const Entry& entry, std::uint32_t) override { hashes_.push_back(entry.name.hash(HashSeed{1})); }
  void cancel(const Entry&, std::uint32_t) override { ++cancelled; }
  void ignored(Ignored reason, std::uint32_t) override { others += reason == Ignored::comment ? 0 : 1; }
  void warned(std::uint32_t) override {}
  void refused(Errc, std::uint32_t) override { ++refusals; }
  std::vector<std::uint64_t> names() {
    std::sort(hashes_.begin(), hashes_.end());
    hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
    return hashes_;
  }
  std::size_t entries() const { return hashes_.size(); }
  int cancelled = 0;
  int others = 0;
  int refusals = 0;

 private:
  std::vector<std::uint64_t> hashes_;
};

std::vector<std::uint64_t> names_of(const std::string& path, std::string_view expected_format) {
  const std::string text = shared_file(path);
  if (text.empty()) return {};
  const auto format = detect_format(text);
  REQUIRE(format.has_value());
  CHECK((*format)->key.view() == expected_format);
  NameSink sink;
  CHECK(parse_list(**format, {}, text, sink).has_value());
  CHECK(sink.refusals == 0);
  return sink.names();
}

struct Twin {
  const char* path;
  const char* format;
};

void check_twins(std::initializer_list<Twin> twins, std::size_t count) {
  if (shared_files().empty()) {
    MESSAGE("skipped: no shared data beside the checkout");
    return;
  }
  const auto first = names_of(twins.begin()->path, twins.begin()->format);
  CHECK(first.size() == count);
  for (const Twin& twin : twins) {
    CAPTURE(twin.path);
    CHECK((names_of(twin.path, twin.format) == first));
  }
}

}  // namespace

TEST_CASE("an adult list in five syntaxes is one set of 73,591 names") {
  check_twins({{"adult/hagezi-nsfw.onlydomains.txt.xz", "domains"},
               {"adult/hagezi-nsfw.adblock.txt.xz", "adblock"},
               {"adult/hagezi-nsfw.dnsmasq.txt.xz", "dnsmasq"},
               {"adult/hagezi-nsfw.rpz.txt.xz", "rpz"},
               {"adult/hagezi-nsfw.wildcard.txt.xz", "wildcard"}},
              73591);
}

TEST_CASE("an advertising list in three syntaxes is one set of 57,781 names") {
  check_twins({{"ads/hagezi-light.wildcard.txt.xz", "wildcard"},
               {"ads/hagezi-light.rpz.txt.xz", "rpz"},
               {"ads/hagezi-light.dnsmasq.txt.xz", "dnsmasq"}},
              57781);
}

TEST_CASE("a hosts file with one name a line and with nine is one set of 120,137 names") {
  check_twins({{"ads/hagezi-light.hosts.txt.xz", "hosts"}, {"ads/hagezi-light-compressed.hosts.txt.xz", "hosts"}}, 120137);
}

TEST_CASE("a scam list for unbound and for dnsmasq is one set of 41,219 names") {
  check_twins({{"phishing/jarelllama-scams.unbound.txt.xz", "unbound"}, {"phishing/jarelllama-scams.dnsmasq.txt.xz", "dnsmasq"}},
              41219);
}

TEST_CASE("a threat list as wildcards and for dnsmasq is one set of 149,614 names") {
  check_twins({{"malware/hagezi-tif.mini.wildcard.txt.xz", "wildcard"}, {"malware/hagezi-tif.mini.dnsmasq.txt.xz", "dnsmasq"}},
              149614);
}

TEST_CASE("no real file does harm in the syntax it is in, nor its beginning in any other") {
  constexpr std::size_t kBeginning = 64 * 1024;
  std::size_t entries = 0;
  std::size_t recognised = 0;
  for (const std::string& path : shared_files()) {
    const std::string text = shared_file(path);
    const auto detected = detect_format(text);
    recognised += detected ? 1 : 0;
    for (const ListFormat& format : list_formats()) {
      const bool own = detected && *detected == &format;
      NameSink sink;
      const auto outcome = parse_list(format, {}, std::string_view(text).substr(0, own ? text.size() : kBeginning), sink);
      if (!outcome) CHECK(sink.entries() == 0);
      if (own) entries += sink.entries();
    }
  }
  if (recognised > 0) CHECK(entries > 3'000'000);
  if (recognised == 0) MESSAGE("skipped: no shared data beside the checkout");
}

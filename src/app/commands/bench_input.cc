// SPDX-License-Identifier: Apache-2.0
#include "app/commands/bench_input.h"

#include "app/civil_time.h"
#include "app/commands/list_file.h"
#include "app/small_file.h"
#include "base/clock.h"

namespace darban {
namespace {

constexpr std::size_t kLargestTopSites = std::size_t{64} << 20;  // octets; a million sites have about 16

}  // namespace

std::string sentence_of(const ConfigError& error) { return shown_path(text_of(error).view()); }

Result<TopSites, std::string> read_top_sites(const std::string& path) {
  const auto text = read_small_file(path, kLargestTopSites);
  if (!text) return complaint(path, 0, text.error().code);
  auto sites = TopSites::from_text(*text, path);
  if (!sites) return sentence_of(sites.error());
  return std::move(*sites);
}

Result<TopSites, std::string> top_sites_of(const Arguments& arguments) {
  const auto path = arguments.value("--top-sites");
  if (!path) return TopSites();
  return read_top_sites(std::string(*path));
}

Result<BenchStyle, std::string> bench_style_of(const Arguments& arguments) {
  const bool json = arguments.has("--json");
  const bool markdown = arguments.has("--markdown");
  if (json && markdown) return std::string("--json or --markdown, not both");
  return json ? BenchStyle::json : markdown ? BenchStyle::markdown : BenchStyle::text;
}

std::string today() { return civil_text(SystemClock(false).now().wall, Zone::utc()).substr(0, 10); }

}  // namespace darban

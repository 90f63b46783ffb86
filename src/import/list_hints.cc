// SPDX-License-Identifier: Apache-2.0
#include "import/list_hints.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

// "owner/project" and the path below it, whichever of the usual hosts serves a GitHub project; empty when none does.
std::string project_path(std::string_view url) {
  static constexpr std::array<std::string_view, 3> kHosts{"raw.githubusercontent.com/", "cdn.jsdelivr.net/gh/", "github.com/"};
  for (const std::string_view host : kHosts) {
    if (!url.starts_with(host)) continue;
    url.remove_prefix(host.size());
    const auto owner = url.find('/');
    if (owner == std::string_view::npos) return {};
    const auto end = std::min(url.find_first_of("/@", owner + 1), url.size());
    std::string_view rest = url.substr(end);
    rest.remove_prefix(std::min(rest.find('/', 1), rest.size()));  // the branch
    if (rest.starts_with("/refs/") || url.substr(end).starts_with("/raw/"))
      rest.remove_prefix(std::min(rest.find('/', 1), rest.size()));
    return std::string(url.substr(0, end)) + std::string(rest);
  }
  return {};
}

std::string plain(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://", "www."}) {
    if (url.starts_with(scheme)) url.remove_prefix(scheme.size());
  }
  url = url.substr(0, url.find('#'));
  while (url.ends_with('/')) url.remove_suffix(1);
  const std::string project = project_path(url);
  return project.empty() ? std::string(url) : project;
}

// Lists that come in several formats from one project: what is left when the format is taken out of the path.
std::string without_format(const std::string& path) {
  constexpr std::string_view kProject = "hagezi/dns-blocklists/";
  if (!path.starts_with(kProject)) return {};
  std::string_view stem = std::string_view(path).substr(path.rfind('/') + 1);
  stem = stem.substr(0, stem.rfind('.'));
  for (const std::string_view end : {"-onlydomains", "-adblock", "-compressed"}) {
    if (stem.ends_with(end)) stem.remove_suffix(end.size());
  }
  return std::string(kProject) + std::string(stem);
}

}  // namespace

FoundList known_list(FoundList list, const Catalogue* catalogue) {
  if (catalogue == nullptr) return list;
  const std::string wanted = plain(list.url);
  const std::string any_format = without_format(wanted);
  for (const bool exactly : {true, false}) {
    for (const CatalogueSource& source : catalogue->sources) {
      const bool is_it = std::any_of(source.urls.begin(), source.urls.end(), [&](const std::string& url) {
        const std::string known = plain(url);
        return exactly ? known == wanted : !any_format.empty() && without_format(known) == any_format;
      });
      if (!is_it) continue;
      list.id = source.id;
      list.category = source.category;
      list.use = source.use;
      return list;
    }
  }
  return list;
}

}  // namespace darban

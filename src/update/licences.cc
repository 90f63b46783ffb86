// SPDX-License-Identifier: Apache-2.0
#include "update/licences.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

// DBAD-1.1 is in no list of SPDX's, but its text is public and one maintainer of lists uses it.
constexpr std::array<std::string_view, 65> kLicences{"0BSD",
                                                     "AFL-3.0",
                                                     "AGPL-3.0",
                                                     "AGPL-3.0-only",
                                                     "AGPL-3.0-or-later",
                                                     "Apache-2.0",
                                                     "Artistic-2.0",
                                                     "BSD-2-Clause",
                                                     "BSD-3-Clause",
                                                     "BSL-1.0",
                                                     "Beerware",
                                                     "CC-BY-3.0",
                                                     "CC-BY-4.0",
                                                     "CC-BY-NC-3.0",
                                                     "CC-BY-NC-4.0",
                                                     "CC-BY-NC-ND-3.0",
                                                     "CC-BY-NC-ND-4.0",
                                                     "CC-BY-NC-SA-3.0",
                                                     "CC-BY-NC-SA-4.0",
                                                     "CC-BY-ND-4.0",
                                                     "CC-BY-SA-2.0",
                                                     "CC-BY-SA-3.0",
                                                     "CC-BY-SA-4.0",
                                                     "CC-PDDC",
                                                     "CC0-1.0",
                                                     "CDDL-1.0",
                                                     "DBAD-1.1",
                                                     "CDLA-Permissive-1.0",
                                                     "CDLA-Permissive-2.0",
                                                     "CDLA-Sharing-1.0",
                                                     "ECL-2.0",
                                                     "EPL-2.0",
                                                     "EUPL-1.1",
                                                     "EUPL-1.2",
                                                     "GFDL-1.3",
                                                     "GPL-2.0",
                                                     "GPL-2.0-only",
                                                     "GPL-2.0-or-later",
                                                     "GPL-3.0",
                                                     "GPL-3.0-only",
                                                     "GPL-3.0-or-later",
                                                     "ISC",
                                                     "LGPL-2.1",
                                                     "LGPL-2.1-only",
                                                     "LGPL-2.1-or-later",
                                                     "LGPL-3.0",
                                                     "LGPL-3.0-only",
                                                     "LGPL-3.0-or-later",
                                                     "MIT",
                                                     "MIT-0",
                                                     "MPL-1.1",
                                                     "MPL-2.0",
                                                     "NCGL-UK-2.0",
                                                     "NLOD-2.0",
                                                     "ODC-By-1.0",
                                                     "ODbL-1.0",
                                                     "OFL-1.1",
                                                     "OGL-Canada-2.0",
                                                     "OGL-UK-3.0",
                                                     "PDDL-1.0",
                                                     "Unlicense",
                                                     "WTFPL",
                                                     "Zlib",
                                                     "blessing",
                                                     "etalab-2.0"};

bool is_identifier(std::string_view word) {
  constexpr std::string_view kOwn = "LicenseRef-";
  if (word.starts_with(kOwn)) return word.size() > kOwn.size();
  if (word.ends_with('+')) word.remove_suffix(1);  // "or any later version", as older texts write it
  return std::find(kLicences.begin(), kLicences.end(), word) != kLicences.end();
}

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

bool is_known_licence(std::string_view licence) {
  constexpr std::string_view kSeeItsPage = ", see its page";
  if (licence.ends_with(kSeeItsPage)) return licence.size() > kSeeItsPage.size() && !licence.starts_with("unknown");
  licence = licence.substr(0, licence.find(", "));
  for (bool first = true;; first = false) {
    std::string_view rest = licence;
    const std::string_view joint = first ? std::string_view() : take_word(rest);
    if (!first && joint.empty()) return true;
    if (!first && joint != "AND" && joint != "OR") return false;
    if (!is_identifier(take_word(rest))) return false;
    licence = rest;
  }
}

}  // namespace darban

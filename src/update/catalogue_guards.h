// SPDX-License-Identifier: Apache-2.0
// What the catalogue says must be true of a list, in the form the guards take it, and what they objected to in words that may be
// said. Pure but for the file of top sites; any thread.
#pragma once
#include <string>

#include "config/catalogue.h"
#include "update/guards.h"
#include "update/source_state.h"

namespace darban {

// The 1,000 first sites of a file with one on each line, or with a rank before it ("1,example.com"). Empty without a file.
NameIndex index_of_top_sites(const std::string& path);

// `anyway`: the list may have shrunk or grown, somebody looked at it.
Expectations expectations_of(const CatalogueSource& source, const SourceState& state, bool anyway);

// What the objection is about, when that may be said: canaries are the maintainers' words, but hashed ones are hashed for a
// reason.
std::string detail_of(const Judgement& judgement, const Expectations& expected, const CatalogueSource& source);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// "What is recorded": the whole truth in a dozen sentences (product.md 5.2b), one's own numbers, and what darban can not do
// (product.md 6). Pure.
#pragma once
#include <string>
#include <vector>

#include "config/household.h"
#include "page/child/frame.h"
#include "page/child/numbers.h"

namespace darban::page {

struct RecordedFacts {
  Band band = Band::guest;
  std::vector<std::string> upstreams{};  // as the settings have them; empty: the network's own resolver
  OwnNumbers numbers{};
  NumbersSaid said = NumbersSaid::nothing;
};
web::Response recorded_page(const Reader& reader, const RecordedFacts& facts, const FormToken& token);

}  // namespace darban::page

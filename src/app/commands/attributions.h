// SPDX-License-Identifier: Apache-2.0
// Whose lists are inside a bundle, which many licences want said. The error is a sentence.
#pragma once
#include <string>
#include <vector>

#include "app/commands/lists_signed.h"
#include "lists/image.h"

namespace darban {

// From a text with a source on each line: id, title, licence, URL, number of entries, with tabs between.
Result<std::vector<Attribution>, Sentence> read_attributions(const std::string& path);

// From the image's own table of sources and the catalogue they came by. A list that may not be handed on, or that the catalogue
// does not know, is refused by name: its maker never agreed.
Result<std::vector<Attribution>, Sentence> attributions_of(const Image& image, const std::string& catalogue);

}  // namespace darban

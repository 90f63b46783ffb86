// SPDX-License-Identifier: Apache-2.0
// Files of webui/ that are part of the program (webui/files.txt, cmake/embed.cmake). Immutable; any thread.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "base/showable.h"
#include "web/asset.h"
#include "web/router.h"

namespace darban::page {

struct EmbeddedFile {
  Text address;  // "/assets/child.css"
  web::Asset asset;
};

const std::vector<EmbeddedFile>& embedded_files();
// webui/locales/*.json, as they are.
std::span<const std::string_view> embedded_languages();

// A route for each file.
std::vector<web::Route> asset_routes();

}  // namespace darban::page

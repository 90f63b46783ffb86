// SPDX-License-Identifier: Apache-2.0
// GET /openapi.json: what this API is, for programs and for people who write them (OpenAPI 3.1).
#include <memory>

#include "page/api/routes.h"
#include "web/asset.h"

// openapi.json, octet for octet; the build says where it is.
asm(".pushsection .rodata\n"
    ".global darban_openapi_begin\n"
    "darban_openapi_begin:\n"
    ".incbin \"" DARBAN_OPENAPI
    "\"\n"
    ".global darban_openapi_end\n"
    "darban_openapi_end:\n"
    ".byte 0\n"
    ".popsection\n");
extern "C" const char darban_openapi_begin[];
extern "C" const char darban_openapi_end[];

namespace darban::page {

std::vector<web::Route> openapi_routes(const Api&) {
  const std::string_view document(darban_openapi_begin, static_cast<std::size_t>(darban_openapi_end - darban_openapi_begin));
  const auto asset =
      std::make_shared<const web::Asset>(web::ContentType::json, web::Packing::none, web::Caching::revalidate, document);
  return {{web::Method::get, "/api/v1/openapi.json", kAnybody,
           [asset](const web::Request& request) { return asset->answer(request); }}};
}

}  // namespace darban::page

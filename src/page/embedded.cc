// SPDX-License-Identifier: Apache-2.0
#include "page/embedded.h"

#include <array>

#define EMBEDDED_FILE(number, address, ending)    \
  extern "C" const char darban_embedded_##number; \
  extern "C" const char darban_embedded_##number##_end;
#define EMBEDDED_LANGUAGE(number)                 \
  extern "C" const char darban_embedded_##number; \
  extern "C" const char darban_embedded_##number##_end;
#include "page/embedded_files.inc"
#undef EMBEDDED_FILE
#undef EMBEDDED_LANGUAGE

namespace darban::page {
namespace {

std::string_view octets_between(const char& begin, const char& end) {
  return {&begin, static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(&end) - reinterpret_cast<std::uintptr_t>(&begin))};
}

web::ContentType type_of(std::string_view ending) {
  if (ending == ".html") return web::ContentType::html;
  if (ending == ".css") return web::ContentType::css;
  if (ending == ".js") return web::ContentType::script;
  if (ending == ".svg") return web::ContentType::svg;
  if (ending == ".json") return web::ContentType::json;
  if (ending == ".webmanifest") return web::ContentType::manifest;
  return web::ContentType::text;
}

web::Asset asset_of(std::string_view octets, std::string_view ending) {
  return {type_of(ending), web::Packing::gzip, web::Caching::revalidate, octets};
}

}  // namespace

const std::vector<EmbeddedFile>& embedded_files() {
  static const std::vector<EmbeddedFile> files{
#define EMBEDDED_FILE(number, address, ending) \
  {address, asset_of(octets_between(darban_embedded_##number, darban_embedded_##number##_end), ending)},
#define EMBEDDED_LANGUAGE(number)
#include "page/embedded_files.inc"
#undef EMBEDDED_FILE
#undef EMBEDDED_LANGUAGE
  };
  return files;
}

std::span<const std::string_view> embedded_languages() {
  static const std::array files{
#define EMBEDDED_FILE(number, address, ending)
#define EMBEDDED_LANGUAGE(number) octets_between(darban_embedded_##number, darban_embedded_##number##_end),
#include "page/embedded_files.inc"
#undef EMBEDDED_FILE
#undef EMBEDDED_LANGUAGE
  };
  return files;
}

std::vector<web::Route> asset_routes() {
  std::vector<web::Route> routes;
  for (const EmbeddedFile& file : embedded_files()) {
    routes.push_back({web::Method::get, file.address, {web::Role::anybody}, [&file](const web::Request& request) -> web::Answer {
                        return file.asset.answer(request);
                      }});
  }
  return routes;
}

}  // namespace darban::page

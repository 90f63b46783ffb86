// SPDX-License-Identifier: Apache-2.0
#include "web/asset.h"

#include <algorithm>
#include <optional>

#include "base/crypto.h"

namespace darban::web {
namespace {

constexpr std::size_t kEtagOctets = 12;  // of BLAKE2b-256: 96 bits tell files apart

constexpr Sentences kOnlyGzip{406, "This file is packed", "It is only here as gzip, and the request refuses that.",
                              "Use a browser, or leave Accept-Encoding out."};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Gives each element of a comma-separated list to `use` until that says no.
template <typename Use>
void each_element(std::string_view list, Use&& use) {
  for (;;) {
    const auto comma = list.find(',');
    if (!use(trimmed(list.substr(0, comma))) || comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

bool is_zero(std::string_view weight) {  // "q=0", "q=0.000"
  weight = trimmed(weight);
  return (weight.starts_with("q=0") || weight.starts_with("Q=0")) &&
         weight.substr(3).find_first_not_of(".0") == std::string_view::npos;
}

bool same_coding(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

}  // namespace

Asset::Asset(ContentType type, Packing packing, Caching caching, std::string_view octets)
    : type_(type), packing_(packing), caching_(caching), octets_(octets) {
  const auto digest = crypto::blake2b256({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
  etag_ = '"' + crypto::to_hex(Octets(digest).first(kEtagOctets)) + '"';
}

Response Asset::answer(const Request& request) const {
  if (packing_ == Packing::gzip && !takes_gzip(request.field(Field::accept_encoding))) return problem(kOnlyGzip);
  Response response;
  response.type = type_;
  response.caching = caching_;
  response.more.push_back({"ETag", etag_});
  if (packing_ == Packing::gzip) response.more.push_back({"Vary", "Accept-Encoding"});
  if (has_etag(request.field(Field::if_none_match), etag_)) {
    response.status = 304;
    return response;
  }
  if (packing_ == Packing::gzip) response.more.push_back({"Content-Encoding", "gzip"});
  response.lasting = octets_;
  return response;
}

bool has_etag(std::string_view if_none_match, std::string_view etag) {
  bool found = false;
  each_element(if_none_match, [&](std::string_view element) {
    if (element.starts_with("W/")) element.remove_prefix(2);
    found = element == etag || element == "*";
    return !found;
  });
  return found;
}

bool takes_gzip(std::string_view accept_encoding) {
  if (trimmed(accept_encoding).empty()) return true;
  std::optional<bool> gzip;
  std::optional<bool> any;
  each_element(accept_encoding, [&](std::string_view element) {
    const auto semicolon = element.find(';');
    const std::string_view coding = trimmed(element.substr(0, semicolon));
    const bool takes = semicolon == std::string_view::npos || !is_zero(element.substr(semicolon + 1));
    if (same_coding(coding, "gzip") || same_coding(coding, "x-gzip")) gzip = takes;
    if (coding == "*") any = takes;
    return true;
  });
  return gzip ? *gzip : any.value_or(false);
}

}  // namespace darban::web

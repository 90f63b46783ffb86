// SPDX-License-Identifier: Apache-2.0
#include "page/sha1_hmac.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/loaded_library.h"

namespace darban::page {
namespace {

using HmacFast = decltype(::gnutls_hmac_fast);

HmacFast* hmac_fast() {
  static HmacFast* const found = [] {
    const LoadedLibrary library{"libgnutls.so.30"};
    HmacFast* function = nullptr;
    library.find("gnutls_hmac_fast", function);
    return function;
  }();
  return found;
}

}  // namespace

bool has_sha1_hmac() { return hmac_fast() != nullptr; }

std::optional<Sha1Mac> sha1_hmac(Octets key, Octets message) {
  HmacFast* const make = hmac_fast();
  Sha1Mac mac{};
  if (make == nullptr || make(GNUTLS_MAC_SHA1, key.data(), key.size(), message.data(), message.size(), mac.data()) != 0)
    return std::nullopt;
  return mac;
}

}  // namespace darban::page

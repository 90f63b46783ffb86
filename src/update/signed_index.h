// SPDX-License-Identifier: Apache-2.0
// index.tsv of a published folder (lists/BUNDLE.md): the newest numbers that are there, so that a receiver need not fetch what it
// has. It is not signed and nobody trusts it: whoever forges it can only keep a receiver from seeing something newer. Values; any
// thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "lists/bundle_fault.h"

namespace darban {

struct SignedIndex {
  std::string publisher;      // of the newest bundle
  std::uint64_t bundle = 0;   // its number; 0: there is none
  std::uint64_t octets = 0;   // of its file
  std::uint64_t unblock = 0;  // the number of the un-block file; 0: there is none
  friend bool operator==(const SignedIndex&, const SignedIndex&) = default;
};

inline constexpr std::uint64_t kLargestSignedIndex = 64 << 10;  // octets

Result<std::string> text_of_index(const SignedIndex& index);
// foreign, newer_format or corrupt; error.at is the line. Keys that a later publisher adds are left aside.
Result<SignedIndex, BundleError> read_signed_index(std::string_view text);

}  // namespace darban

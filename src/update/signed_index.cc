// SPDX-License-Identifier: Apache-2.0
#include "update/signed_index.h"

#include "lists/bundle.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kKind = "darban-signed-lists";
constexpr std::uint64_t kVersion = 1;

bool take_number(std::uint64_t& into, std::string_view digits, std::uint64_t most) {
  const auto number = read_whole_number(digits);
  into = number.value_or(0);
  return number && *number <= most;
}

bool take(SignedIndex& index, const TabLines::Line& line) {
  if (line.key == "publisher") {
    index.publisher = line.value;
    return line.value.size() <= bundle_bounds::kLongestPublisher;
  }
  if (line.key == "bundle") return take_number(index.bundle, line.value, bundle_bounds::kLargestNumber);
  if (line.key == "octets") return take_number(index.octets, line.value, 2 * bundle_bounds::kLargestImage);
  if (line.key == "unblock") return take_number(index.unblock, line.value, bundle_bounds::kLargestNumber);
  return true;
}

}  // namespace

Result<std::string> text_of_index(const SignedIndex& index) {
  TabWriter lines;
  lines.line(kKind, kVersion);
  lines.line("publisher", index.publisher);
  lines.line("bundle", index.bundle);
  lines.line("octets", index.octets);
  lines.line("unblock", index.unblock);
  return lines.take();
}

Result<SignedIndex, BundleError> read_signed_index(std::string_view text) {
  TabLines lines(text);
  const auto head = lines.next();
  if (!head || head->key != kKind) return BundleError{BundleFault::foreign, 1};
  const auto version = read_whole_number(head->value);
  if (!version) return BundleError{BundleFault::corrupt, 1};
  if (*version > kVersion) return BundleError{BundleFault::newer_format, 1};
  SignedIndex index;
  while (const auto line = lines.next()) {
    if (!take(index, *line)) return BundleError{BundleFault::corrupt, line->number};
  }
  if (!lines.ok()) return BundleError{BundleFault::corrupt, lines.error().at};
  return index;
}

}  // namespace darban

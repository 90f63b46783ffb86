// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle_octets.h"

#include "lists/bundle_text.h"

namespace darban {
Octets BundleReader::take(std::size_t count) {
  if (!ok_) return {};
  if (left() < count) {
    at_ = octets_.size();
    fail(BundleFault::truncated);
    return {};
  }
  const Octets taken = octets_.subspan(at_, count);
  at_ += count;
  return taken;
}

std::string BundleReader::line(std::size_t most) {
  const std::size_t length = number<std::uint16_t>();
  expect(length <= most);
  const Octets taken = take(length);
  std::string text(taken.begin(), taken.end());
  expect(is_plain_line(text));
  return text;
}

void BundleReader::fail(BundleFault fault) {
  if (!ok_) return;
  ok_ = false;
  error_ = {fault, offset_ + at_};
}

}  // namespace darban

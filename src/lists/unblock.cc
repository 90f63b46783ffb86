// SPDX-License-Identifier: Apache-2.0
#include "lists/unblock.h"

#include <algorithm>

#include "lists/bundle.h"
#include "lists/bundle_octets.h"
#include "lists/bundle_text.h"
#include "lists/idn.h"
#include "lists/line.h"
#include "lists/public_suffix.h"

namespace darban {
namespace {

using namespace unblock_bounds;

// Whoever opens "com" and everything below it opens the internet; a top-level domain alone is nothing a family misses.
bool opens_too_much(const OpenedName& opened, const PublicSuffixes& suffixes) {
  if (opened.name.label_count() < 2) return true;
  return opened.scope == OpenedScope::subtree && suffixes.has(opened.name);
}

std::vector<std::uint8_t> record_of(const OpenedName& opened) {
  std::vector<std::uint8_t> record(1 + opened.name.wire_size());
  record[0] = opened.scope == OpenedScope::subtree ? 1 : 0;
  ByteWriter out{std::span(record).subspan(1)};
  opened.name.append_to(out);
  return record;
}

// A scope and a name, uncompressed and in lower case: one name has one spelling.
OpenedName read_opened(BundleReader& in, Octets body) {
  OpenedName opened;
  const auto scope = in.number<std::uint8_t>();
  in.expect(scope <= 1);
  opened.scope = scope == 1 ? OpenedScope::subtree : OpenedScope::exact;
  const Octets rest = body.subspan(in.at());
  ByteReader name_in(rest);
  opened.name = Name::read(name_in);
  ByteReader again(rest);
  in.expect(name_in.ok() && opened.name.is_next_in(again));
  in.take(name_in.ok() ? opened.name.wire_size() : 0);
  return opened;
}

struct Body {
  Unblock unblock;
  Octets records;
};

Result<Body, BundleError> read_body(const Envelope& envelope) {
  BundleReader in(envelope.body, envelope.body_at);
  Unblock unblock;
  unblock.publisher = in.line(bundle_bounds::kLongestPublisher);
  in.expect(!unblock.publisher.empty());
  unblock.number = in.number<std::uint64_t>();
  in.expect(unblock.number > 0 && unblock.number <= bundle_bounds::kLargestNumber);
  unblock.created = static_cast<std::int64_t>(in.number<std::uint64_t>());
  unblock.expires = static_cast<std::int64_t>(in.number<std::uint64_t>());
  in.expect(unblock.created >= 0 && unblock.expires > unblock.created && unblock.expires - unblock.created <= kLongestLife);
  const auto count = in.number<std::uint32_t>();
  in.expect(count <= kMostNames);
  const PublicSuffixes suffixes = PublicSuffixes::built_in();
  const Octets records = envelope.body.subspan(in.at());
  Octets before;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const std::size_t at = in.at();
    const OpenedName opened = read_opened(in, envelope.body);
    if (!in.ok()) break;
    if (opens_too_much(opened, suffixes)) in.fail(BundleFault::opens_too_much);
    const Octets record = envelope.body.subspan(at, in.at() - at);
    in.expect(i == 0 || std::lexicographical_compare(before.begin(), before.end(), record.begin(), record.end()));
    before = record;
    unblock.names.push_back(opened);
  }
  in.expect(in.left() == 0);
  if (in.ok()) return Body{std::move(unblock), records};
  const bool cut = in.error().fault == BundleFault::truncated;  // the body is all there, so nothing was cut off
  return BundleError{cut ? BundleFault::corrupt : in.error().fault, in.error().at};
}

}  // namespace

Result<SignedUnblock, BundleError> read_unblock(Octets file) {
  auto envelope = read_envelope(file, kUnblockKind);
  if (!envelope) return envelope.error();
  if (!envelope->rest.empty()) return BundleError{BundleFault::corrupt, envelope->rest_at};
  auto body = read_body(*envelope);
  if (!body) return body.error();
  return SignedUnblock{std::move(body->unblock), body->records, envelope->signed_part, std::move(envelope->signatures)};
}

Result<Unblock, BundleError> verify_unblock(Octets file, const BundleKeys& keys, std::int64_t now, std::uint64_t installed) {
  auto read = read_unblock(file);
  if (!read) return read.error();
  if (const auto trusted = keys.check(read->signed_part, read->signatures); !trusted) return trusted.error();
  if (read->unblock.number < installed) return BundleError{BundleFault::older, 0};
  if (now >= read->unblock.expires) return BundleError{BundleFault::expired, 0};
  return std::move(read->unblock);
}

Result<std::vector<std::uint8_t>, BundleError> unblock_signed_part(const Unblock& unblock) {
  const PublicSuffixes suffixes = PublicSuffixes::built_in();
  std::vector<std::vector<std::uint8_t>> records;
  for (const OpenedName& opened : unblock.names) {
    if (opens_too_much(opened, suffixes)) return BundleError{BundleFault::opens_too_much, records.size()};
    records.push_back(record_of(opened));
  }
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());

  BundleWriter body;
  body.line(unblock.publisher);
  body.number(unblock.number);
  body.number(static_cast<std::uint64_t>(unblock.created));
  body.number(static_cast<std::uint64_t>(unblock.expires));
  body.number(static_cast<std::uint32_t>(records.size()));
  for (const auto& record : records) body.add(record);
  auto part = signed_part_of(kUnblockKind, body.written());
  if (!read_unblock(with_signatures(part, {}))) return BundleError{BundleFault::corrupt, 0};  // something is outside its bounds
  return part;
}

std::vector<std::string> opened_names_text(const SignedUnblock& file) {
  std::vector<std::string> texts;
  const Octets octets = file.records;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    std::string text = octets[at++] == 0 ? "=" : "";
    for (std::string_view dot; octets[at] != 0; at += 1U + octets[at], dot = ".") {
      text += dot;
      for (const std::uint8_t each : octets.subspan(at + 1, octets[at])) {
        const bool plain = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_';
        text += plain ? static_cast<char>(each) : '?';
      }
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<std::vector<OpenedName>> read_opened_names(std::string_view text) {
  std::vector<OpenedName> names;
  for (std::uint32_t line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = without_comment(take_line(text));
    if (line.empty()) continue;
    const bool exact = line.front() == '=';
    if (exact) line = trim(line.substr(1));
    const auto name = name_from_text_idn(line);
    if (!name) return Error{name.error().code, line_number};
    if (name->is_root()) return Error{Errc::empty, line_number};
    if (names.size() == kMostNames) return Error{Errc::too_large, line_number};
    names.push_back({*name, exact ? OpenedScope::exact : OpenedScope::subtree});
  }
  return names;
}

}  // namespace darban

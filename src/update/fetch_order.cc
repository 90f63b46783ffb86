// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_order.h"

#include <array>

#include "config/scalars.h"
#include "update/field_lines.h"

namespace darban {
namespace {

constexpr std::string_view kOrderFile = "darban-fetch-order";
constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kMostResolvers = 16;

bool take_resolver(std::vector<Endpoint>& into, std::string_view value) {
  const auto endpoint = read_endpoint(value, kDnsPort);
  if (!endpoint || into.size() >= kMostResolvers) return false;
  into.push_back(*endpoint);
  return true;
}

// An endpoint as written may rely on the port the settings gave it: written out here.
std::string written_with_port(const Endpoint& resolver) {
  const bool plain = read_endpoint(resolver.written, resolver.port).has_value() && read_endpoint(resolver.written, 1)->port == 1;
  if (!plain) return resolver.written;
  const std::string port = ":" + std::to_string(resolver.port);
  return resolver.address.is_v4() ? resolver.written + port : "[" + resolver.written + "]" + port;
}

using TermsField = LineField<FetchTerms>;
constexpr std::array kTermsFields{
    TermsField{"folder", [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, terms.folder); },
               [](FetchTerms& terms, std::string_view value) { return take_text(terms.folder, value, kLongestPath); }},
    TermsField{"resolver",
               [](const FetchTerms& terms, std::string_view key, TabWriter& out) {
                 for (const Endpoint& resolver : terms.resolvers) out.line(key, written_with_port(resolver));
               },
               [](FetchTerms& terms, std::string_view value) { return take_resolver(terms.resolvers, value); }},
    TermsField{"authorities",
               [](const FetchTerms& terms, std::string_view key, TabWriter& out) { write_text(out, key, terms.authorities); },
               [](FetchTerms& terms, std::string_view value) { return take_text(terms.authorities, value, kLongestPath); }},
    TermsField{"at-once", [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, terms.at_once); },
               [](FetchTerms& terms, std::string_view value) { return take_number(terms.at_once, value, 1, 32); }},
    TermsField{"rounds", [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, terms.rounds); },
               [](FetchTerms& terms, std::string_view value) { return take_number(terms.rounds, value, 1, 16); }},
    TermsField{
        "back-off-first",
        [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, milliseconds(terms.back_off.first)); },
        [](FetchTerms& terms, std::string_view value) { return take_duration(terms.back_off.first, value); }},
    TermsField{"back-off-longest",
               [](const FetchTerms& terms, std::string_view key, TabWriter& out) {
                 out.line(key, milliseconds(terms.back_off.longest));
               },
               [](FetchTerms& terms, std::string_view value) { return take_duration(terms.back_off.longest, value); }},
    TermsField{"connect",
               [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, milliseconds(terms.connect)); },
               [](FetchTerms& terms, std::string_view value) { return take_duration(terms.connect, value); }},
    TermsField{"slowest", [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, terms.slowest); },
               [](FetchTerms& terms, std::string_view value) { return take_number(terms.slowest, value, 1, 1u << 30); }},
    TermsField{"patience",
               [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, milliseconds(terms.patience)); },
               [](FetchTerms& terms, std::string_view value) { return take_duration(terms.patience, value); }},
    TermsField{
        "one-source",
        [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, milliseconds(terms.one_source)); },
        [](FetchTerms& terms, std::string_view value) { return take_duration(terms.one_source, value); }},
    TermsField{
        "everything",
        [](const FetchTerms& terms, std::string_view key, TabWriter& out) { out.line(key, milliseconds(terms.everything)); },
        [](FetchTerms& terms, std::string_view value) { return take_duration(terms.everything, value); }},
};

using OrderField = LineField<FetchOrder>;
constexpr std::array kOrderFields{
    OrderField{"url",
               [](const FetchOrder& order, std::string_view key, TabWriter& out) {
                 for (const std::string& url : order.urls) out.line(key, url);
               },
               [](FetchOrder& order, std::string_view value) {
                 order.urls.emplace_back(value);
                 return value.size() <= kLongestWord && order.urls.size() <= kMostUrls;
               }},
    OrderField{"into", [](const FetchOrder& order, std::string_view key, TabWriter& out) { out.line(key, order.into); },
               [](FetchOrder& order, std::string_view value) { return is_inner_path(value) && take_text(order.into, value); }},
    OrderField{"etag", [](const FetchOrder& order, std::string_view key, TabWriter& out) { write_text(out, key, order.etag); },
               [](FetchOrder& order, std::string_view value) { return take_text(order.etag, value); }},
    OrderField{"last-modified",
               [](const FetchOrder& order, std::string_view key, TabWriter& out) { write_text(out, key, order.last_modified); },
               [](FetchOrder& order, std::string_view value) { return take_text(order.last_modified, value); }},
    OrderField{"described-by",
               [](const FetchOrder& order, std::string_view key, TabWriter& out) { write_text(out, key, order.described_by); },
               [](FetchOrder& order, std::string_view value) { return take_text(order.described_by, value); }},
    OrderField{"most-octets",
               [](const FetchOrder& order, std::string_view key, TabWriter& out) { out.line(key, order.most_octets); },
               [](FetchOrder& order, std::string_view value) { return take_number(order.most_octets, value, 1, 1ull << 40); }},
};

bool is_complete(const FetchOrder& order) { return !order.urls.empty() && !order.into.empty(); }

}  // namespace

Result<std::string> text_of_batch(const FetchBatch& batch) {
  TabWriter out;
  out.line(kOrderFile, kFileVersion);
  write_fields<FetchTerms>(batch.terms, kTermsFields, out);
  for (const FetchOrder& order : batch.orders) {
    out.line("source", order.source);
    write_fields<FetchOrder>(order, kOrderFields, out);
  }
  out.line("end", batch.orders.size());
  return out.take();
}

Result<FetchBatch> read_batch(std::string_view text) {
  FileReader file(text, kOrderFile);
  FetchBatch batch;
  while (const auto line = file.next()) {
    if (line->key == "source") {
      file.expect((batch.orders.empty() || is_complete(batch.orders.back())) && batch.orders.size() < kMostSources);
      batch.orders.emplace_back();
      file.expect(is_inner_path(line->value) && take_text(batch.orders.back().source, line->value));
    } else if (batch.orders.empty()) {
      file.expect(read_field<FetchTerms>(batch.terms, kTermsFields, *line));
    } else {
      file.expect(read_field<FetchOrder>(batch.orders.back(), kOrderFields, *line));
    }
  }
  file.expect(!batch.terms.folder.empty() && (batch.orders.empty() || is_complete(batch.orders.back())));
  file.expect(file.sources() == batch.orders.size());
  if (file.error().code != Errc::ok) return file.error();
  return batch;
}

}  // namespace darban

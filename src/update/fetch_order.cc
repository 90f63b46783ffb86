// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_order.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "config/scalars.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kOrderFile = "darban-fetch-order";
constexpr std::string_view kReportFile = "darban-fetch-report";
constexpr std::string_view kVersion = "1";
constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kMostResolvers = 16;
constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kLongestWord = 2048;

// One key of a file: how a value is written and read. The two stand side by side so that they stay each other's inverse. What is
// read and does not make sense is refused.
template <typename Whole>
struct Field {
  std::string_view key;
  void (*write)(const Whole&, std::string_view key, TabWriter&);
  bool (*read)(Whole&, std::string_view value);
};

template <typename Number>
bool take_number(Number& into, std::string_view digits, std::uint64_t lowest, std::uint64_t highest) {
  const auto number = read_whole_number(digits);
  if (!number || *number < lowest || *number > highest) return false;
  into = static_cast<Number>(*number);
  return true;
}
bool take_duration(Milliseconds& into, std::string_view digits) {
  constexpr std::uint64_t kLongest = 7ull * 86400 * 1000;
  std::int64_t milliseconds = 0;
  if (!take_number(milliseconds, digits, 1, kLongest)) return false;
  into = Milliseconds{milliseconds};
  return true;
}
bool take_text(std::string& into, std::string_view value, std::size_t longest = kLongestWord) {
  if (value.size() > longest) return false;
  into = value;
  return true;
}
bool take_flag(bool& into, std::string_view value) {
  into = value == "yes";
  return into || value == "no";
}
bool take_resolver(std::vector<Endpoint>& into, std::string_view value) {
  const auto endpoint = read_endpoint(value, kDnsPort);
  if (!endpoint || into.size() >= kMostResolvers) return false;
  into.push_back(*endpoint);
  return true;
}
std::uint64_t milliseconds(Milliseconds duration) { return static_cast<std::uint64_t>(duration.count()); }
void write_text(TabWriter& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out.line(key, value);
}
void write_flag(TabWriter& out, std::string_view key, bool value) {
  if (value) out.line(key, "yes");
}

// An endpoint as written may rely on the port the settings gave it: written out here.
std::string written_with_port(const Endpoint& resolver) {
  const bool plain = read_endpoint(resolver.written, resolver.port).has_value() && read_endpoint(resolver.written, 1)->port == 1;
  if (!plain) return resolver.written;
  const std::string port = ":" + std::to_string(resolver.port);
  return resolver.address.is_v4() ? resolver.written + port : "[" + resolver.written + "]" + port;
}

constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();

using TermsField = Field<FetchTerms>;
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

using OrderField = Field<FetchOrder>;
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

std::optional<FetchOutcome> outcome_of(std::string_view text) {
  for (const FetchOutcome outcome : {FetchOutcome::fresh, FetchOutcome::unchanged, FetchOutcome::failed}) {
    if (text_of(outcome).view() == text) return outcome;
  }
  return std::nullopt;
}

template <typename Value>
bool take_value(Value& into, const std::optional<Value>& value) {
  if (value) into = *value;
  return value.has_value();
}

using ResultField = Field<FetchResult>;
constexpr std::array kResultFields{
    ResultField{
        "outcome",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, text_of(result.outcome).view()); },
        [](FetchResult& result, std::string_view value) { return take_value(result.outcome, outcome_of(value)); }},
    ResultField{
        "trouble",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, key_of(result.trouble).view()); },
        [](FetchResult& result, std::string_view value) { return take_value(result.trouble, trouble_of_key(value)); }},
    ResultField{"http-status",
                [](const FetchResult& result, std::string_view key, TabWriter& out) {
                  out.line(key, static_cast<std::uint64_t>(result.http_status));
                },
                [](FetchResult& result, std::string_view value) { return take_number(result.http_status, value, 0, 999); }},
    ResultField{"url", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.url); },
                [](FetchResult& result, std::string_view value) { return take_number(result.url, value, 0, kMostUrls - 1); }},
    ResultField{"etag",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { write_text(out, key, result.etag); },
                [](FetchResult& result, std::string_view value) { return take_text(result.etag, value); }},
    ResultField{
        "last-modified",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { write_text(out, key, result.last_modified); },
        [](FetchResult& result, std::string_view value) { return take_text(result.last_modified, value); }},
    ResultField{"octets", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.octets); },
                [](FetchResult& result, std::string_view value) { return take_number(result.octets, value, 0, kAny); }},
    ResultField{"travelled",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.travelled); },
                [](FetchResult& result, std::string_view value) { return take_number(result.travelled, value, 0, kAny); }},
    ResultField{"tries", [](const FetchResult& result, std::string_view key, TabWriter& out) { out.line(key, result.tries); },
                [](FetchResult& result, std::string_view value) { return take_number(result.tries, value, 0, 1u << 16); }},
    ResultField{"continued",
                [](const FetchResult& result, std::string_view key, TabWriter& out) { write_flag(out, key, result.continued); },
                [](FetchResult& result, std::string_view value) { return take_flag(result.continued, value); }},
    ResultField{
        "length-was-known",
        [](const FetchResult& result, std::string_view key, TabWriter& out) { write_flag(out, key, result.length_was_known); },
        [](FetchResult& result, std::string_view value) { return take_flag(result.length_was_known, value); }},
    ResultField{"retry-after",
                [](const FetchResult& result, std::string_view key, TabWriter& out) {
                  if (result.retry_after) out.line(key, static_cast<std::uint64_t>(result.retry_after->count()));
                },
                [](FetchResult& result, std::string_view value) {
                  std::int64_t seconds = 0;
                  if (!take_number(seconds, value, 0, 1u << 30)) return false;
                  result.retry_after = Seconds{seconds};
                  return true;
                }},
};

template <typename Whole>
void write_fields(const Whole& whole, std::span<const Field<Whole>> fields, TabWriter& out) {
  for (const Field<Whole>& field : fields) field.write(whole, field.key, out);
}

// False for a key that is not in the table, and for a value that its field refuses.
template <typename Whole>
bool read_field(Whole& whole, std::span<const Field<Whole>> fields, const TabLines::Line& line) {
  for (const Field<Whole>& field : fields) {
    if (field.key == line.key) return field.read(whole, line.value);
  }
  return false;
}

// A file: its name and version, some lines, and "end" with the number of sources, so that a cut file is no file.
class FileReader {
 public:
  FileReader(std::string_view text, std::string_view name) : lines_(text) {
    const auto first = lines_.next();
    if (first && (first->key != name || first->value != kVersion)) fail(Errc::unknown_format, 1);
    if (!first) fail(lines_.ok() ? Errc::truncated : lines_.error().code, 1);
  }
  // The next line; nothing at the end or after something went wrong.
  std::optional<TabLines::Line> next() {
    if (error_.code != Errc::ok) return std::nullopt;
    const auto line = lines_.next();
    if (!line) fail(lines_.ok() ? Errc::truncated : lines_.error().code, lines_.ok() ? last_ + 1 : lines_.error().at);
    if (!line || line->key == "end") return at_end(line), std::nullopt;
    last_ = line->number;
    return line;
  }
  void expect(bool fine) {
    if (!fine) fail(Errc::out_of_range, last_);
  }
  std::optional<std::uint64_t> sources() const { return sources_; }
  Error error() const { return error_; }

 private:
  void fail(Errc code, std::uint32_t line) {
    if (error_.code == Errc::ok) error_ = {code, line};
  }
  void at_end(const std::optional<TabLines::Line>& line) {
    if (!line) return;
    sources_ = read_whole_number(line->value);
    if (!sources_) fail(Errc::out_of_range, line->number);
    if (lines_.next() || !lines_.ok()) fail(Errc::trailing_octets, line->number + 1);
  }
  TabLines lines_;
  std::uint32_t last_ = 1;
  std::optional<std::uint64_t> sources_;
  Error error_;
};

bool is_complete(const FetchOrder& order) { return !order.urls.empty() && !order.into.empty(); }

}  // namespace

Text text_of(FetchOutcome outcome) {
  switch (outcome) {
    case FetchOutcome::fresh:
      return "fresh";
    case FetchOutcome::unchanged:
      return "unchanged";
    case FetchOutcome::failed:
      return "failed";
  }
  return "failed";
}

bool is_inner_path(std::string_view path) {
  if (path.empty() || path.size() > 200 || path.front() == '/' || path.back() == '/') return false;
  char before = '/';
  for (const char octet : path) {
    const bool plain = (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '_' || octet == '-';
    if (!plain && octet != '.' && octet != '/') return false;
    if (before == '/' && (octet == '.' || octet == '/')) return false;
    before = octet;
  }
  return true;
}

Result<std::string> text_of_batch(const FetchBatch& batch) {
  TabWriter out;
  out.line(kOrderFile, kVersion);
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

Result<std::string> text_of_report(const FetchReport& report) {
  TabWriter out;
  out.line(kReportFile, kVersion);
  for (std::size_t at = 0; at < kMeasures; ++at) {
    const auto measure = static_cast<Measure>(at);
    out.line(text_of(measure).view(), text_of(report.sandbox.of(measure)).view());
  }
  for (const FetchResult& result : report.results) {
    out.line("source", result.source);
    write_fields<FetchResult>(result, kResultFields, out);
  }
  out.line("end", report.results.size());
  return out.take();
}

Result<FetchReport> read_report(std::string_view text) {
  FileReader file(text, kReportFile);
  FetchReport report;
  while (const auto line = file.next()) {
    if (line->key == "source") {
      file.expect(report.results.size() < kMostSources);
      report.results.emplace_back();
      file.expect(is_inner_path(line->value) && take_text(report.results.back().source, line->value));
    } else if (report.results.empty()) {
      const auto measure = measure_of(line->key);
      const auto applied = applied_of(line->value);
      file.expect(measure && applied);
      if (measure && applied) report.sandbox.set(*measure, *applied);
    } else {
      file.expect(read_field<FetchResult>(report.results.back(), kResultFields, *line));
    }
  }
  file.expect(file.sources() == report.results.size());
  if (file.error().code != Errc::ok) return file.error();
  return report;
}

}  // namespace darban

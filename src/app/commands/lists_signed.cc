// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_signed.h"

#include <time.h>

#include <charconv>
#include <chrono>
#include <cstdlib>

#include "app/civil_time.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/list_companions.h"
#include "app/sealed_file.h"
#include "app/terminal.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "config/scalars.h"
#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::size_t kLargestKeyFile = 4096;  // octets

Sentence about(std::string_view path, const Error& error) {
  return shown_path(path) + ": " + std::string(text_of(error.code).view());
}

template <typename Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::int64_t start_of_day(const std::string& date) {  // YYYY-MM-DD, as read_date() took it
  using namespace std::chrono;
  const auto part = [&](std::size_t at, std::size_t count) {
    return *whole_number<int>(std::string_view(date).substr(at, count));
  };
  const sys_days day = year{part(0, 4)} / part(5, 2) / part(8, 2);
  return duration_cast<seconds>(day.time_since_epoch()).count();
}

std::string signatures_text(std::span<const BundleSignature> signatures, const BundleKeys* trust) {
  if (signatures.empty()) return "  signed    by nobody yet\n";
  std::string text;
  for (const BundleSignature& each : signatures) {
    const TrustedKey* known = trust == nullptr ? nullptr : trust->find(each.key);
    text += text.empty() ? "  signed    " : "            ";
    text += crypto::to_hex(each.key);
    if (known != nullptr) text += " " + known->comment;
    if (known == nullptr && trust != nullptr) text += " (not in the trust file)";
    text += "\n";
  }
  return text;
}

std::string times_text(std::int64_t created, std::int64_t expires) {
  return "  made      " + utc_text(created) + "\n  good till " + utc_text(expires) + "\n";
}

}  // namespace

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string_view text_in(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.octets().data()), file.octets().size()};
}

Result<MappedFile, Sentence> open_file(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return about(path, file.error());
  return std::move(*file);
}

Result<void, Sentence> write_file(const std::string& path, Octets octets, unsigned mode) {
  auto file = AtomicFile::create(path, mode);
  if (!file) return about(path, file.error());
  if (const auto written = file->write(octets); !written) return about(path, written.error());
  if (const auto done = file->commit(); !done) return about(path, done.error());
  return {};
}

Result<std::vector<crypto::Secret>, Sentence> load_signing_keys(std::string_view paths) {
  std::vector<crypto::Secret> keys;
  while (!paths.empty()) {
    const std::size_t comma = paths.find(',');
    const std::string path(paths.substr(0, comma));
    paths.remove_prefix(comma == std::string_view::npos ? paths.size() : comma + 1);
    auto octets = read_private_file(path, kLargestKeyFile);
    if (!octets) return octets.error();
    auto key = signing_key_from({reinterpret_cast<const char*>(octets->data()), octets->size()});
    crypto::wipe(*octets);
    if (!key) return shown_path(path) + ": not a signing key; `darban lists keygen` makes one";
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return Sentence("which key? --key NAME.key; `darban lists keygen NAME` makes one");
  return keys;
}

Result<BundleKeys, Sentence> load_trust(const std::string& path) {
  auto keys = load_bundle_keys(path);
  if (!keys) return text_of(keys.error()).view();
  return std::move(*keys);
}

Result<std::int64_t, Sentence> moment_of(const Arguments& arguments) {
  if (const auto written = arguments.value("--date")) {
    const auto date = read_date(*written);
    if (!date) return date.error().sentence;
    return start_of_day(*date);
  }
  if (const char* set = std::getenv("SOURCE_DATE_EPOCH")) {
    const auto moment = whole_number<std::int64_t>(set);
    if (moment && *moment >= 0) return *moment;
    return Sentence("SOURCE_DATE_EPOCH must be a number of seconds since 1970");
  }
  return static_cast<std::int64_t>(::time(nullptr));
}

Result<std::int64_t, Sentence> end_of(const Arguments& arguments, std::int64_t created, std::string_view usual) {
  const auto span = read_duration(arguments.value("--expires").value_or(usual));
  if (!span) return "--expires: " + span.error().sentence;
  return created + std::chrono::duration_cast<Seconds>(*span).count();
}

Result<std::uint64_t, Sentence> number_of(const Arguments& arguments, std::string_view option) {
  const std::string_view written = arguments.value(option).value_or("");
  const auto number = whole_number<std::uint64_t>(written);
  if (number && *number > 0 && *number <= bundle_bounds::kLargestNumber) return *number;
  return std::string(option) + " takes a whole number from 1 on" + (written.empty() ? "" : ", not " + quote(written));
}

std::string bundle_text(const Bundle& bundle, const BundleKeys* trust) {
  const BundleManifest& manifest = bundle.manifest;
  std::string text = "bundle " + std::to_string(manifest.number) + " of \"" + manifest.publisher + "\"\n";
  text += times_text(manifest.created, manifest.expires);
  if (manifest.rollback_of != 0) text += "  back to   the image of number " + std::to_string(manifest.rollback_of) + "\n";
  text +=
      "  image     " + with_commas(manifest.image_size) + " octets, BLAKE2b-256 " + crypto::to_hex(manifest.image_hash) + "\n";
  text += signatures_text(bundle.signatures, trust);
  bool first = true;
  for (const Attribution& source : manifest.sources) {
    text += first ? "  lists     " : "            ";
    text += source.id + ": " + source.title + ", " + source.licence + ", " + with_commas(source.entries) + " entries";
    text += (source.url.empty() ? "" : ", " + source.url) + "\n";
    first = false;
  }
  return text;
}

std::string unblock_text(const SignedUnblock& file, const BundleKeys* trust) {
  std::string text = "un-block file " + std::to_string(file.unblock.number) + " of \"" + file.unblock.publisher + "\"\n";
  text += times_text(file.unblock.created, file.unblock.expires) + signatures_text(file.signatures, trust);
  const auto names = opened_names_text(file);
  if (names.empty()) text += "  opens     nothing\n";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "  opens     " : "            ") + names[i] + "\n";
  return text;
}

Sentence refusal(std::string_view path, const BundleError& error) {
  const std::string place = error.at == 0 ? "" : " (octet " + std::to_string(error.at) + ")";
  return shown_path(path) + ": refused: " + std::string(text_of(error.fault).view()) + place;
}

int failed(std::string_view command, const Sentence& sentence) {
  terminal::print_error("darban lists " + std::string(command) + ": " + sentence);
  return kExitFailed;
}

}  // namespace darban

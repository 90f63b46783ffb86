// SPDX-License-Identifier: Apache-2.0
#include "app/commands/publish_folder.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "app/commands/list_file.h"
#include "base/json_writer.h"
#include "update/signed_index.h"

namespace darban {
namespace {

constexpr std::string_view kBefore = "lists-";
constexpr std::string_view kAfter = ".bundle";

std::optional<std::uint64_t> number_in(std::string_view name) {
  if (!name.starts_with(kBefore) || !name.ends_with(kAfter) || name.size() <= kBefore.size() + kAfter.size()) return std::nullopt;
  const std::string_view digits = name.substr(kBefore.size(), name.size() - kBefore.size() - kAfter.size());
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc() || end != digits.data() + digits.size() || std::to_string(number) != digits) return std::nullopt;
  return number;
}

ConfigText text(std::string words) { return ConfigText::from_operator(std::move(words)); }

// What is the same in both kinds of files.
void write_file_facts(JsonWriter& json, const std::string& name, Octets octets, const std::vector<BundleSignature>& signatures) {
  json.field("file", text(name));
  json.field("size", static_cast<std::uint64_t>(octets.size()));
  json.field("sha256", text(crypto::to_hex(crypto::sha256(octets))));
  json.open_list("signed_by");
  for (const BundleSignature& each : signatures) json.item(text(crypto::to_hex(each.key)));
  json.close_list();
}

void write_bundle(JsonWriter& json, const std::string& name, Octets octets, const Bundle& bundle) {
  const BundleManifest& manifest = bundle.manifest;
  json.open_object();
  json.field("number", manifest.number);
  json.field("publisher", text(manifest.publisher));
  json.field("created", manifest.created);
  json.field("expires", manifest.expires);
  if (manifest.rollback_of == 0)
    json.null_field("rollback_of");
  else
    json.field("rollback_of", manifest.rollback_of);
  json.field("image_size", manifest.image_size);
  json.field("image_blake2b256", text(crypto::to_hex(manifest.image_hash)));
  json.field("image_version", manifest.image_version);
  write_file_facts(json, name, octets, bundle.signatures);
  json.close_object();
}

}  // namespace

Result<std::vector<std::uint64_t>, Sentence> PublishFolder::numbers() const {
  std::error_code problem;
  std::vector<std::uint64_t> numbers;
  for (auto entry = std::filesystem::directory_iterator(path_, problem);
       !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    if (const auto number = number_in(entry->path().filename().string())) numbers.push_back(*number);
  }
  if (problem) return shown_path(path_) + ": the folder can not be read; make it with: mkdir " + shown_path(path_);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<std::optional<InstalledBundle>, Sentence> PublishFolder::newest() const {
  const auto all = numbers();
  if (!all) return all.error();
  if (all->empty()) return std::optional<InstalledBundle>();
  const std::string path = bundle_path(all->back());
  const auto file = open_file(path);
  if (!file) return file.error();
  const auto bundle = read_bundle(file->octets());
  if (!bundle) return refusal(path, bundle.error());
  return std::optional(InstalledBundle{bundle->manifest.publisher, bundle->manifest.number, bundle->manifest.image_hash});
}

Result<void, Sentence> PublishFolder::write_index() const {
  const auto all = numbers();
  if (!all) return all.error();
  SignedIndex brief;
  JsonWriter json;
  json.open_object();
  json.field("format", 1);
  json.open_list("bundles");  // newest first
  for (auto number = all->rbegin(); number != all->rend(); ++number) {
    const std::string path = bundle_path(*number);
    const auto file = open_file(path);
    if (!file) return file.error();
    const auto bundle = read_bundle(file->octets());
    if (!bundle) return refusal(path, bundle.error());
    if (bundle->manifest.number != *number)
      return shown_path(path) + ": it holds number " + std::to_string(bundle->manifest.number) + "; take it away";
    write_bundle(json, path.substr(path.rfind('/') + 1), file->octets(), *bundle);
    if (brief.bundle == 0) brief = {bundle->manifest.publisher, *number, file->octets().size(), 0};
  }
  json.close_list();
  if (const auto file = MappedFile::open(unblock_path()); file) {
    const auto unblock = read_unblock(file->octets());
    if (!unblock) return refusal(unblock_path(), unblock.error());
    brief.unblock = unblock->unblock.number;
    json.open_object("unblock");
    json.field("number", unblock->unblock.number);
    json.field("created", unblock->unblock.created);
    json.field("expires", unblock->unblock.expires);
    json.field("names", static_cast<std::uint64_t>(unblock->unblock.names.size()));
    write_file_facts(json, "lists.unblock", file->octets(), unblock->signatures);
    json.close_object();
  } else {
    json.null_field("unblock");
  }
  json.close_object();
  if (const auto done = write_file(path_ + "/index.json", octets_of(json.take() + "\n")); !done) return done;
  const auto text = text_of_index(brief);
  if (!text) return Sentence("the publisher's name can not stand in a line");
  return write_file(path_ + "/index.tsv", octets_of(*text));
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "app/household_editions.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/atomic_file.h"
#include "base/crypto.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::size_t kTagOctets = 16;
constexpr std::string_view kWrittenFor = "# Written by the page for ";

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

page::NotSaved unwritten(const std::string& path, const Error& error) {
  std::string what = "it could not be written: " + std::string(text_of(error.code).view()) + "; nothing was changed";
  if (error.code == Errc::not_permitted) what += ". The user darban runs as needs the right to write the file and its folder";
  return {page::NotSaved::Why::unwritten, {}, {path, {}, std::move(what)}};
}

// The file a link leads to: renaming over the link would leave what it leads to behind.
std::string behind_links(const std::string& path) {
  std::error_code problem;
  const auto real = std::filesystem::canonical(path, problem);
  return problem ? path : real.string();
}

unsigned mode_of(const std::string& path) {
  constexpr unsigned kUsual = 0640;
  struct stat state {};
  return ::stat(path.c_str(), &state) == 0 ? static_cast<unsigned>(state.st_mode & 0777) : kUsual;
}

// Written, and not in its place yet.
Result<AtomicFile> prepared(const std::string& path, unsigned mode, const std::string& text) {
  auto file = AtomicFile::create(path, mode);
  if (!file) return file.error();
  if (const auto written = file->write(octets_of(text)); !written) return written.error();
  return file;
}

Result<void> make_folder(const std::string& path) {
  constexpr mode_t kMode = 0750;
  if (::mkdir(path.c_str(), kMode) == 0 || errno == EEXIST) return {};
  return system_error();
}

std::optional<std::uint32_t> number_of(const std::string& name) {
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
  return problem == std::errc() && end == name.data() + name.size() && number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string edition_tag(const std::string& text) {
  const auto digest = crypto::blake2b256(octets_of(text));
  return crypto::to_hex(Octets(digest).first(kTagOctets));
}

std::vector<std::string> edition_comment(const std::string& path, const std::string& by) {
  std::string name = by;
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  const std::string file = std::filesystem::path(path).filename().string();
  return {std::string(kWrittenFor.substr(2)) + (name.empty() ? "somebody" : name) + ".",
          "It keeps no comments; the versions before are in " + file + ".editions."};
}

std::string giver_in(const std::string& text) {
  const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
  if (!first.starts_with(kWrittenFor) || !first.ends_with('.')) return {};
  const std::string_view name = first.substr(kWrittenFor.size(), first.size() - kWrittenFor.size() - 1);
  return name == "somebody" ? std::string() : std::string(name);
}

Result<page::Edition, ConfigError> HouseholdEditions::current() const {
  auto text = read_text_file(path_);
  if (!text) return text.error();
  std::string tag = edition_tag(*text);
  return page::Edition{std::move(*text), std::move(tag)};
}

// The order: room on the disk for the new text first, then the old one is kept, then the new one takes its place.
Result<page::Edition, page::NotSaved> HouseholdEditions::write(const std::string& text, const std::string& tag) const {
  using Why = page::NotSaved::Why;
  const auto before = current();
  if (!before) return page::NotSaved{Why::unwritten, {}, before.error()};
  if (before->tag != tag) return page::NotSaved{Why::stale, before->tag, {}};
  if (before->text == text) return *before;

  const std::string target = behind_links(path_);
  auto next = prepared(target, mode_of(target), text);
  if (!next) return unwritten(path_, next.error());
  if (const auto made = make_folder(folder()); !made) return unwritten(folder(), made.error());
  const auto known = numbers();
  const std::string place = place_of(known.empty() ? 1 : known.back() + 1);
  auto old = prepared(place, mode_of(target), before->text);
  if (!old) return unwritten(place, old.error());
  if (const auto kept = old->commit(); !kept) return unwritten(place, kept.error());

  // Once more: an editor may have saved while we waited for the disk.
  const auto still = current();
  const bool moved = !still || still->tag != tag;
  const auto written = moved ? Result<void>{} : next->commit();
  if (moved || !written) {
    ::unlink(place.c_str());
    if (!moved) return unwritten(path_, written.error());
    return page::NotSaved{Why::stale, still ? still->tag : std::string(), {}};
  }
  for (std::size_t i = 0; known.size() + 1 > kKept && i < known.size() + 1 - kKept; ++i) ::unlink(place_of(known[i]).c_str());
  return page::Edition{text, edition_tag(text)};
}

std::vector<std::uint32_t> HouseholdEditions::numbers() const {
  std::vector<std::uint32_t> found;
  std::error_code problem;
  std::filesystem::directory_iterator at(folder(), problem);
  for (const std::filesystem::directory_iterator end; !problem && at != end; at.increment(problem)) {
    if (const auto number = number_of(at->path().filename().string())) found.push_back(*number);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<page::OldEdition> HouseholdEditions::kept() const {
  std::vector<page::OldEdition> all;
  for (const std::uint32_t number : numbers()) {
    const std::string place = place_of(number);
    struct stat state {};
    if (::stat(place.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) continue;
    const auto text = read_text_file(place);
    all.push_back({number, WallTime(Seconds(state.st_mtim.tv_sec)), static_cast<std::uint64_t>(state.st_size),
                   text ? giver_in(*text) : std::string()});
  }
  std::reverse(all.begin(), all.end());
  return all;
}

Result<page::Edition, ConfigError> HouseholdEditions::kept(std::uint32_t number) const {
  auto text = read_text_file(place_of(number));
  if (!text) return text.error();
  std::string tag = edition_tag(*text);
  return page::Edition{std::move(*text), std::move(tag)};
}

}  // namespace darban

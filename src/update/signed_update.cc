// SPDX-License-Identifier: Apache-2.0
#include "update/signed_update.h"

#include <algorithm>
#include <filesystem>

#include "base/errc.h"
#include "base/mapped_file.h"
#include "lists/bundle.h"
#include "lists/unblock.h"
#include "update/bundle_files.h"
#include "update/signed_index.h"
#include "update/signed_lists.h"
#include "update/source_state.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

// Names of folders in the cache; ids of the catalogue have no dots.
constexpr const char* kIndex = "signed.index";
constexpr const char* kUnblock = "signed.unblock";
constexpr const char* kBundle = "signed.bundle";
constexpr std::uint64_t kLargestUnblock = std::uint64_t{2} << 20;  // octets: a body and its signatures

std::string below(const std::string& url, const std::string& name) { return url + (url.ends_with('/') ? "" : "/") + name; }
std::string bundle_url(const std::string& url, std::uint64_t number) {
  return below(url, "lists-" + std::to_string(number) + ".bundle");
}

FetchOrder fetch_order(const std::string& state_folder, const char* id, std::string url, std::uint64_t most_octets) {
  FetchOrder order;
  order.source = id;
  order.urls = {std::move(url)};
  order.into = std::string(id) + "/candidate";
  order.most_octets = most_octets;
  const SourceState state = SourceFolder(state_folder, id).load();
  if (state.fetched != 0 && state.described_by == order.urls.front()) {
    order.etag = state.etag;
    order.last_modified = state.last_modified;
    order.described_by = state.described_by;
  }
  return order;
}

bool is_same_text(const std::string& path, Octets octets) {
  const auto file = MappedFile::open(path);
  return file && std::equal(octets.begin(), octets.end(), file->octets().begin(), file->octets().end());
}

class SignedUpdate {
 public:
  SignedUpdate(const SignedOrder& order, const std::vector<FetchResult>& fetched, BundleKeys keys)
      : order_(order),
        fetched_(fetched),
        lists_(order.state, order.image, std::move(keys),
               order.new_publisher ? SignedLists::Numbers::begin_anew : SignedLists::Numbers::must_grow) {
    report_.url = order.url;
    report_.begun = order.now;
  }

  SignedReport run() {
    const SignedIndex index = look_at_index();
    look_at_unblock(index);
    look_at_bundle(index);
    return std::move(report_);
  }

 private:
  const FetchResult* result_of(const char* id) const {
    const auto found =
        std::find_if(fetched_.begin(), fetched_.end(), [id](const FetchResult& each) { return each.source == id; });
    return found == fetched_.end() ? nullptr : &*found;
  }

  // What became of fetching a file, remembered for the next time. Nothing is said of what is inside.
  SignedFile settle(const char* id, const std::string& url) {
    SignedFile file;
    const FetchResult* result = result_of(id);
    if (result == nullptr) return file;
    const SourceFolder folder(order_.state, id);
    SourceState state = folder.load();
    state.checked = order_.now;
    state.trouble = file.trouble = result->trouble;
    file.fate = result->outcome == FetchOutcome::failed ? SourceFate::failed : SourceFate::unchanged;
    if (result->outcome == FetchOutcome::fresh) {
      state.fetched = order_.now;
      state.octets = result->octets;
      state.etag = result->etag;
      state.last_modified = result->last_modified;
      state.described_by = url;
      if (!folder.accept()) state.fetched = 0;  // to be fetched again
    }
    if (!folder.save(state)) fail(file, Error{Errc::io_error});
    return file;
  }

  static void refuse(SignedFile& file, const BundleError& error) {
    if (file.fate == SourceFate::failed) return;  // what lies here is from another day
    file.fate = SourceFate::refused;
    file.refusal = error.fault;
    file.at = error.at;
  }
  static void fail(SignedFile& file, Error error) {
    file.fate = SourceFate::failed;
    file.trouble = error.code == Errc::disk_full ? FetchTrouble::disk_full : FetchTrouble::can_not_write;
  }
  static void judge(SignedFile& file, const NotTaken& why) {
    if (why.refused)
      refuse(file, *why.refused);
    else
      fail(file, why.failed);
  }

  // The one that came, or the last one that did.
  SignedIndex look_at_index() {
    const std::string url = below(order_.url, "index.tsv");
    report_.index = settle(kIndex, url);
    const SourceFolder folder(order_.state, kIndex);
    const auto file = MappedFile::open(folder.current());
    if (!file || folder.load().described_by != url) return {};
    auto index = read_signed_index({reinterpret_cast<const char*>(file->octets().data()), file->octets().size()});
    if (index) return std::move(*index);
    refuse(report_.index, index.error());
    return {};
  }

  void look_at_unblock(const SignedIndex& index) {
    SignedFile& unblock = report_.unblock = settle(kUnblock, below(order_.url, "lists.unblock"));
    if (unblock.trouble == FetchTrouble::not_there && index.unblock == 0) unblock = {};  // nothing is published
    const auto file = MappedFile::open(SourceFolder(order_.state, kUnblock).current());
    if (!file) return;
    if (const auto said = read_unblock(file->octets()); said) unblock.number = said->unblock.number;
    if (!order_.new_publisher && is_same_text(beside_image(order_.image, "unblock"), file->octets())) return;
    if (const auto taken = lists_.take_unblock(file->octets(), order_.now); !taken) return judge(unblock, taken.error());
    unblock.fate = SourceFate::fresh;
    unblock.trouble = FetchTrouble::none;
  }

  void look_at_bundle(const SignedIndex& index) {
    SignedFile& bundle = report_.bundle;
    bundle.number = index.bundle;
    if (index.bundle == 0) return;
    const auto newest = lists_.newest();
    if (newest && newest->publisher != index.publisher) return refuse(bundle, {BundleFault::another_publisher, 0});
    if (newest && newest->number > index.bundle) return refuse(bundle, {BundleFault::older, 0});
    if (!lists_.wants(index.bundle)) {
      bundle.fate = SourceFate::unchanged;
    } else if (order_.bundles && result_of(kBundle) == nullptr) {
      report_.wanted = index.bundle;
      report_.wanted_octets = index.octets;
    } else if (order_.bundles) {
      take_bundle(index.bundle);
    }
  }

  void take_bundle(std::uint64_t number) {
    SignedFile& bundle = report_.bundle = settle(kBundle, bundle_url(order_.url, number));
    bundle.number = number;
    if (bundle.fate == SourceFate::failed) return;
    const SourceFolder folder(order_.state, kBundle);
    const auto file = MappedFile::open(folder.current());
    if (!file) {
      (void)folder.save({});  // somebody emptied the cache: to be fetched again
      return fail(bundle, file.error());
    }
    if (const auto taken = lists_.take_bundle(file->octets(), order_.now); !taken) return judge(bundle, taken.error());
    bundle.fate = SourceFate::fresh;
    (void)folder.save({});  // its image is a generation now
    std::error_code ignored;
    std::filesystem::remove(folder.current(), ignored);
  }

  const SignedOrder& order_;
  const std::vector<FetchResult>& fetched_;
  SignedLists lists_;
  SignedReport report_;
};

bool take(SignedOrder& order, const TabLines::Line& line) {
  if (line.key == "state") return order.state = line.value, true;
  if (line.key == "image") return order.image = line.value, true;
  if (line.key == "url") return order.url = line.value, true;
  const auto number = read_whole_number(line.value);
  if (!number) return false;
  if (line.key == "bundles") return order.bundles = *number != 0, true;
  if (line.key == "new-publisher") return order.new_publisher = *number != 0, true;
  if (line.key == "now") return order.now = static_cast<std::int64_t>(*number), true;
  return false;
}

}  // namespace

std::int64_t last_signed_check(const std::string& state) { return SourceFolder(state, kIndex).load().checked; }

std::vector<FetchOrder> first_signed_fetch(const SignedOrder& order) {
  return {fetch_order(order.state, kIndex, below(order.url, "index.tsv"), kLargestSignedIndex),
          fetch_order(order.state, kUnblock, below(order.url, "lists.unblock"), kLargestUnblock)};
}

FetchOrder bundle_fetch(const SignedOrder& order, const SignedReport& report) {
  return fetch_order(order.state, kBundle, bundle_url(order.url, report.wanted),
                     std::max<std::uint64_t>(report.wanted_octets, 1));
}

Result<SignedReport, ConfigError> update_signed(const SignedOrder& order, const std::vector<FetchResult>& fetched) {
  auto keys = load_bundle_keys(beside_image(order.image, "keys"));
  if (!keys) return keys.error();
  return SignedUpdate(order, fetched, std::move(*keys)).run();
}

Result<std::string> text_of_signed_order(const SignedOrder& order) {
  TabWriter lines;
  lines.line(kSignedOrderKind, "1");
  lines.line("state", order.state);
  lines.line("image", order.image);
  lines.line("url", order.url);
  lines.line("bundles", std::uint64_t{order.bundles ? 1U : 0U});
  lines.line("new-publisher", std::uint64_t{order.new_publisher ? 1U : 0U});
  lines.line("now", static_cast<std::uint64_t>(order.now));
  return lines.take();
}

Result<SignedOrder> read_signed_order(std::string_view text) {
  TabLines lines(text);
  const auto head = lines.next();
  if (!head || head->key != kSignedOrderKind || head->value != "1") return Error{Errc::unknown_format, 1};
  SignedOrder order;
  while (const auto line = lines.next()) {
    if (!take(order, *line)) return Error{Errc::bad_character, line->number};
  }
  if (!lines.ok()) return lines.error();
  return order;
}

}  // namespace darban

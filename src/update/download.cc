// SPDX-License-Identifier: Apache-2.0
#include "update/download.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace darban {
namespace {

constexpr std::size_t kLongestSniff = 1024;

FetchTrouble trouble_of_file(Error error) {
  if (error.code == Errc::disk_full) return FetchTrouble::disk_full;
  return error.code == Errc::too_large ? FetchTrouble::too_large : FetchTrouble::can_not_write;
}

bool is_redirection(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

bool is_a_page(std::string_view content_type) { return content_type == "text/html" || content_type == "application/xhtml+xml"; }

}  // namespace

bool looks_like_a_web_page(Octets first) {
  constexpr std::array<std::string_view, 3> kBeginnings{"<!doctype html", "<html", "<head"};
  std::string text;
  for (const std::uint8_t octet : first.first(std::min(first.size(), kLongestSniff))) {
    text.push_back(octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : static_cast<char>(octet));
  }
  std::string_view start = text;
  if (start.starts_with("\xef\xbb\xbf")) start.remove_prefix(3);  // a byte order mark
  start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view begin) { return start.starts_with(begin); });
}

Download::Asking Download::begin_try(std::size_t url) {
  url_ = url;
  head_ = {};
  body_ = Body::none;
  conditional_ = grew_ = plain_may_help_ = false;
  const std::string& here = order_.urls[url];
  const auto& left = file_.left();
  going_on_ = left && left->url == here && left->octets < order_.most_octets;
  if (going_on_) {
    return {{"Range: bytes=" + std::to_string(left->octets) + "-", "If-Range: " + left->etag, "Accept-Encoding: identity"},
            false};
  }
  Asking asking{{}, !plain_only_};
  if (plain_only_) asking.fields.emplace_back("Accept-Encoding: identity");
  const bool knows = order_.described_by.empty() ? url == 0 : order_.described_by == here;
  if (knows && !order_.etag.empty()) asking.fields.push_back("If-None-Match: " + order_.etag);
  if (knows && !order_.last_modified.empty()) asking.fields.push_back("If-Modified-Since: " + order_.last_modified);
  conditional_ = knows && !(order_.etag.empty() && order_.last_modified.empty());
  return asking;
}

FetchTrouble Download::head(const HttpHead& head) {
  head_ = head;
  body_ = Body::unwanted;
  unwanted_ = 0;
  if (is_redirection(head.status)) return FetchTrouble::none;
  if (head.status == 304) return conditional_ ? FetchTrouble::none : FetchTrouble::unexpected_answer;
  if (head.status == 200) return begin_file();
  if (head.status == 206 && going_on_) return go_on();
  if (head.status == 416 && going_on_) return misfit();
  return trouble_of_status(head.status);
}

FetchTrouble Download::begin_file() {
  if (is_a_page(head_.content_type)) return FetchTrouble::web_page;
  if (head_.packed && plain_only_) return FetchTrouble::bad_packing;
  if (head_.length.value_or(0) > order_.most_octets) return FetchTrouble::too_large;
  if (const auto begun = file_.begin(); !begun) return trouble_of_file(begun.error());
  body_ = Body::wanted;
  noted_ = began_at_ = 0;
  continued_ = false;
  whole_ = head_.packed ? std::nullopt : head_.length;
  etag_ = head_.etag;
  last_modified_ = head_.last_modified;
  length_was_known_ = head_.length.has_value() || head_.chunked;
  return FetchTrouble::none;
}

// The part and what comes now are two texts: neither is worth anything.
FetchTrouble Download::misfit() {
  file_.drop();
  return FetchTrouble::wrong_piece;
}

FetchTrouble Download::go_on() {
  const PartialNote& note = *file_.left();
  const auto& range = head_.range;
  const bool fits = range && !head_.packed && range->first == file_.size() && range->whole && range->last + 1 == *range->whole &&
                    (!note.whole || *note.whole == *range->whole) && (head_.etag.empty() || head_.etag == note.etag) &&
                    (!head_.length || *head_.length == range->last - range->first + 1);
  if (!fits) return misfit();
  if (*range->whole > order_.most_octets) {
    file_.drop();
    return FetchTrouble::too_large;
  }
  body_ = Body::wanted;
  noted_ = began_at_ = file_.size();
  continued_ = true;
  whole_ = range->whole;
  etag_ = note.etag;
  if (!head_.last_modified.empty()) last_modified_ = head_.last_modified;
  length_was_known_ = true;
  return FetchTrouble::none;
}

FetchTrouble Download::octets(Octets octets) {
  if (body_ != Body::wanted) {
    unwanted_ += octets.size();
    return unwanted_ > kLargestUnwanted ? FetchTrouble::unexpected_answer : FetchTrouble::none;
  }
  if (file_.size() == 0 && looks_like_a_web_page(octets)) return FetchTrouble::web_page;
  if (octets.size() > order_.most_octets - std::min(order_.most_octets, file_.size())) return FetchTrouble::too_large;
  if (const auto written = file_.write(octets); !written) return trouble_of_file(written.error());
  if (!octets.empty()) last_octet_ = octets.back();
  if (continuable() && file_.size() - noted_ >= kNoteEvery) keep_part();
  return FetchTrouble::none;
}

bool Download::continuable() const {
  return !head_.packed && is_strong(etag_) && !head_.refuses_ranges && file_.size() >= kWorthKeeping &&
         (!whole_ || file_.size() < *whole_);
}

void Download::keep_part() {
  // When the note can not be written the part is only not continued: nothing to report.
  const auto kept = file_.keep({order_.urls[url_], etag_, file_.size(), whole_});
  if (kept.has_value()) noted_ = file_.size();
}

FetchTrouble Download::finish() {
  if (file_.size() == 0) {
    file_.drop();
    return FetchTrouble::empty;
  }
  if (head_.packed && last_octet_ != '\n') {
    file_.drop();
    plain_only_ = plain_may_help_ = true;
    return FetchTrouble::cut_short;
  }
  const auto finished = file_.finish();
  return finished ? FetchTrouble::none : trouble_of_file(finished.error());
}

FetchTrouble Download::end_try(FetchTrouble trouble) {
  if (body_ == Body::wanted && trouble == FetchTrouble::none && whole_ && file_.size() != *whole_)
    trouble = FetchTrouble::cut_short;
  if (body_ == Body::wanted && trouble == FetchTrouble::none) return finish();
  if (trouble == FetchTrouble::none) return unchanged() ? FetchTrouble::none : FetchTrouble::unexpected_answer;
  if (body_ != Body::wanted) return trouble;  // a part from before is still what it was
  const bool line_broke = remedy_of(trouble) == Remedy::try_again || trouble == FetchTrouble::took_too_long;
  if (line_broke && head_.packed) plain_only_ = true;
  if (!line_broke || !continuable()) {
    file_.drop();
    return trouble;
  }
  keep_part();
  grew_ = file_.left().has_value() && file_.size() > began_at_;
  return trouble;
}

}  // namespace darban

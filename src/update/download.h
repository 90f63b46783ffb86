// SPDX-License-Identifier: Apache-2.0
// One list on its way into its file: what we ask of a server, and what we make of its answer. Knows no sockets: heads and octets
// come in, a trouble comes out, so every answer a server can give is a test.
//
// Going on behind a part needs certainty that it is a part of the same text: the answer that gave it was not packed and had a
// strong ETag, the request says If-Range with that ETag, and what comes back must begin exactly where the part ends and promise
// the same whole. Anything else begins anew. A packed transfer that was cut can not be continued, so after one we ask for plain
// octets: more to transfer, but a bad line gets there in the end. One thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "update/fetch_order.h"
#include "update/fetch_trouble.h"
#include "update/http_head.h"
#include "update/partial_file.h"
#include "update/receiver.h"

namespace darban {

inline constexpr std::uint64_t kWorthKeeping = 64 << 10;     // octets; a smaller part is fetched again
inline constexpr std::uint64_t kNoteEvery = 4 << 20;         // octets between two notes about a part
inline constexpr std::uint64_t kLargestUnwanted = 64 << 10;  // octets of an error's or a redirection's page that we sit through

class Download final : public Receiver {
 public:
  // `order` must outlive this.
  Download(const FetchOrder& order, PartialFile file) : order_(order), file_(std::move(file)) {}

  // The next try, at this address: what the request says.
  struct Asking {
    std::vector<std::string> fields;  // "Name: value"
    bool packed_welcome = true;
  };
  Asking begin_try(std::size_t url);

  // What the answer to that request brings (receiver.h). A redirection is not the end of a try: another head follows.
  FetchTrouble head(const HttpHead& head) override;
  FetchTrouble octets(Octets octets) override;

  // The try is over; `trouble` is what went wrong, or none. Gives what is wrong all in all. With none, and an answer that was not
  // 304, the file is in its place.
  FetchTrouble end_try(FetchTrouble trouble);

  const HttpHead& answer() const { return head_; }  // the last one; status 0 when none came in this try
  bool unchanged() const { return head_.status == 304; }
  // The last try left a larger part than the one before, or another way to ask: the same address may give the rest.
  bool can_continue() const { return grew_ || plain_may_help_; }
  bool continued() const { return continued_; }
  std::uint64_t size() const { return file_.size(); }
  std::optional<std::uint64_t> expected() const { return whole_; }  // of size(), where it is known
  // The ETag and date of what is in the file.
  const std::string& etag() const { return etag_; }
  const std::string& last_modified() const { return last_modified_; }
  bool length_was_known() const { return length_was_known_; }

 private:
  enum class Body : std::uint8_t { none, unwanted, wanted };
  FetchTrouble begin_file();
  FetchTrouble go_on();
  FetchTrouble misfit();
  FetchTrouble finish();
  void keep_part();
  bool continuable() const;

  const FetchOrder& order_;
  PartialFile file_;
  HttpHead head_;
  Body body_ = Body::none;
  std::size_t url_ = 0;
  std::uint64_t unwanted_ = 0;
  std::uint64_t began_at_ = 0;  // size when this answer's body began
  std::uint64_t noted_ = 0;     // size when the part was last written down
  std::optional<std::uint64_t> whole_;
  std::string etag_;
  std::string last_modified_;
  std::uint8_t last_octet_ = 0;
  bool plain_only_ = false;      // a packed transfer was cut
  bool plain_may_help_ = false;  // and this was the try that found it out
  bool conditional_ = false;     // this request may be answered with 304
  bool going_on_ = false;        // this request asks for the rest
  bool grew_ = false;
  bool continued_ = false;
  bool length_was_known_ = false;
};

// Whether the first octets are those of a web page.
bool looks_like_a_web_page(Octets first);

}  // namespace darban

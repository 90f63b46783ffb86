// SPDX-License-Identifier: Apache-2.0
#include "web/head_reading.h"

#include <algorithm>
#include <charconv>

namespace darban::web {
namespace {

constexpr std::array<std::string_view, 5> kFramingNames{"host", "content-length", "transfer-encoding", "origin",
                                                        "sec-fetch-site"};

struct Kept {
  std::string_view name;
  bool once;  // else several lines are one list (RFC 9110 section 5.3)
};
constexpr std::array<Kept, kFields> kKept{{{"accept-encoding", false},
                                           {"accept-language", false},
                                           {"authorization", true},
                                           {"content-type", true},
                                           {"cookie", true},
                                           {"if-match", false},
                                           {"if-none-match", false},
                                           {"last-event-id", true},
                                           {"x-darban-token", true}}};

static_assert(kKept.back().name == "x-darban-token", "every Field has its row, in the enum's order");

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

// RFC 9110 section 5.6.2. "Content-Length " with a blank before the colon is no token, so it can not hide from us.
bool is_token(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

void HeadReading::object(Refusal refusal) {
  if (!refusal_) refusal_ = refusal;
}

void HeadReading::keep_once(std::optional<std::string>& place, std::string_view value) {
  if (place)
    object(Refusal::repeated_field);
  else
    place = value;
}

void HeadReading::add(std::string_view name, std::string_view value) {
  if (++count_ > kMostFields) return object(Refusal::too_many_fields);
  if (!is_token(name) || !is_field_value(value)) return object(Refusal::bad_field);
  for (std::size_t i = 0; i < kFramings; ++i) {
    if (same_word(name, kFramingNames[i])) return keep_once(framing_[i], value);
  }
  for (std::size_t i = 0; i < kFields; ++i) {
    if (!same_word(name, kKept[i].name)) continue;
    if (seen_[i] && kKept[i].once) return object(Refusal::repeated_field);
    std::string& field = head_.fields[i];
    if (seen_[i]) field += ", ";
    field += value;
    seen_[i] = true;
  }
}

void HeadReading::read_length(std::string_view version) {
  const auto& length = framing(Framing::content_length);
  const auto& coding = framing(Framing::transfer_encoding);
  if (length && coding) return object(Refusal::length_and_coding);
  if (coding) {
    if (!same_word(*coding, "chunked") || version == "HTTP/1.0") return object(Refusal::bad_coding);
    head_.chunked = true;
  }
  if (!length) return;
  const char* last = length->data() + length->size();
  const auto [end, problem] = std::from_chars(length->data(), last, head_.length);  // takes no sign and no blank
  if (problem != std::errc() || end != last) object(Refusal::bad_length);
}

// A browser says in Origin whose page it was; darban's own page has the authority that Host names. The scheme is not compared: a
// proxy before the Unix socket may speak HTTPS for us.
Origin HeadReading::origin() const {
  const auto& site = framing(Framing::fetch_site);
  if (site && *site != "same-origin" && *site != "none") return Origin::foreign;
  const auto& said = framing(Framing::origin);
  if (!said) return site ? Origin::ours : Origin::not_said;
  const auto slashes = said->find("://");
  if (slashes == std::string::npos) return Origin::foreign;  // "null" too: a file, a sandbox
  const std::string_view scheme = std::string_view(*said).substr(0, slashes);
  const bool of_the_web = scheme == "http" || scheme == "https";
  return of_the_web && same_word(std::string_view(*said).substr(slashes + 3), *framing(Framing::host)) ? Origin::ours
                                                                                                       : Origin::foreign;
}

std::string HeadReading::house_origin(const HostRule& ours) const {
  const auto& said = framing(Framing::origin);
  if (!said) return {};
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (said->starts_with(scheme) && ours.knows(std::string_view(*said).substr(scheme.size()))) return *said;
  }
  return {};
}

namespace {

// A name without its port.
std::optional<Name> name_in(std::string_view host) {
  const auto name = Name::from_text(host.substr(0, host.find(':')));
  return name ? std::optional(*name) : std::nullopt;
}

}  // namespace

Result<RequestHead, Refusal> HeadReading::finish(std::string_view method, std::string_view version, const HostRule& ours) {
  read_length(version);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") object(Refusal::unknown_version);
  if (!framing(Framing::host) || framing(Framing::host)->empty()) object(Refusal::no_host);
  const auto known = method_named(method);
  if (!known) object(Refusal::unknown_method);
  if (refusal_) return *refusal_;
  head_.method = *known;
  if (!may_have_body(*known) && (head_.length > 0 || head_.chunked)) return Refusal::unwanted_body;
  head_.for_us = ours.knows(*framing(Framing::host));
  if (!head_.for_us) head_.stranger = name_in(*framing(Framing::host));
  head_.origin = origin();
  head_.house_origin = house_origin(ours);
  return std::move(head_);
}

}  // namespace darban::web

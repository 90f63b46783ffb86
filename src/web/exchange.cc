// SPDX-License-Identifier: Apache-2.0
#include "web/exchange.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "web/head_reading.h"

namespace darban::web {
namespace {

constexpr std::size_t kHopeless = 4 * kLargestBody;  // a chunked body that does not end: no answer any more
constexpr std::size_t kStreamPiece = 1024;

}  // namespace

Exchange::Exchange(Premises& premises, MHD_Connection* connection, std::optional<VisitorId> visitor, std::string_view target)
    : premises_(premises), connection_(connection), visitor_(visitor), target_(target.substr(0, kLongestTarget + 1)) {}

Exchange::~Exchange() {
  if (visitor_) premises_.lobby.has_answer(*visitor_, premises_.now());
  if (slot_) slot_->close();
  if (stream_) stream_->close();
  if (most_ > kLargestBody) premises_.takes_much = false;
}

MHD_Result Exchange::step(const char* method, const char* version, const char* piece, std::size_t* piece_size) {
  switch (phase_) {
    case Phase::head:
      phase_ = Phase::body;
      if (const auto refusal = read_head(method, version)) {
        has_asked();
        return refuse(*refusal);
      }
      return MHD_YES;
    case Phase::body:
      return *piece_size > 0 ? take(piece, piece_size) : dispatch();
    case Phase::waiting:
      return say_what_was_waited_for();
    case Phase::answered:
      *piece_size = 0;  // the rest of what was refused
      return MHD_YES;
  }
  return MHD_NO;
}

std::optional<Refusal> Exchange::read_head(const char* method, const char* version) {
  HeadReading reading;
  premises_.http.get_connection_values(connection_, MHD_HEADER_KIND, &on_field, &reading);
  auto head = reading.finish(method, version, premises_.hosts);
  if (!head) return head.error();
  auto target = read_target(target_);
  if (!target) return target.error();
  request_.head = std::move(*head);
  request_.target = std::move(*target);
  return request_.head.length > kLargestBody ? make_room() : std::nullopt;
}

// Before an octet of the body was read.
std::optional<Refusal> Exchange::make_room() {
  const std::size_t most = [&] {
    const std::lock_guard lock(premises_.handling);
    return premises_.router.largest_body(request_);
  }();
  if (request_.head.length > most || !visitor_) return Refusal::large_body;
  if (premises_.takes_much.exchange(true)) return Refusal::busy;
  most_ = most;
  premises_.lobby.brings_much(*visitor_);
  return std::nullopt;
}

MHD_Result Exchange::on_field(void* reading, MHD_ValueKind, const char* name, const char* value) noexcept {
  static_cast<HeadReading*>(reading)->add(name == nullptr ? "" : name, value == nullptr ? "" : value);
  return MHD_YES;
}

MHD_Result Exchange::take(const char* piece, std::size_t* piece_size) {
  received_ += *piece_size;
  if (received_ > std::max(kHopeless, most_)) return MHD_NO;
  if (received_ <= most_) request_.body.append(piece, *piece_size);
  *piece_size = 0;
  return MHD_YES;
}

void Exchange::has_asked() {
  if (visitor_) premises_.lobby.has_asked(*visitor_, premises_.now());
}

MHD_Result Exchange::dispatch() {
  has_asked();
  if (received_ > most_) return refuse(Refusal::large_body);
  if (premises_.stopping) return refuse(Refusal::busy);
  if (!visitor_) return refuse(Refusal::failed);
  const Lobby::Place place = premises_.lobby.place_of(*visitor_);
  request_.visitor = place.address;
  request_.way = place.way;
  const auto answer = [&] {
    const std::lock_guard lock(premises_.handling);
    return premises_.router.answer(std::move(request_));
  }();
  return std::visit([this](const auto& said) { return say(said); }, answer);
}

MHD_Result Exchange::say_what_was_waited_for() {
  premises_.lobby.waits_no_more(*visitor_);
  const auto response = slot_->take();
  return say(response ? *response : problem(Refusal::failed));
}

MHD_Result Exchange::refuse(Refusal refusal) {
  Response response = problem(refusal);
  response.last_on_connection = true;
  return say(response);
}

MHD_Result Exchange::say(const Response& response) {
  const std::string_view octets = response.octets();
  const auto mode = response.lasting.empty() ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT;
  // The interface takes `void*` and does not write to it.
  return queue(premises_.http.create_response_from_buffer(octets.size(), const_cast<char*>(octets.data()), mode), response);
}

MHD_Result Exchange::say(const Later& later) {
  slot_ = std::make_shared<ReplySlot>();
  premises_.lobby.waits_for(*visitor_, slot_);
  phase_ = Phase::waiting;
  slot_->sleep(*this);  // before anybody could answer
  {
    const std::lock_guard lock(premises_.handling);
    later.begin(PendingReply(slot_));
  }
  if (premises_.stopping) slot_->answer(problem(Refusal::busy));  // the stopping thread may have looked before it was there
  return MHD_YES;
}

MHD_Result Exchange::say(const News& news) {
  stream_ = std::make_shared<EventStream>();
  if (!premises_.lobby.listens_to(*visitor_, stream_)) return say(problem(Refusal::too_many_streams));
  {
    const std::lock_guard lock(premises_.handling);
    news.begin(stream_);
  }
  if (premises_.stopping) stream_->end();
  Response response;
  response.type = ContentType::events;
  return queue(premises_.http.create_response_from_callback(MHD_SIZE_UNKNOWN, kStreamPiece, &on_read, this, nullptr), response);
}

ssize_t Exchange::on_read(void* exchange, std::uint64_t, char* room, std::size_t size) noexcept {
  auto* const self = static_cast<Exchange*>(exchange);
  const auto taken = self->stream_->take({room, size}, *self);
  if (taken.state == EventStream::State::ended) return MHD_CONTENT_READER_END_OF_STREAM;
  return static_cast<ssize_t>(taken.octets);
}

MHD_Result Exchange::queue(MHD_Response* reply, const Response& response) {
  if (reply == nullptr) return MHD_NO;
  phase_ = Phase::answered;
  const bool is_last = response.last_on_connection || !visitor_ || premises_.lobby.parts_with(*visitor_);
  bool whole = true;
  // A value with a line end in it is refused there, so no field can be smuggled into an answer.
  for (const FieldLine& line : field_lines(response))
    whole = premises_.http.add_response_header(reply, line.name.c_str(), line.value.c_str()) == MHD_YES && whole;
  if (is_last) whole = premises_.http.add_response_header(reply, "Connection", "close") == MHD_YES && whole;
  const MHD_Result queued = whole ? premises_.http.queue_response(connection_, response.status, reply) : MHD_NO;
  premises_.http.destroy_response(reply);
  return queued;
}

}  // namespace darban::web

// SPDX-License-Identifier: Apache-2.0
// libmicrohttpd has one listening socket for each of its daemons and counts addresses one daemon at a time. We accept ourselves
// and hand connections over: so all listeners share one book of visitors, and a full house makes room for a newcomer.
//
// Who may touch what: an Exchange belongs to the thread of its daemon, but its slot and stream are read by the doorman too, under
// mutex_. Nobody calls libmicrohttpd with mutex_ held.
#include "web/http_server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "web/head_reading.h"
#include "web/http_library.h"

namespace darban::web {
namespace {

constexpr std::size_t kMemoryOfConnection = 16 * 1024;  // the head must fit: 431 otherwise
constexpr unsigned kIdle = 15;                          // seconds without an octet
constexpr unsigned kBeyondTheBook = 16;                 // those who were sent away are still closing
constexpr std::size_t kHopeless = 4 * kLargestBody;     // a chunked body that does not end: no answer any more
constexpr std::size_t kStreamPiece = 1024;
constexpr int kAcceptsPerWake = 64;
constexpr Milliseconds kSweep{1000};
// TLS 1.2 and 1.3 only.
constexpr const char* kPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

}  // namespace

Text text_of(StartFault fault) {
  switch (fault) {
    case StartFault::no_library:
      return "the page needs libmicrohttpd, which is not installed here (Debian: libmicrohttpd12)";
    case StartFault::no_encryption:
      return "this libmicrohttpd speaks no HTTPS (OpenWrt: install libmicrohttpd-ssl)";
    case StartFault::bad_certificate:
      return "web.certificate and web.key are not a certificate and its key in PEM form";
    case StartFault::no_resources:
      return "a thread or a descriptor for the page could not be had";
  }
  return "the page could not be started";
}

class HttpServer::Parts {
 public:
  Parts(const HttpLibrary& http, ServerPlan plan, Router router)
      : http_(http), plan_(std::move(plan)), router_(std::move(router)), book_(plan_.limits) {}
  ~Parts();
  std::optional<StartFault> start();

 private:
  class Exchange;
  struct Connection {
    UniqueFd mine;    // a second descriptor of the same socket: shutting it down can never hit another one
    int theirs = -1;  // the descriptor that libmicrohttpd closes
    Way way = Way::plain;
  };

  MHD_Daemon* start_daemon(Way way);
  bool needs_encryption() const;

  // The doorman's thread.
  void keep_the_door();
  bool wait(MonoTime until);
  void let_in(Listener& listener);
  void sweep(MonoTime now);
  void shut(VisitorId visitor);            // with mutex_ held
  bool has_left(VisitorId visitor) const;  // likewise
  MonoTime now() const { return clock_.now().mono; }

  // libmicrohttpd's threads.
  static void* on_target(void* parts, const char* target, MHD_Connection* connection) noexcept;
  static MHD_Result on_access(void* parts, MHD_Connection* connection, const char* path, const char* method, const char* version,
                              const char* piece, std::size_t* piece_size, void** exchange) noexcept;
  static void on_completed(void* parts, MHD_Connection* connection, void** exchange, MHD_RequestTerminationCode how) noexcept;
  static void on_connection(void* parts, MHD_Connection* connection, void** visitor,
                            MHD_ConnectionNotificationCode what) noexcept;
  std::optional<VisitorId> visitor_of(MHD_Connection* connection) const;
  static std::size_t leave_escaped(void*, MHD_Connection*, char* text) noexcept { return std::strlen(text); }

  const HttpLibrary& http_;
  ServerPlan plan_;
  Router router_;
  SystemClock clock_{false};
  MHD_Daemon* plain_ = nullptr;
  MHD_Daemon* encrypted_ = nullptr;
  std::mutex handling_;  // handlers: one at a time, although HTTPS has a thread of its own
  std::mutex mutex_;     // what follows
  VisitorBook book_;
  std::map<VisitorId, Connection> connections_;
  std::set<Exchange*> exchanges_;
  MonoTime next_beat_;           // the doorman's
  bool no_descriptors_ = false;  // likewise
  std::atomic<bool> stopping_{false};
  UniqueFd alarm_;
  std::thread doorman_;
};

// One request and its answer, from the request line on until the last octet was sent or the visitor went.
class HttpServer::Parts::Exchange final : public Sleeper {
 public:
  Exchange(Parts& parts, MHD_Connection* connection, std::string_view target)
      : visitor(parts.visitor_of(connection)),
        parts_(parts),
        connection_(connection),
        target_(target.substr(0, kLongestTarget + 1)) {}

  MHD_Result step(const char* method, const char* version, const char* piece, std::size_t* piece_size);
  void fall_asleep() override { parts_.http_.suspend_connection(connection_); }
  void wake_up() override { parts_.http_.resume_connection(connection_); }

  const std::optional<VisitorId> visitor;  // nothing: a connection we know nothing of
  std::shared_ptr<ReplySlot> slot;         // while it waits; under mutex_
  std::shared_ptr<EventStream> stream;     // likewise

 private:
  enum class Phase : std::uint8_t { head, body, waiting, answered };
  std::optional<Refusal> read_head(const char* method, const char* version);
  MHD_Result take(const char* piece, std::size_t* piece_size);
  MHD_Result dispatch();
  MHD_Result say(const Response& response);
  MHD_Result say(const Later& later);
  MHD_Result say(const News& news);
  MHD_Result say_what_was_waited_for();
  MHD_Result refuse(Refusal refusal);
  MHD_Result queue(MHD_Response* reply, const Response& response);
  void has_asked();
  static MHD_Result on_field(void* reading, MHD_ValueKind, const char* name, const char* value) noexcept;
  static ssize_t on_read(void* exchange, std::uint64_t, char* room, std::size_t size) noexcept;

  Parts& parts_;
  MHD_Connection* connection_;
  std::string target_;
  Request request_;
  std::size_t received_ = 0;
  Phase phase_ = Phase::head;
};

// ---- one exchange

// libmicrohttpd calls once for the head, then for each piece of a body, then once more; and again after each sleep.
MHD_Result HttpServer::Parts::Exchange::step(const char* method, const char* version, const char* piece,
                                             std::size_t* piece_size) {
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

std::optional<Refusal> HttpServer::Parts::Exchange::read_head(const char* method, const char* version) {
  HeadReading reading;
  parts_.http_.get_connection_values(connection_, MHD_HEADER_KIND, &on_field, &reading);
  auto head = reading.finish(method, version, parts_.plan_.hosts);
  if (!head) return head.error();
  auto target = read_target(target_);
  if (!target) return target.error();
  if (head->length > kLargestBody) return Refusal::large_body;  // before an octet of it was read
  request_.head = std::move(*head);
  request_.target = std::move(*target);
  return std::nullopt;
}

MHD_Result HttpServer::Parts::Exchange::on_field(void* reading, MHD_ValueKind, const char* name, const char* value) noexcept {
  static_cast<HeadReading*>(reading)->add(name == nullptr ? "" : name, value == nullptr ? "" : value);
  return MHD_YES;
}

MHD_Result HttpServer::Parts::Exchange::take(const char* piece, std::size_t* piece_size) {
  received_ += *piece_size;
  if (received_ > kHopeless) return MHD_NO;
  if (received_ <= kLargestBody) request_.body.append(piece, *piece_size);
  *piece_size = 0;
  return MHD_YES;
}

void HttpServer::Parts::Exchange::has_asked() {
  const std::lock_guard lock(parts_.mutex_);
  if (visitor) parts_.book_.has_asked(*visitor, parts_.now());
}

MHD_Result HttpServer::Parts::Exchange::dispatch() {
  has_asked();
  if (received_ > kLargestBody) return refuse(Refusal::large_body);
  if (parts_.stopping_) return refuse(Refusal::busy);
  if (!visitor) return refuse(Refusal::failed);
  {
    const std::lock_guard lock(parts_.mutex_);
    request_.visitor = parts_.book_.address_of(*visitor);
    request_.way = parts_.connections_.at(*visitor).way;
  }
  const auto answer = [&] {
    const std::lock_guard lock(parts_.handling_);
    return parts_.router_.answer(std::move(request_));
  }();
  return std::visit([this](const auto& said) { return say(said); }, answer);
}

MHD_Result HttpServer::Parts::Exchange::say_what_was_waited_for() {
  std::shared_ptr<ReplySlot> mine;
  {
    const std::lock_guard lock(parts_.mutex_);
    mine = std::exchange(slot, nullptr);
  }
  const auto response = mine->take();
  return say(response ? *response : problem(Refusal::failed));
}

MHD_Result HttpServer::Parts::Exchange::refuse(Refusal refusal) {
  Response response = problem(refusal);
  response.last_on_connection = true;
  return say(response);
}

MHD_Result HttpServer::Parts::Exchange::say(const Response& response) {
  const std::string_view octets = response.octets();
  const auto mode = response.lasting.empty() ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT;
  // The interface takes `void*` and does not write to it.
  return queue(parts_.http_.create_response_from_buffer(octets.size(), const_cast<char*>(octets.data()), mode), response);
}

MHD_Result HttpServer::Parts::Exchange::say(const Later& later) {
  const auto mine = std::make_shared<ReplySlot>();
  {
    const std::lock_guard lock(parts_.mutex_);
    slot = mine;
  }
  phase_ = Phase::waiting;
  mine->sleep(*this);  // before anybody could answer
  {
    const std::lock_guard lock(parts_.handling_);
    later.begin(PendingReply(mine));
  }
  if (parts_.stopping_) mine->answer(problem(Refusal::busy));  // the stopping thread may have looked before it was there
  return MHD_YES;
}

MHD_Result HttpServer::Parts::Exchange::say(const News& news) {
  const auto mine = std::make_shared<EventStream>();
  bool has_place = false;
  {
    const std::lock_guard lock(parts_.mutex_);
    has_place = visitor && parts_.book_.begin_stream(*visitor);
    if (has_place) stream = mine;
  }
  if (!has_place) return say(problem(Refusal::too_many_streams));
  {
    const std::lock_guard lock(parts_.handling_);
    news.begin(mine);
  }
  if (parts_.stopping_) mine->end();
  Response response;
  response.type = ContentType::events;
  return queue(parts_.http_.create_response_from_callback(MHD_SIZE_UNKNOWN, kStreamPiece, &on_read, this, nullptr), response);
}

ssize_t HttpServer::Parts::Exchange::on_read(void* exchange, std::uint64_t, char* room, std::size_t size) noexcept {
  auto* const self = static_cast<Exchange*>(exchange);
  const auto taken = self->stream->take({room, size}, *self);
  if (taken.state == EventStream::State::ended) return MHD_CONTENT_READER_END_OF_STREAM;
  return static_cast<ssize_t>(taken.octets);
}

MHD_Result HttpServer::Parts::Exchange::queue(MHD_Response* reply, const Response& response) {
  if (reply == nullptr) return MHD_NO;
  phase_ = Phase::answered;
  bool whole = true;
  // A value with a line end in it is refused there, so no field can be smuggled into an answer.
  for (const FieldLine& line : field_lines(response))
    whole = parts_.http_.add_response_header(reply, line.name.c_str(), line.value.c_str()) == MHD_YES && whole;
  if (response.last_on_connection) whole = parts_.http_.add_response_header(reply, "Connection", "close") == MHD_YES && whole;
  const MHD_Result queued = whole ? parts_.http_.queue_response(connection_, response.status, reply) : MHD_NO;
  parts_.http_.destroy_response(reply);
  return queued;
}

// ---- what libmicrohttpd calls

std::optional<VisitorId> HttpServer::Parts::visitor_of(MHD_Connection* connection) const {
  const auto* info = http_.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (info == nullptr || info->socket_context == nullptr) return std::nullopt;
  return *static_cast<const VisitorId*>(info->socket_context);
}

void* HttpServer::Parts::on_target(void* parts, const char* target, MHD_Connection* connection) noexcept {
  auto& self = *static_cast<Parts*>(parts);
  auto* const exchange = new Exchange(self, connection, target);  // until on_completed
  const std::lock_guard lock(self.mutex_);
  self.exchanges_.insert(exchange);
  return exchange;
}

MHD_Result HttpServer::Parts::on_access(void*, MHD_Connection*, const char*, const char* method, const char* version,
                                        const char* piece, std::size_t* piece_size, void** exchange) noexcept {
  if (*exchange == nullptr) return MHD_NO;
  return static_cast<Exchange*>(*exchange)->step(method, version, piece, piece_size);
}

void HttpServer::Parts::on_completed(void* parts, MHD_Connection*, void** exchange, MHD_RequestTerminationCode) noexcept {
  auto& self = *static_cast<Parts*>(parts);
  const std::unique_ptr<Exchange> over(static_cast<Exchange*>(std::exchange(*exchange, nullptr)));
  if (!over) return;
  {
    const std::lock_guard lock(self.mutex_);
    self.exchanges_.erase(over.get());
    if (over->visitor) self.book_.has_answer(*over->visitor, self.now());
  }
  if (over->slot) over->slot->close();
  if (over->stream) over->stream->close();
}

void HttpServer::Parts::on_connection(void* parts, MHD_Connection* connection, void** visitor,
                                      MHD_ConnectionNotificationCode what) noexcept {
  auto& self = *static_cast<Parts*>(parts);
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) {  // before the descriptor is closed, so its number is nobody else's yet
    const std::unique_ptr<VisitorId> over(static_cast<VisitorId*>(std::exchange(*visitor, nullptr)));
    const std::lock_guard lock(self.mutex_);
    if (!over) return;
    self.connections_.erase(*over);
    self.book_.gone(*over);
    return;
  }
  const auto* info = self.http_.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info == nullptr) return;
  const int descriptor = info->connect_fd;
  const std::lock_guard lock(self.mutex_);
  for (const auto& [id, known] : self.connections_) {
    if (known.theirs == descriptor) *visitor = new VisitorId(id);
  }
}

// ---- the doorman

void HttpServer::Parts::shut(VisitorId visitor) {
  const auto found = connections_.find(visitor);
  if (found != connections_.end()) ::shutdown(found->second.mine.get(), SHUT_RDWR);
}

// A sleeping connection is not read, so libmicrohttpd would notice only at the second write.
bool HttpServer::Parts::has_left(VisitorId visitor) const {
  const auto found = connections_.find(visitor);
  if (found == connections_.end()) return false;
  pollfd looked_at{found->second.mine.get(), POLLRDHUP, 0};
  return ::poll(&looked_at, 1, 0) > 0;
}

void HttpServer::Parts::let_in(Listener& listener) {
  for (int i = 0; i < kAcceptsPerWake; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    auto* const address = reinterpret_cast<sockaddr*>(&peer);
    UniqueFd fd(::accept4(listener.fd.get(), address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd.valid()) {
      // It would be readable without end.
      no_descriptors_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      if (errno == ECONNABORTED || errno == EINTR) continue;
      return;
    }
    UniqueFd second(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0));
    if (!second.valid()) return;
    const bool of_network = peer.ss_family == AF_INET || peer.ss_family == AF_INET6;
    VisitorBook::Admission admission;
    {
      const std::lock_guard lock(mutex_);
      admission = book_.admit(of_network ? std::optional(IpAddress::from_socket(address)) : std::nullopt, now());
      if (admission.sent_away) shut(*admission.sent_away);
      if (!admission.visitor) continue;
      // One of the same number that never began: libmicrohttpd had no memory for it.
      std::erase_if(connections_, [&](const auto& one) {
        if (one.second.theirs != fd.get()) return false;
        book_.gone(one.first);
        return true;
      });
      connections_[*admission.visitor] = {std::move(second), fd.get(), listener.way};
    }
    MHD_Daemon* const daemon = listener.way == Way::encrypted ? encrypted_ : plain_;
    if (http_.add_connection(daemon, fd.release(), address, size) == MHD_YES) continue;  // closes it when it does not take it
    const std::lock_guard lock(mutex_);
    connections_.erase(*admission.visitor);
    book_.gone(*admission.visitor);
  }
}

void HttpServer::Parts::sweep(MonoTime at) {
  std::vector<std::shared_ptr<ReplySlot>> late;
  std::vector<std::shared_ptr<EventStream>> streams;
  std::vector<std::shared_ptr<EventStream>> left;
  const bool beats = at >= next_beat_;
  if (beats) next_beat_ = at + EventStream::kHeartbeat;
  {
    const std::lock_guard lock(mutex_);
    std::vector<VisitorId> overdue = book_.overdue(at);
    for (const Exchange* exchange : exchanges_) {
      if (exchange->stream && beats) streams.push_back(exchange->stream);
      if (exchange->stream && has_left(*exchange->visitor)) left.push_back(exchange->stream);
      if (!exchange->slot) continue;
      // A sleeping connection does not notice that it was shut: it is woken with an answer instead.
      const auto waits = std::find(overdue.begin(), overdue.end(), exchange->visitor);
      if (waits == overdue.end()) continue;
      late.push_back(exchange->slot);
      overdue.erase(waits);
    }
    for (const VisitorId visitor : overdue) shut(visitor);
  }
  Response too_late = problem(Refusal::late);
  too_late.last_on_connection = true;
  for (const auto& slot : late) slot->answer(too_late);
  for (const auto& stream : streams) stream->beat();
  for (const auto& stream : left) stream->end();
}

// Until somebody comes, the time is up, or darban stops: then false.
bool HttpServer::Parts::wait(MonoTime until) {
  std::vector<pollfd> waited{{alarm_.get(), POLLIN, 0}};
  if (!no_descriptors_) {
    for (const Listener& listener : plan_.listeners) waited.push_back({listener.fd.get(), POLLIN, 0});
  }
  const auto left = std::clamp<Milliseconds::rep>((until - now()).count(), 0, kSweep.count());
  const int ready = ::poll(waited.data(), waited.size(), static_cast<int>(left));
  if (stopping_) return false;
  for (std::size_t i = 1; ready > 0 && i < waited.size(); ++i) {
    if (waited[i].revents != 0) let_in(plan_.listeners[i - 1]);
  }
  return true;
}

void HttpServer::Parts::keep_the_door() {
  MonoTime next_sweep = now() + kSweep;
  while (wait(next_sweep)) {
    const MonoTime at = now();
    if (at < next_sweep) continue;
    next_sweep = at + kSweep;
    no_descriptors_ = false;
    sweep(at);
  }
}

// ---- start and end

bool HttpServer::Parts::needs_encryption() const {
  return std::any_of(plan_.listeners.begin(), plan_.listeners.end(),
                     [](const Listener& listener) { return listener.way == Way::encrypted; });
}

MHD_Daemon* HttpServer::Parts::start_daemon(Way way) {
  unsigned flags = static_cast<unsigned>(MHD_USE_EPOLL) | static_cast<unsigned>(MHD_USE_INTERNAL_POLLING_THREAD) |
                   static_cast<unsigned>(MHD_USE_SUSPEND_RESUME) | static_cast<unsigned>(MHD_USE_NO_LISTEN_SOCKET);
  std::array<MHD_OptionItem, 4> more{};
  more[0] = {MHD_OPTION_END, 0, nullptr};
  if (way == Way::encrypted) {
    flags |= static_cast<unsigned>(MHD_USE_TLS);
    more[0] = {MHD_OPTION_HTTPS_MEM_KEY, 0, plan_.certificate->key.data()};
    more[1] = {MHD_OPTION_HTTPS_MEM_CERT, 0, plan_.certificate->chain.data()};
    more[2] = {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kPriorities)};
    more[3] = {MHD_OPTION_END, 0, nullptr};
  }
  // No error log: it would tell what visitors sent.
  return http_.start_daemon(flags, 0, nullptr, nullptr, &on_access, this,                          //
                            MHD_OPTION_NOTIFY_COMPLETED, &on_completed, this,                      //
                            MHD_OPTION_NOTIFY_CONNECTION, &on_connection, this,                    //
                            MHD_OPTION_URI_LOG_CALLBACK, &on_target, this,                         //
                            MHD_OPTION_UNESCAPE_CALLBACK, &leave_escaped, nullptr,                 // target.h does that
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, std::size_t{kMemoryOfConnection},  //
                            MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(plan_.limits.all) + kBeyondTheBook,  //
                            MHD_OPTION_CONNECTION_TIMEOUT, kIdle,                                                   //
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,                                                        //
                            MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,                                                   //
                            MHD_OPTION_ARRAY, more.data(), MHD_OPTION_END);
}

std::optional<StartFault> HttpServer::Parts::start() {
  alarm_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!alarm_.valid()) return StartFault::no_resources;
  if (needs_encryption()) {
    if (http_.is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) return StartFault::no_encryption;
    if (!plan_.certificate) return StartFault::bad_certificate;
    encrypted_ = start_daemon(Way::encrypted);
    if (encrypted_ == nullptr) return StartFault::bad_certificate;
  }
  plain_ = start_daemon(Way::plain);
  if (plain_ == nullptr) return StartFault::no_resources;
  next_beat_ = now() + EventStream::kHeartbeat;
  doorman_ = std::thread([this] { keep_the_door(); });
  return std::nullopt;
}

HttpServer::Parts::~Parts() {
  stopping_ = true;
  if (doorman_.joinable()) {
    ::eventfd_write(alarm_.get(), 1);
    doorman_.join();
  }
  plan_.listeners.clear();
  // libmicrohttpd may not be stopped while a connection sleeps.
  std::vector<std::shared_ptr<ReplySlot>> slots;
  std::vector<std::shared_ptr<EventStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    for (const Exchange* exchange : exchanges_) {
      if (exchange->slot) slots.push_back(exchange->slot);
      if (exchange->stream) streams.push_back(exchange->stream);
    }
  }
  for (const auto& slot : slots) slot->answer(problem(Refusal::busy));
  for (const auto& stream : streams) stream->end();
  if (encrypted_ != nullptr) http_.stop_daemon(encrypted_);
  if (plain_ != nullptr) http_.stop_daemon(plain_);
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>, StartFault> HttpServer::start(ServerPlan plan, Router router) {
  const HttpLibrary* const http = http_library();
  if (http == nullptr) return StartFault::no_library;
  auto parts = std::make_unique<Parts>(*http, std::move(plan), std::move(router));
  if (const auto fault = parts->start()) return *fault;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

}  // namespace darban::web

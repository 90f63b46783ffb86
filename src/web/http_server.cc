// SPDX-License-Identifier: Apache-2.0
// Starts and ends libmicrohttpd's daemons and the doorman, and leads libmicrohttpd's calls to the exchange that they are about.
#include "web/http_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "web/doorman.h"
#include "web/exchange.h"
#include "web/http_library.h"

namespace darban::web {
namespace {

constexpr std::size_t kMemoryOfConnection = 16 * 1024;  // the head must fit: 431 otherwise
constexpr unsigned kIdle = 15;                          // seconds without an octet
constexpr unsigned kBeyondTheBook = 16;                 // those who were sent away are still closing
// TLS 1.2 and 1.3 only.
constexpr const char* kPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

// ---- what libmicrohttpd calls; its `void*` is the Premises

Premises& premises_at(void* premises) { return *static_cast<Premises*>(premises); }

std::optional<VisitorId> visitor_of(const Premises& premises, MHD_Connection* connection) {
  const auto* info = premises.http.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (info == nullptr || info->socket_context == nullptr) return std::nullopt;
  return *static_cast<const VisitorId*>(info->socket_context);
}

void* on_target(void* premises, const char* target, MHD_Connection* connection) noexcept {
  Premises& ours = premises_at(premises);
  return new Exchange(ours, connection, visitor_of(ours, connection), target);  // until on_completed
}

MHD_Result on_access(void*, MHD_Connection*, const char*, const char* method, const char* version, const char* piece,
                     std::size_t* piece_size, void** exchange) noexcept {
  if (*exchange == nullptr) return MHD_NO;
  return static_cast<Exchange*>(*exchange)->step(method, version, piece, piece_size);
}

void on_completed(void*, MHD_Connection*, void** exchange, MHD_RequestTerminationCode) noexcept {
  delete static_cast<Exchange*>(std::exchange(*exchange, nullptr));
}

void on_connection(void* premises, MHD_Connection* connection, void** visitor, MHD_ConnectionNotificationCode what) noexcept {
  Premises& ours = premises_at(premises);
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) {  // before the descriptor is closed, so its number is nobody else's yet
    const std::unique_ptr<VisitorId> over(static_cast<VisitorId*>(std::exchange(*visitor, nullptr)));
    if (over) ours.lobby.gone(*over);
    return;
  }
  const auto* info = ours.http.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info == nullptr) return;
  if (const auto known = ours.lobby.visitor_at(info->connect_fd)) *visitor = new VisitorId(*known);
}

std::size_t leave_escaped(void*, MHD_Connection*, char* text) noexcept { return std::strlen(text); }

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
      : premises_{.http = http, .hosts = std::move(plan.hosts), .router = std::move(router), .lobby = Lobby(plan.limits)},
        plan_(std::move(plan)) {}
  ~Parts();
  std::optional<StartFault> start();
  Result<Renewal, StartFault> use_certificate(Certificate certificate);

  std::optional<StartFault> certificate_fault;

 private:
  struct Daemon {
    MHD_Daemon* handle = nullptr;
    std::unique_ptr<Certificate> certificate;  // nothing: plain HTTP
  };
  Daemon start_daemon(std::unique_ptr<Certificate> certificate);
  void stop(const Daemon& daemon);
  bool take(int fd, Way way, const sockaddr* peer, socklen_t size);
  bool is_empty(const Daemon& daemon) const;
  void stop_empty_ones();

  Premises premises_;
  ServerPlan plan_;
  Daemon plain_;
  std::mutex mutex_;  // what follows; it may be held while libmicrohttpd is called, which calls nobody back who wants it
  Daemon encrypted_;
  std::vector<Daemon> retired_;  // of earlier certificates, until their last visitor has gone
  std::unique_ptr<Doorman> doorman_;
};

HttpServer::Parts::Daemon HttpServer::Parts::start_daemon(std::unique_ptr<Certificate> certificate) {
  unsigned flags = static_cast<unsigned>(MHD_USE_EPOLL) | static_cast<unsigned>(MHD_USE_INTERNAL_POLLING_THREAD) |
                   static_cast<unsigned>(MHD_USE_SUSPEND_RESUME) | static_cast<unsigned>(MHD_USE_NO_LISTEN_SOCKET);
  std::array<MHD_OptionItem, 4> more{};
  more[0] = {MHD_OPTION_END, 0, nullptr};
  if (certificate) {
    flags |= static_cast<unsigned>(MHD_USE_TLS);
    more[0] = {MHD_OPTION_HTTPS_MEM_KEY, 0, certificate->key.data()};
    more[1] = {MHD_OPTION_HTTPS_MEM_CERT, 0, certificate->chain.data()};
    more[2] = {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kPriorities)};
    more[3] = {MHD_OPTION_END, 0, nullptr};
  }
  // No error log: it would tell what visitors sent.
  MHD_Daemon* const handle =
      premises_.http.start_daemon(flags, 0, nullptr, nullptr, &on_access, &premises_,                    //
                                  MHD_OPTION_NOTIFY_COMPLETED, &on_completed, &premises_,                //
                                  MHD_OPTION_NOTIFY_CONNECTION, &on_connection, &premises_,              //
                                  MHD_OPTION_URI_LOG_CALLBACK, &on_target, &premises_,                   //
                                  MHD_OPTION_UNESCAPE_CALLBACK, &leave_escaped, nullptr,                 // target.h does that
                                  MHD_OPTION_CONNECTION_MEMORY_LIMIT, std::size_t{kMemoryOfConnection},  //
                                  MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(plan_.limits.all) + kBeyondTheBook,  //
                                  MHD_OPTION_CONNECTION_TIMEOUT, kIdle,                                                   //
                                  MHD_OPTION_STRICT_FOR_CLIENT, 1,                                                        //
                                  MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,                                                   //
                                  MHD_OPTION_ARRAY, more.data(), MHD_OPTION_END);
  return {handle, std::move(certificate)};
}

void HttpServer::Parts::stop(const Daemon& daemon) {
  if (daemon.handle != nullptr) premises_.http.stop_daemon(daemon.handle);
}

bool HttpServer::Parts::take(int fd, Way way, const sockaddr* peer, socklen_t size) {
  const std::lock_guard lock(mutex_);
  const Daemon& daemon = way == Way::encrypted ? encrypted_ : plain_;
  if (daemon.handle != nullptr) return premises_.http.add_connection(daemon.handle, fd, peer, size) == MHD_YES;  // or closes it
  ::close(fd);
  return false;
}

Result<Renewal, StartFault> HttpServer::Parts::use_certificate(Certificate certificate) {
  if (premises_.http.is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) return StartFault::no_encryption;
  if (encrypted_.certificate && *encrypted_.certificate == certificate) return Renewal::same;
  Daemon daemon = start_daemon(std::make_unique<Certificate>(std::move(certificate)));
  if (daemon.handle == nullptr) return StartFault::bad_certificate;
  {
    const std::lock_guard lock(mutex_);
    std::swap(daemon, encrypted_);
    if (daemon.handle != nullptr) retired_.push_back(std::move(daemon));
  }
  premises_.lobby.part_with(Way::encrypted);
  return Renewal::taken;
}

bool HttpServer::Parts::is_empty(const Daemon& daemon) const {
  const auto* const info = premises_.http.get_daemon_info(daemon.handle, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info != nullptr && info->num_connections == 0;
}

void HttpServer::Parts::stop_empty_ones() {
  std::vector<Daemon> empty;
  {
    const std::lock_guard lock(mutex_);
    for (Daemon& daemon : retired_) {
      if (is_empty(daemon)) empty.push_back(std::exchange(daemon, {}));
    }
    std::erase_if(retired_, [](const Daemon& daemon) { return daemon.handle == nullptr; });
  }
  for (const Daemon& daemon : empty) stop(daemon);
}

std::optional<StartFault> HttpServer::Parts::start() {
  plain_ = start_daemon(nullptr);
  if (plain_.handle == nullptr) return StartFault::no_resources;
  if (plan_.certificate) {
    const auto taken = use_certificate(*std::exchange(plan_.certificate, std::nullopt));
    if (!taken) certificate_fault = taken.error();
  }
  doorman_ = Doorman::start(
      std::move(plan_.listeners), premises_.lobby, premises_.clock,
      [this](int fd, Way way, const sockaddr* peer, socklen_t size) { return take(fd, way, peer, size); },
      [this] { stop_empty_ones(); });
  return doorman_ ? std::nullopt : std::optional(StartFault::no_resources);
}

HttpServer::Parts::~Parts() {
  premises_.stopping = true;
  doorman_.reset();
  premises_.lobby.wake_all();  // libmicrohttpd may not be stopped while a connection sleeps
  for (const Daemon& daemon : retired_) stop(daemon);
  stop(encrypted_);
  stop(plain_);
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;
Result<Renewal, StartFault> HttpServer::use_certificate(Certificate certificate) {
  return parts_->use_certificate(std::move(certificate));
}
std::optional<StartFault> HttpServer::certificate_fault() const { return parts_->certificate_fault; }

Result<std::unique_ptr<HttpServer>, StartFault> HttpServer::start(ServerPlan plan, Router router) {
  const HttpLibrary* const http = http_library();
  if (http == nullptr) return StartFault::no_library;
  auto parts = std::make_unique<Parts>(*http, std::move(plan), std::move(router));
  if (const auto fault = parts->start()) return *fault;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

}  // namespace darban::web

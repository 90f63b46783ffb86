// SPDX-License-Identifier: Apache-2.0
// The HTTP server of the page: HTTP/1.1 by libmicrohttpd, on a thread of its own (one more for HTTPS, so that a handshake holds
// up nobody's plain page), and a doorman's thread that lets visitors in, counts them and ends those who take too long
// (doorman.h, lobby.h; one request's way is exchange.h).
//
// What stands between a visitor and a handler: limits and deadlines (visitor_book.h), checks of the head against smuggling
// (head_reading.h), of the Host against rebinding (host_rule.h), of the target against traversal (target.h), of the body's
// length. What goes out has the fields of response.h. There is no access log, and nothing that a visitor sent is kept.
//
// Handlers are called by one thread at a time and must not wait; work that takes time is a Later, news are a News (answer.h).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/showable.h"
#include "web/host_rule.h"
#include "web/listener.h"
#include "web/router.h"
#include "web/visitor_book.h"

namespace darban::web {

struct Certificate {  // PEM
  std::string chain;
  std::string key;
  bool operator==(const Certificate&) const = default;
};

struct ServerPlan {
  std::vector<Listener> listeners;
  HostRule hosts{std::vector<std::string>{}};
  // Without one, listeners that are Way::encrypted hang up on everybody until use_certificate() brought one.
  std::optional<Certificate> certificate;
  VisitorLimits limits;
};

enum class StartFault : std::uint8_t { no_library, no_encryption, bad_certificate, no_resources };
Text text_of(StartFault fault);  // a sentence with its cure

enum class Renewal : std::uint8_t { same, taken };

class HttpServer {
 public:
  // Starts without HTTPS when only that can not be had.
  static Result<std::unique_ptr<HttpServer>, StartFault> start(ServerPlan plan, Router router);
  // From now on: who comes gets this one, who is there has one more answer under the old one. A fault: it is none, and the old
  // one stays. One thread at a time.
  Result<Renewal, StartFault> use_certificate(Certificate certificate);
  // Why the plan's certificate was not taken.
  std::optional<StartFault> certificate_fault() const;
  // Whoever still waits for an answer reads that darban stops.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

 private:
  class Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban::web

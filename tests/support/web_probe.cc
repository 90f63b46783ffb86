// SPDX-License-Identifier: Apache-2.0
// The web room's server with routes that no household needs, for tests/integration/test_web_server.py: an asset, answers that
// come later, never, or from a desk, news, and bodies. usage: web_probe PORT SOCKET REQUEST_MS ANSWER_MS [HTTPS_PORT CERTIFICATE
// KEY], and SIGHUP then reads these again
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/work_desk.h"
#include "web/asset.h"
#include "web/http_server.h"
#include "web/json.h"

using namespace darban;
using namespace darban::web;

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

UniqueFd listen_on(const sockaddr* address, socklen_t size) {
  UniqueFd fd(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd.get(), address, size) != 0 || ::listen(fd.get(), 1024) != 0) fail("listen");
  return fd;
}

UniqueFd on_loopback(const char* port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  return listen_on(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

UniqueFd at_path(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  return listen_on(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

std::string content_of(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::string kOctets(60000, 'j');

// What the routes share; handlers run one at a time, the desk beside them.
struct Probe {
  WorkDesk desk;
  Asset asset{ContentType::script, Packing::gzip, Caching::revalidate, kOctets};
  std::vector<std::shared_ptr<EventStream>> listeners;
  std::vector<PendingReply> kept;

  static Response number(std::uint64_t number) {
    JsonWriter json;
    json.open_object();
    json.field("number", number);
    json.close_object();
    Response response;
    response.body = json.take();
    return response;
  }
  static Answer read_body(const Request& request) {
    const auto json = read_json(request.body);
    if (!json) return problem(json.error());
    return number(request.body.size());
  }
  Answer tell() {
    std::erase_if(listeners, [](const auto& stream) { return stream->over(); });
    for (const auto& stream : listeners) stream->send("told", R"({"number":1})");
    return number(listeners.size());
  }
  Answer at_the_desk() {
    return Later{[this](const PendingReply& reply) {
      const bool taken = desk.submit([reply] {
        ::usleep(100000);
        reply.answer(number(7));
      });
      if (!taken) reply.answer(problem(Refusal::busy));
    }};
  }

  std::vector<Route> routes() {
    const auto route = [](Method method, Text path, Handler handler) {
      return Route{method, path, {Role::anybody}, std::move(handler)};
    };
    return {
        route(Method::get, "/number", [](const Request&) { return Answer(number(1)); }),
        route(Method::get, "/way",
              [](const Request& request) { return Answer(number(static_cast<std::uint64_t>(request.way))); }),
        route(Method::get, "/asset.js", [this](const Request& request) { return Answer(asset.answer(request)); }),
        route(Method::post, "/body", &read_body),
        route(Method::put, "/body", &read_body),
        route(Method::patch, "/body", &read_body),
        route(Method::get, "/desk", [this](const Request&) { return at_the_desk(); }),
        route(Method::get, "/at-once",
              [](const Request&) { return Answer(Later{[](const PendingReply& reply) { reply.answer(number(2)); }}); }),
        route(Method::get, "/dropped", [](const Request&) { return Answer(Later{[](const PendingReply&) {}}); }),
        route(Method::get, "/never",
              [this](const Request&) { return Answer(Later{[this](const PendingReply& reply) { kept.push_back(reply); }}); }),
        route(Method::get, "/news",
              [this](const Request&) {
                return Answer(News{[this](std::shared_ptr<EventStream> stream) { listeners.push_back(std::move(stream)); }});
              }),
        route(Method::post, "/tell", [this](const Request&) { return tell(); }),
        route(Method::get, "/person/{who}", [](const Request& request) { return Answer(number(request.parts[0].size())); }),
    };
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 && argc != 8) return 2;
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGTERM);
  if (argc == 8) ::sigaddset(&ends, SIGHUP);
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);  // before any thread

  Probe probe;
  ServerPlan plan;
  plan.listeners.push_back({on_loopback(argv[1]), Way::plain});
  plan.listeners.push_back({at_path(argv[2]), Way::local_socket});
  plan.limits.request = Milliseconds(std::atoi(argv[3]));
  plan.limits.answer = Milliseconds(std::atoi(argv[4]));
  plan.hosts = HostRule({"box.example"});
  if (argc == 8) {
    plan.listeners.push_back({on_loopback(argv[5]), Way::encrypted});
    plan.certificate = Certificate{content_of(argv[6]), content_of(argv[7])};
  }
  auto server = HttpServer::start(std::move(plan), Router(probe.routes()));
  if (!server) {
    std::printf("%s\n", std::string(text_of(server.error()).view()).c_str());
    return 1;
  }
  std::printf("ready\n");
  std::fflush(stdout);
  int signal = 0;
  while (::sigwait(&ends, &signal) == 0 && signal == SIGHUP) {
    const auto renewal = (*server)->use_certificate({content_of(argv[6]), content_of(argv[7])});
    std::printf(!renewal ? "refused\n" : *renewal == Renewal::taken ? "taken\n" : "same\n");
    std::fflush(stdout);
  }
  server->reset();
  std::printf("ended\n");
  return 0;
}

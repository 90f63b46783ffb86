// SPDX-License-Identifier: Apache-2.0
// darban-gateway: keeps the kernel's rules as darban wants them, where darban is the router. Small and separate because it needs
// CAP_NET_ADMIN and darban, which reads what strangers send, does not. It understands gateway/message.h and nothing else.
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/random.h"
#include "gateway/kernel/gate.h"
#include "gateway/kernel/lockdown.h"
#include "gateway/kernel/nft.h"
#include "gateway/kernel/server.h"

namespace darban::gateway {
namespace {

constexpr std::string_view kHelp =
    "usage: darban-gateway [--socket PATH] [--user NAME] [--journal]\n"
    "\n"
    "Keeps nftables as darban wants it, where darban is the router (gateway mode). Runs as root or with CAP_NET_ADMIN and gives "
    "up\n"
    "everything else. Its table inet darban is gone when it ends.\n"
    "\n"
    "  --socket PATH  where darban finds it; gateway.socket in darban.yaml (default /run/darban-gateway/socket)\n"
    "  --user NAME    the user darban runs as: nobody else but root may speak to it (default darban)\n"
    "  --journal      log lines for systemd\n";

struct Options {
  std::string socket = "/run/darban-gateway/socket";
  std::string user = "darban";
  log::Sink sink = log::Sink::console;
};

void print(int descriptor, std::string_view text) {
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  static_cast<void>(written);  // whoever closed its terminal does not read
}

std::optional<Options> read_options(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool has_value = i + 1 < words.size();
    if (word == "--journal")
      options.sink = log::Sink::journal;
    else if (word == "--socket" && has_value)
      options.socket = words[++i];
    else if (word == "--user" && has_value)
      options.user = words[++i];
    else
      return std::nullopt;
  }
  return options;
}

std::optional<Owner> find_owner(const std::string& name) {
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 16384> room;
  if (::getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return std::nullopt;
  return Owner{entry.pw_uid, entry.pw_gid};
}

UniqueFd stop_signals() {
  sigset_t ours;
  ::sigemptyset(&ours);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaddset(&ours, signal);
  ::sigprocmask(SIG_BLOCK, &ours, nullptr);
  return UniqueFd(::signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
}

int refuse(std::string sentence) {
  log::error("{}", ConfigText::from_operator(std::move(sentence)));
  return 1;
}

int run(const Options& options) {
  log::configure(log::Level::info, options.sink);
  ::tzset();  // later no file can be read
  const auto owner = find_owner(options.user);
  if (!owner) return refuse("there is no user \"" + options.user + "\"; write the one darban runs as after --user");
  const UniqueFd stop = stop_signals();
  auto listener = Server::bind(options.socket, *owner);
  if (!listener) return refuse(listener.error());
  const Lockdown lockdown = lock_down();
  if (lockdown == Lockdown::no_net_admin || lockdown == Lockdown::refused) {
    log::error("{}", lockdown);
    return 1;
  }
  UniqueFd netlink = nft::open_netlink();
  if (!netlink.valid()) {
    log::error("the kernel has no nftables for us (errno {}): the module nf_tables is needed", errno);
    return 1;
  }
  Gate gate(std::move(netlink), Random().seed());
  log::info("darban-gateway {} waits for darban: {}", Text(DARBAN_VERSION), lockdown);
  Server(std::move(*listener), gate, *owner).run(stop.get());
  const Gate::Counts counts = gate.counts();
  gate.clear();
  log::info("the table is gone; {} plans, {} addresses told, {} connections cut", counts.plans, counts.told, counts.cut);
  return 0;
}

}  // namespace
}  // namespace darban::gateway

int main(int count, char** words) {
  using namespace darban::gateway;
  const std::span<char*> arguments(words + (count > 0 ? 1 : 0), words + count);
  if (!arguments.empty() && (std::string_view(arguments[0]) == "--help" || std::string_view(arguments[0]) == "-h")) {
    print(STDOUT_FILENO, kHelp);
    return 0;
  }
  const auto options = read_options(arguments);
  if (!options) {
    print(STDERR_FILENO, kHelp);
    return 2;
  }
  return run(*options);
}

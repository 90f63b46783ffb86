// SPDX-License-Identifier: Apache-2.0
// HTTP GETs, several at a time, by libcurl. The library is not linked: it is opened (dlopen) when a Fetcher is made, so the
// daemon never maps it, and a router may leave it out. Redirections are not followed here: where they lead is told, and the
// caller judges. Certificates are always checked; proxies, cookies, netrc and name look-ups are never used: addresses come with
// the request. One thread; one Fetcher a process.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "update/fetch_order.h"
#include "update/fetch_trouble.h"
#include "update/receiver.h"
#include "update/url.h"

namespace darban {

struct Get {
  Url url;
  std::vector<IpAddress> addresses;  // of url.host; empty when that is an address itself
  std::vector<std::string> fields;   // "Name: value"
  bool packed_welcome = true;        // offer every Content-Encoding the library can undo
  std::uint64_t most_octets = 0;     // on the wire, where the server says beforehand; the receiver counts what comes out
  Milliseconds longest{0};
};

struct GetEnd {
  std::size_t number = 0;  // as given to start()
  FetchTrouble trouble = FetchTrouble::none;
  std::uint64_t travelled = 0;  // octets of the body on the wire
  std::string redirect;         // where the answer sends us; empty: nowhere
};

class Fetcher {
 public:
  // Errc::not_found: there is no libcurl; newer_version: it is older than 7.85, which knows too little; io_error: it does not
  // start.
  static Result<Fetcher> load();
  Fetcher(Fetcher&& other) noexcept;
  Fetcher& operator=(Fetcher&&) = delete;
  ~Fetcher();

  // Begins a transfer. `number` names it; no two at a time have the same. `receiver` must live until its end was told or stop().
  // False: there is not enough memory.
  bool start(std::size_t number, const Get& get, const FetchTerms& terms, Receiver& receiver);
  // Moves all transfers on, for at most `longest`, and tells which ended.
  std::vector<GetEnd> work(Milliseconds longest);
  void stop(std::size_t number);
  std::size_t running() const;

 private:
  struct Library;
  struct Transfer;
  explicit Fetcher(std::unique_ptr<Library> library);
  GetEnd ended(Transfer& transfer, int result) const;
  std::unique_ptr<Library> library_;
  std::vector<std::unique_ptr<Transfer>> transfers_;
};

}  // namespace darban

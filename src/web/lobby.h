// SPDX-License-Identifier: Apache-2.0
// Who is in the house: each visitor with the connection, and with what it sleeps for, by the rules of visitor_book.h. A visitor
// has one connection and at most one request at a time.
//
// Any thread. Nothing of libmicrohttpd is called with the lock held, and nobody is woken with it.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/unique_fd.h"
#include "web/event_stream.h"
#include "web/pending_reply.h"
#include "web/request.h"
#include "web/visitor_book.h"

namespace darban::web {

class Lobby {
 public:
  explicit Lobby(VisitorLimits limits) : book_(limits) {}

  struct Connection {
    UniqueFd mine;    // a second descriptor of the same socket: shutting it down can never hit another one
    int theirs = -1;  // the descriptor that libmicrohttpd closes
    Way way = Way::plain;
  };
  // Nothing: there is no room. `address`: nothing for a local socket. Another visitor's connection may be shut for this one.
  std::optional<VisitorId> admit(Connection connection, const std::optional<IpAddress>& address, MonoTime now);
  std::optional<VisitorId> visitor_at(int theirs);
  void gone(VisitorId visitor);

  struct Place {
    std::optional<IpAddress> address;
    Way way = Way::plain;
  };
  Place place_of(VisitorId visitor);

  // A request's life. These do nothing for a visitor who is gone.
  void brings_much(VisitorId visitor);
  void has_asked(VisitorId visitor, MonoTime now);
  void waits_for(VisitorId visitor, std::shared_ptr<ReplySlot> slot);
  void waits_no_more(VisitorId visitor);
  bool listens_to(VisitorId visitor, std::shared_ptr<EventStream> stream);  // false: too many do
  void has_answer(VisitorId visitor, MonoTime now);

  // Ends those whose time is over, and the streams of those who went away.
  void sweep(MonoTime now);
  // Notices those who went away without a word.
  void beat();
  // Those who came this way have one more answer on their connection, and their news end (a browser then asks for them anew).
  void part_with(Way way);
  bool parts_with(VisitorId visitor);
  // Wakes all who sleep, with an apology.
  void wake_all();

 private:
  struct Visitor {
    Connection connection;
    std::shared_ptr<ReplySlot> slot;
    std::shared_ptr<EventStream> stream;
    bool leaves = false;  // after the next answer
  };
  Visitor* find(VisitorId visitor);
  static void shut(const Visitor& visitor);
  static bool has_left(const Visitor& visitor);
  std::vector<std::shared_ptr<EventStream>> streams_of_those_who_left();  // they take no place any more

  std::mutex mutex_;
  VisitorBook book_;
  std::map<VisitorId, Visitor> visitors_;
};

}  // namespace darban::web

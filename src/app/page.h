// SPDX-License-Identifier: Apache-2.0
// The page as part of the daemon: what it answers is a table of resources (page.cc), each in a file of its own that says its own
// routes.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/account_service.h"
#include "app/errands.h"
#include "app/page_sockets.h"
#include "base/work_desk.h"
#include "config/settings.h"
#include "page/child/child_pages.h"
#include "page/errand.h"
#include "page/guard.h"
#include "web/http_server.h"

namespace darban {

class Page {
 public:
  // On the control thread: who is in the house (allow_from).
  using IsInHouse = std::function<bool(const IpAddress&)>;
  // After root was given up. What is passed by reference outlives it.
  Page(PageSockets sockets, const Settings& settings, Errands& errands, page::ControlThread& control, AccountService& accounts,
       const Clock& clock, IsInHouse is_in_house);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  // Once a minute, on the control thread: children's requests that are a day old go.
  void tidy(page::House& house) { children_.tidy(house); }
  // Reads the certificate again. One that is none, or can not be read, is a problem, and the old one stays; but a file that only
  // root may read is not: then a new certificate waits for a restart.
  void renew_certificate();
  // What of the page can not be had, a sentence each.
  std::vector<std::string> problems() const;

 private:
  void note_certificate(std::string problem);
  Settings settings_;
  std::vector<std::string> problems_;
  std::string certificate_problem_;  // empty: none
  WorkDesk work_;
  page::Guard guard_;
  page::ChildPages children_;
  std::unique_ptr<web::HttpServer> server_;  // last: its threads use what stands above
};

}  // namespace darban

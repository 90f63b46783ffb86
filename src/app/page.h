// SPDX-License-Identifier: Apache-2.0
// The page as part of the daemon: the table of what it answers, wired to the control thread. Today only whether darban serves
// (/api/v1/health); it knows nothing of people.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/errands.h"
#include "app/page_sockets.h"
#include "config/settings.h"
#include "web/http_server.h"

namespace darban {

class Page {
 public:
  // After root was given up. `errands` outlives it.
  Page(PageSockets sockets, const Settings& settings, Errands& errands);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  // What of the page can not be had, a sentence each.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  Settings settings_;
  std::vector<std::string> problems_;
  std::unique_ptr<web::HttpServer> server_;
};

}  // namespace darban

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
  std::unique_ptr<web::HttpServer> server_;
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// What the page needs of root: its listening sockets and its certificate. Got before root is given up; what can not be had is a
// sentence, and the rest works without it, because the household's names do not wait for a page. The certificate may be read
// again at any time, if whom darban has become may read it.
#pragma once
#include <string>
#include <vector>

#include "app/privileges.h"
#include "base/result.h"
#include "config/settings.h"
#include "web/http_server.h"

namespace darban {

struct NoCertificate {
  Errc code = Errc::ok;
  std::string sentence;  // with the setting it is about; empty: none was asked for
};
Result<web::Certificate, NoCertificate> read_page_certificate(const Settings& settings);

struct PageSockets {
  std::vector<web::Listener> listeners;
  Result<web::Certificate, NoCertificate> certificate = NoCertificate{};
  std::vector<std::string> problems;  // each with the setting it is about
};
PageSockets open_page_sockets(const Settings& settings);
void give_page_sockets_to(const Settings& settings, const UserIds& ids);
// Unix sockets leave a file behind.
void remove_page_sockets(const Settings& settings);

}  // namespace darban

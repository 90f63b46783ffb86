// SPDX-License-Identifier: Apache-2.0
// What the page needs of root: its listening sockets and its certificate. Got before root is given up; what can not be had is a
// sentence, and the rest works without it, because the household's names do not wait for a page.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/privileges.h"
#include "config/settings.h"
#include "web/http_server.h"

namespace darban {

struct PageSockets {
  std::vector<web::Listener> listeners;
  std::optional<web::Certificate> certificate;
  std::vector<std::string> problems;  // each with the setting it is about
};
PageSockets open_page_sockets(const Settings& settings);
void give_page_sockets_to(const Settings& settings, const UserIds& ids);
// Unix sockets leave a file behind.
void remove_page_sockets(const Settings& settings);

}  // namespace darban

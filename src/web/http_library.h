// SPDX-License-Identifier: Apache-2.0
// What darban asks of libmicrohttpd, found in the library when the page is switched on. It is opened (dlopen) and not linked,
// because it brings GnuTLS with it, about six MiB of libraries, which a darban without a page never needs. For web/http_server.cc
// and web/exchange only.
//
// Any thread may ask; the library then stays open until the process ends.
#pragma once
#include <microhttpd.h>

namespace darban::web {

struct HttpLibrary {
  decltype(&::MHD_start_daemon) start_daemon = nullptr;
  decltype(&::MHD_stop_daemon) stop_daemon = nullptr;
  decltype(&::MHD_get_daemon_info) get_daemon_info = nullptr;
  decltype(&::MHD_add_connection) add_connection = nullptr;
  decltype(&::MHD_get_connection_values) get_connection_values = nullptr;
  decltype(&::MHD_get_connection_info) get_connection_info = nullptr;
  decltype(&::MHD_suspend_connection) suspend_connection = nullptr;
  decltype(&::MHD_resume_connection) resume_connection = nullptr;
  decltype(&::MHD_queue_response) queue_response = nullptr;
  decltype(&::MHD_create_response_from_buffer) create_response_from_buffer = nullptr;
  decltype(&::MHD_create_response_from_callback) create_response_from_callback = nullptr;
  decltype(&::MHD_add_response_header) add_response_header = nullptr;
  decltype(&::MHD_destroy_response) destroy_response = nullptr;
  decltype(&::MHD_is_feature_supported) is_feature_supported = nullptr;
};

// Null where there is no libmicrohttpd, or one that is too old.
const HttpLibrary* http_library();

}  // namespace darban::web

// SPDX-License-Identifier: Apache-2.0
#include "web/http_library.h"

#include "base/loaded_library.h"

namespace darban::web {
namespace {

constexpr const char* kLibrary = "libmicrohttpd.so.12";  // 0.9.x and 1.0.x

bool take(const LoadedLibrary& opened, HttpLibrary& library) {
  return opened.find("MHD_start_daemon", library.start_daemon) && opened.find("MHD_stop_daemon", library.stop_daemon) &&
         opened.find("MHD_get_daemon_info", library.get_daemon_info) &&
         opened.find("MHD_add_connection", library.add_connection) &&
         opened.find("MHD_get_connection_values", library.get_connection_values) &&
         opened.find("MHD_get_connection_info", library.get_connection_info) &&
         opened.find("MHD_suspend_connection", library.suspend_connection) &&
         opened.find("MHD_resume_connection", library.resume_connection) &&
         opened.find("MHD_queue_response", library.queue_response) &&
         opened.find("MHD_create_response_from_buffer", library.create_response_from_buffer) &&
         opened.find("MHD_create_response_from_callback", library.create_response_from_callback) &&
         opened.find("MHD_add_response_header", library.add_response_header) &&
         opened.find("MHD_destroy_response", library.destroy_response) &&
         opened.find("MHD_is_feature_supported", library.is_feature_supported);
}

}  // namespace

const HttpLibrary* http_library() {
  static const HttpLibrary* const opened = []() -> const HttpLibrary* {
    static HttpLibrary functions;
    return take(LoadedLibrary({kLibrary}), functions) ? &functions : nullptr;
  }();
  return opened;
}

}  // namespace darban::web

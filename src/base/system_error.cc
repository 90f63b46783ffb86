// SPDX-License-Identifier: Apache-2.0
#include "base/system_error.h"

#include <cerrno>

namespace darban {

Error system_error_of(int errno_value) {
  switch (errno_value) {
    case ENOENT:
    case ENOTDIR:
      return {Errc::not_found};
    case EACCES:
    case EPERM:
    case EROFS:
      return {Errc::not_permitted};
    case EISDIR:
      return {Errc::is_a_directory};
    case ENOSPC:
    case EDQUOT:
      return {Errc::disk_full};
    case EFBIG:
      return {Errc::too_large};
    default:
      return {Errc::io_error};
  }
}

Error system_error() { return system_error_of(errno); }

}  // namespace darban

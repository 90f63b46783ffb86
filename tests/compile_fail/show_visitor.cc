// SPDX-License-Identifier: Apache-2.0
// What a visitor of the page sent can not be shown to anybody: neither a field nor an address.
// refused: no matching function for call to
#include "base/json_writer.h"
#include "web/request.h"

namespace darban {

void test(const web::Request& request, JsonWriter& json) {
#ifdef BAD
  json.field("said", request.field(web::Field::cookie));
#else
  json.field("octets", request.field(web::Field::cookie).size());
#endif
}

}  // namespace darban

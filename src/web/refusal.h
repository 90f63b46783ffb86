// SPDX-License-Identifier: Apache-2.0
// Why a request is not answered as it was meant, before any page or API sees it; and what the visitor reads then: a Problem
// (RFC 9457) with a sentence and its cure. Literals only: nothing of the request can be in it. Pure.
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban::web {

enum class Refusal : std::uint8_t {
  bad_target,         // a path or query that could mean two things, or that climbs
  long_target,        // more than kLongestTarget octets
  bad_field,          // a header field whose name is no token, or a value with control characters
  too_many_fields,    // more than kMostFields
  repeated_field,     // a field that may stand once stands twice (request smuggling)
  length_and_coding,  // Content-Length beside Transfer-Encoding (request smuggling, RFC 9112 section 6.3)
  bad_length,         // a Content-Length that is no number
  bad_coding,         // a Transfer-Encoding other than "chunked"
  no_host,            // no Host
  foreign_host,       // a Host that is not ours (DNS rebinding)
  unknown_method,     // not one of the Methods
  unknown_version,    // neither HTTP/1.0 nor HTTP/1.1
  unwanted_body,      // a body with GET, HEAD or DELETE
  large_body,         // more than the body limit
  no_form,            // what a children's page takes is a form, and this says it is none
  foreign_origin,     // another site's page wants to change something here
  no_such_page,
  wrong_method,
  not_logged_in,
  not_allowed,       // logged in, but this is not for that role
  no_page_token,     // a change by somebody logged in, without what only our own page knows (CSRF)
  bad_key,           // an API token that is not known, or over
  too_many_streams,  // event streams, in all or of one address
  busy,              // the work desk is full, or darban is stopping
  late,              // the answer took too long
  failed,            // our own fault
};

struct Sentences {
  unsigned status;
  Text title;
  Text detail;
  Text cure;
};
Sentences sentences_of(Refusal refusal);

}  // namespace darban::web

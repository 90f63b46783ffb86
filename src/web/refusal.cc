// SPDX-License-Identifier: Apache-2.0
#include "web/refusal.h"

namespace darban::web {

Sentences sentences_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::bad_target:
      return {400, "This address can not be read", "It has characters or steps that could mean two things.",
              "Go back to the start page and follow its links."};
    case Refusal::long_target:
      return {414, "This address is too long", "More than 2,048 characters are in it.", "Go back to the start page."};
    case Refusal::bad_field:
      return {400, "This request can not be read", "A header field has characters that do not belong there.",
              "Use a browser, or let your program write the field as RFC 9110 says."};
    case Refusal::too_many_fields:
      return {431, "This request is too large", "It has more than 64 header fields.", "Send fewer; delete this site's cookies."};
    case Refusal::repeated_field:
      return {400, "This request can not be read", "A header field that may be there once is there twice.",
              "If a proxy stands before darban, let it send each field once."};
    case Refusal::length_and_coding:
      return {400, "This request can not be read", "It tells its length in two ways.",
              "If a proxy stands before darban, let it send Content-Length or Transfer-Encoding, not both."};
    case Refusal::bad_length:
      return {400, "This request can not be read", "Its Content-Length is not a number.", "Send the number of octets."};
    case Refusal::bad_coding:
      return {501, "This request can not be read", "Its Transfer-Encoding is not known here.", "Send it as it is, or chunked."};
    case Refusal::no_host:
      return {400, "This request can not be read", "It does not say for which host it is.", "Send a Host header field."};
    case Refusal::foreign_host:
      return {421, "This name is not darban's", "A page was asked for under a name that darban does not have.",
              "Open http://darban.home, or write the name into web.names of darban.yaml."};
    case Refusal::unknown_method:
      return {501, "This can not be done here", "The request's method is not known.",
              "Use GET, HEAD, POST, PUT, PATCH or DELETE."};
    case Refusal::unknown_version:
      return {505, "This version of HTTP is not spoken here", "darban speaks HTTP/1.1 and HTTP/1.0.", "Use one of them."};
    case Refusal::unwanted_body:
      return {400, "This request has too much in it", "GET, HEAD and DELETE have no body here.", "Send it without."};
    case Refusal::large_body:
      return {413, "This is too much at once", "The body is larger than 65,536 octets.", "Send less, in several requests."};
    case Refusal::no_form:
      return {415, "This is no form", "Only what a page's own form sends is taken here.", "Open the page and fill its form."};
    case Refusal::foreign_origin:
      return {403, "Another site may not change things here", "The request comes from a page that is not darban's.",
              "Open darban's own page and do it there."};
    case Refusal::no_such_page:
      return {404, "There is no such page", "Nothing is at this address.", "Go back to the start page."};
    case Refusal::wrong_method:
      return {405, "This can not be done here", "There is something at this address, but not for this method.",
              "The Allow field says which methods there are."};
    case Refusal::not_logged_in:
      return {401, "Please log in", "This is for the adults of the house.", "Log in and try again."};
    case Refusal::not_allowed:
      return {403, "This is not for you", "Your role may not do this.", "Ask the owner of this darban."};
    case Refusal::no_page_token:
      return {403, "This page is too old", "It was opened before you logged in, or another site sent this.",
              "Load the page again and try once more."};
    case Refusal::bad_key:
      return {401, "This key does not fit", "The API token is not known here, or its time is over.",
              "Make a new one under Settings."};
    case Refusal::too_many_streams:
      return {503, "Too many pages are listening", "darban tells news to 8 pages at a time, and to 2 of one device.",
              "Close other windows, or ask again every few seconds instead."};
    case Refusal::busy:
      return {503, "darban is busy", "Too much is waiting already.", "Try again in a few seconds."};
    case Refusal::late:
      return {503, "This took too long", "darban could not answer in time.",
              "Try again; if it stays so, look at 'darban status'."};
    case Refusal::failed:
      return {500, "darban made a mistake", "The answer could not be made. This is not your fault.",
              "Try again; if it stays so, look at 'darban status'."};
  }
  return {500, "darban made a mistake", "The answer could not be made.", "Try again."};
}

}  // namespace darban::web

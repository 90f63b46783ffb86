// SPDX-License-Identifier: Apache-2.0
#include "engine/counters.h"

namespace darban {

Text text_of(Health health) {
  switch (health) {
    case Health::questions:
      return "questions";
    case Health::cache_hits:
      return "answered from the cache";
    case Health::stale_answers:
      return "answered with a stale answer";
    case Health::joined:
      return "joined a question already travelling";
    case Health::forwarded:
      return "asked upstream";
    case Health::upstream_timeouts:
      return "upstream time-outs";
    case Health::upstream_errors:
      return "upstream errors";
    case Health::forged_answers:
      return "forged answers dropped";
    case Health::tcp_retries:
      return "asked again over TCP";
    case Health::malformed:
      return "malformed questions";
    case Health::refused:
      return "refused: from outside";
    case Health::claims_untrusted:
      return "ignored: a client named by somebody untrusted";
    case Health::claims_unreadable:
      return "not believed: a client named unreadably";
    case Health::dropped:
      return "dropped: not a question";
    case Health::overflow:
      return "dropped: too many waiting";
    case Health::gateway_told:
      return "told to the gateway";
    case Health::gateway_late:
      return "left before the gateway's word";
    case Health::gateway_untold:
      return "not told: no gateway to tell";
    case Health::answered_within_1ms:
      return "answered within 1 ms";
    case Health::answered_within_10ms:
      return "answered within 10 ms";
    case Health::answered_within_100ms:
      return "answered within 100 ms";
    case Health::answered_within_1s:
      return "answered within 1 s";
    case Health::answered_later:
      return "answered later";
    case Health::count_:
      break;
  }
  return "unknown";
}

Text text_of(Total total) {
  switch (total) {
    case Total::opened:
      return "opened";
    case Total::closed:
      return "closed";
    case Total::closed_by_time:
      return "closed by time";
    case Total::safer:
      return "led to a safer place";
    case Total::failed:
      return "failed";
    case Total::count_:
      break;
  }
  return "unknown";
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_trouble.h"

#include <array>

namespace darban {
namespace {

constexpr Text kNothingToDo = "There is nothing to do: the last good list stays in use, and darban tries again later.";
constexpr Text kTellMaintainer =
    "The last good list stays in use. If this lasts for days, tell the people who maintain darban's lists.";
constexpr Text kCheckLine = "Check the Internet connection. The last good list stays in use, and darban tries again later.";
constexpr Text kMaintainerOrOperator =
    "The last good list stays in use. If you wrote this address yourself, check it; if not, tell the people who maintain "
    "darban's "
    "lists.";
constexpr Text kCheckDisk = "Make room on the disk, or check who owns the folder of the lists. The last good list stays in use.";

struct Row {
  FetchTrouble trouble;
  Text key;
  Remedy remedy;
  Text words;
  Text advice;
};

constexpr std::array kRows{
    Row{FetchTrouble::none, "none", Remedy::try_again, "all went well", "There is nothing to do."},
    Row{FetchTrouble::bad_address, "bad-address", Remedy::other_address, "the list's address is not one that can be fetched",
        kMaintainerOrOperator},
    Row{FetchTrouble::name_not_found, "name-not-found", Remedy::other_address, "the server's name does not exist (any more)",
        kTellMaintainer},
    Row{FetchTrouble::resolvers_silent, "resolvers-silent", Remedy::try_again,
        "nobody answered when asked where the server is; the Internet may be away", kCheckLine},
    Row{FetchTrouble::not_reachable, "not-reachable", Remedy::try_again, "the server could not be reached", kCheckLine},
    Row{FetchTrouble::tls_failed, "tls-failed", Remedy::try_again, "no safe connection to the server came about", kNothingToDo},
    Row{FetchTrouble::untrusted_certificate, "untrusted-certificate", Remedy::other_address,
        "the server could not prove that it is the right one, so nothing was taken from it",
        "The last good list stays in use. On a network with a login page, log in first. If this lasts, tell the people who "
        "maintain "
        "darban's lists."},
    Row{FetchTrouble::certificate_date, "certificate-date", Remedy::other_address,
        "the server's certificate is not valid today; perhaps this machine's clock is wrong",
        "Check the date and the time of this machine. The last good list stays in use."},
    Row{FetchTrouble::no_authorities, "no-authorities", Remedy::other_address,
        "this machine has no certificates to check servers with",
        "Install the package ca-certificates (OpenWrt: ca-bundle). The last good list stays in use."},
    Row{FetchTrouble::not_there, "not-there", Remedy::other_address, "the list is no longer at its address", kTellMaintainer},
    Row{FetchTrouble::not_allowed, "not-allowed", Remedy::other_address, "the server does not give the list to us",
        kMaintainerOrOperator},
    Row{FetchTrouble::busy, "busy", Remedy::try_again, "the server is too busy and asks us to come back later", kNothingToDo},
    Row{FetchTrouble::server_trouble, "server-trouble", Remedy::try_again, "the server has a fault of its own", kNothingToDo},
    Row{FetchTrouble::unexpected_answer, "unexpected-answer", Remedy::other_address,
        "the server answered something that makes no sense here", kTellMaintainer},
    Row{FetchTrouble::redirect_loop, "redirect-loop", Remedy::other_address, "the server sends us from address to address",
        kTellMaintainer},
    Row{FetchTrouble::insecure_redirect, "insecure-redirect", Remedy::other_address,
        "the server sends us to an address without protection, where the list could be changed on its way", kTellMaintainer},
    Row{FetchTrouble::redirect_inside, "redirect-inside", Remedy::other_address,
        "a server outside sends us to a machine in this network, which is not where lists are", kTellMaintainer},
    Row{FetchTrouble::empty, "empty", Remedy::other_address, "an empty file came instead of the list", kTellMaintainer},
    Row{FetchTrouble::web_page, "web-page", Remedy::other_address, "a web page came instead of the list",
        "The last good list stays in use. On a network with a login page, log in first. If this lasts, tell the people who "
        "maintain "
        "darban's lists."},
    Row{FetchTrouble::too_large, "too-large", Remedy::other_address,
        "the list is much larger than it may be, so it was not taken", kTellMaintainer},
    Row{FetchTrouble::cut_short, "cut-short", Remedy::try_again, "the connection broke before the list was complete",
        kNothingToDo},
    Row{FetchTrouble::wrong_piece, "wrong-piece", Remedy::try_again,
        "the rest of the list did not fit to the part that was there, so both were thrown away", kNothingToDo},
    Row{FetchTrouble::bad_packing, "bad-packing", Remedy::other_address, "the list came packed in a way that can not be opened",
        kTellMaintainer},
    Row{FetchTrouble::too_slow, "too-slow", Remedy::try_again, "the list came so slowly that we stopped", kCheckLine},
    Row{FetchTrouble::took_too_long, "took-too-long", Remedy::stop, "the list took longer than the time there is for it",
        kNothingToDo},
    Row{FetchTrouble::no_fetcher, "no-fetcher", Remedy::stop, "the library that fetches lists (libcurl) is not installed",
        "Install the package libcurl4 (OpenWrt: libcurl), 7.85 or later. The last good lists stay in use."},
    Row{FetchTrouble::disk_full, "disk-full", Remedy::stop, "the disk is full", kCheckDisk},
    Row{FetchTrouble::can_not_write, "can-not-write", Remedy::stop, "the list could not be written to the disk", kCheckDisk},
    Row{FetchTrouble::out_of_memory, "out-of-memory", Remedy::stop, "there was not enough memory to fetch the list",
        kNothingToDo},
};

constexpr bool in_order() {
  for (std::size_t at = 0; at < kRows.size(); ++at) {
    if (static_cast<std::size_t>(kRows[at].trouble) != at) return false;
  }
  return kRows.size() == static_cast<std::size_t>(kLastFetchTrouble) + 1;
}
static_assert(in_order(), "one row for each trouble, in the order of the enum");

const Row& row_of(FetchTrouble trouble) { return kRows.at(static_cast<std::size_t>(trouble)); }

}  // namespace

Text text_of(FetchTrouble trouble) { return row_of(trouble).words; }
Text advice_of(FetchTrouble trouble) { return row_of(trouble).advice; }
Text key_of(FetchTrouble trouble) { return row_of(trouble).key; }
Remedy remedy_of(FetchTrouble trouble) { return row_of(trouble).remedy; }

std::optional<FetchTrouble> trouble_of_key(std::string_view key) {
  for (const Row& row : kRows) {
    if (row.key.view() == key) return row.trouble;
  }
  return std::nullopt;
}

FetchTrouble trouble_of_status(int status) {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
    case 451:
      return FetchTrouble::not_allowed;
    case 404:
    case 410:
      return FetchTrouble::not_there;
    case 408:
      return FetchTrouble::server_trouble;
    case 429:
    case 503:
      return FetchTrouble::busy;
    default:
      return status >= 500 && status <= 599 ? FetchTrouble::server_trouble : FetchTrouble::unexpected_answer;
  }
}

}  // namespace darban

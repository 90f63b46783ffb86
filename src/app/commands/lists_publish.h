// SPDX-License-Identifier: Apache-2.0
// `darban lists publish`: the folder that a web server hands out.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsPublishHelp =
    "usage: darban lists publish [OPTIONS] FOLDER\n"
    "\n"
    "Puts signed files into FOLDER, which any web server can hand out: lists-N.bundle, lists.unblock, index.json with the "
    "numbers,\n"
    "sizes and hashes of all that is there, and index.tsv with the newest for receivers. Only what a receiver would take is "
    "published. FOLDER must exist; the same files give "
    "the\n"
    "same octets.\n"
    "\n"
    "  --bundle FILE       a bundle with enough signatures and a number above all that are there\n"
    "  --unblock FILE      an un-block file, likewise; it takes the place of the one before it\n"
    "  --rollback-to N     the image of number N once more, under a new number; needs --key. Receivers never go back to an old "
    "number,\n"
    "                      so this is how a bad list is taken back\n"
    "  --keys FILE         the trust file of the receivers; FOLDER/lists.keys unless said otherwise\n"
    "  --key KEYS          for --rollback-to: files with signing keys, with commas between\n"
    "  -o, --output FILE   for --rollback-to: only write the bundle there, so that others can sign it before it is published\n"
    "  --expires SPAN      for --rollback-to: how long it is good; 30d unless said otherwise\n"
    "  --date YYYY-MM-DD   what today is (00:00 UTC); SOURCE_DATE_EPOCH or now unless said otherwise\n"
    "\n"
    "Exit codes: 0 it is published, 1 it was refused, 2 the command line was not understood.\n";

int run_lists_publish(std::span<const std::string_view> words);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// `darban lists import`: puts a verified bundle, an un-block file or a sealed list in force on this machine.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsImportHelp =
    "usage: darban lists import [OPTIONS] FILE\n"
    "       darban lists import [OPTIONS] --sealed FILE --licence-note TEXT\n"
    "\n"
    "Checks a bundle or an un-block file as `darban lists verify` does and puts it in force; the running darban takes it up by "
    "itself.\n"
    "The two images before it are kept: `darban lists rollback` goes back. While a bundle is in force the clock fetches no lists "
    "of "
    "the\n"
    "catalogue. What is refused changes nothing.\n"
    "\n"
    "  --image IMAGE     where the image goes; `image` of darban.yaml unless said otherwise\n"
    "  --folder DIR      where images are kept; `lists.folder` of darban.yaml, or with --image IMAGE without its ending\n"
    "  --config FILE     the darban.yaml to look into; /etc/darban/darban.yaml unless said otherwise\n"
    "  --keys FILE       the trust file; lists.keys beside the image unless said otherwise (`darban lists keygen --help` shows "
    "one)\n"
    "  --new-publisher   what is taken may come from another publisher than what is installed: numbers begin anew\n"
    "\n"
    "A sealed list is for those who have a contract with its holder, for CSAM above all. FILE has one name a line and must be "
    "readable for\n"
    "its owner only; - reads standard input. Its names become keyed hashes in lists.sealed beside the image, with a key made on "
    "this\n"
    "machine in lists.sealed-key; both stay with root. From its next start darban answers those names as closed, for everybody, "
    "never\n"
    "counts them and never says why. Nothing can list, test or count what is inside. Importing again replaces it.\n"
    "\n"
    "  --sealed FILE         the names to seal; FILE is not kept\n"
    "  --licence-note TEXT   who gave the list, under which contract: for whoever must prove it one day\n"
    "\n"
    "Exit codes: 0 it is in force, 1 it was refused, 2 the command line was not understood.\n";

int run_lists_import(std::span<const std::string_view> words);

}  // namespace darban

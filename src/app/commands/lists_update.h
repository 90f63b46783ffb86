// SPDX-License-Identifier: Apache-2.0
// `darban lists update`: fetches the lists of the catalogue, judges them, compiles them and puts them in force. This process only
// leads: what speaks to the network and what reads lists are processes of their own.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsUpdateHelp =
    "usage: darban lists update [OPTIONS]\n"
    "\n"
    "Fetches the lists of the catalogue, keeps those that pass every guard, compiles them with our own lists and puts the result "
    "in\n"
    "force. A running darban takes it up by itself; until the last moment, and whenever something goes wrong, the lists before "
    "serve.\n"
    "\n"
    "Where lists.bundle-url is set, the publisher's folder is asked instead: an un-block file and a bundle that are newer and "
    "well\n"
    "signed come into force, nothing is compiled here, and of the options below only --due, --offline, --authorities, --json, "
    "--quiet\n"
    "and --new-publisher mean something.\n"
    "\n"
    "  --config FILE      settings (/etc/darban/darban.yaml)\n"
    "  --blocklists DIR   the folder of catalogue.yaml, instead of lists.catalogue\n"
    "  --folder DIR       where fetched lists and images are kept, instead of lists.folder\n"
    "  --image FILE       the image to replace, instead of image\n"
    "  --only ID,ID       these lists and no others\n"
    "  --all              every list of the catalogue that is not off\n"
    "  --due              ask only for lists whose time has come (what darban does by the clock)\n"
    "  --offline          ask for none: compile what is here\n"
    "  --shareable        only lists that may be handed on in a bundle\n"
    "  --anyway           believe lists that shrank or grew: you looked at them\n"
    "  --memory SIZE      what compiling may take besides the image (2MiB)\n"
    "  --top-sites FILE   one site a line, the most visited first: lists that close too many are refused\n"
    "  --new-publisher    what is fetched may come from another publisher than what is installed: numbers begin anew\n"
    "  --authorities FILE certificate authorities to trust, PEM, instead of the machine's\n"
    "  --reproducible     no dates in the image\n"
    "  --json             print the whole report as JSON\n"
    "  --quiet            print nothing but errors\n"
    "\n"
    "Exit code 1: the lists before are still in force and something needs your eye.\n";

int run_lists_update(std::span<const std::string_view> words);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// `darban lists build`: list files in, an image and a report out.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsBuildHelp =
    "usage: darban lists build [OPTIONS] (FOLDER | MANIFEST.yaml)\n"
    "\n"
    "Compiles block lists into the image that `darban run` reads. FOLDER holds one folder for each category, with its list files "
    "(*.txt)\n"
    "in it; a manifest says the same in YAML, and for each file its format if it is not to be guessed. The old image stays in "
    "place until\n"
    "the new one is complete, and stays if anything is refused.\n"
    "\n"
    "  -o, --output IMAGE   where the image goes; lists.image unless said otherwise\n"
    "  --categories FILE    the table of categories; FOLDER/categories.yaml is used when it is there. Without a table the "
    "categories are\n"
    "                       numbered in alphabetical order\n"
    "  --keep-going         leave out the files that are no lists, and compile the others\n"
    "  --reproducible       no date in the image: the same files give the same octets\n"
    "  --json               the report as JSON\n"
    "  --quiet              no report when all is well\n"
    "\n"
    "Exit codes: 0 the image is written, 1 something was refused, 2 the command line was not understood.\n";

int run_lists_build(std::span<const std::string_view> words);

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "lists/entry.h"

namespace darban {

Text text_of(Ignored reason) {
  switch (reason) {
    case Ignored::comment:
      return "comments and blank lines";
    case Ignored::local_name:
      return "names of this machine";
    case Ignored::address:
      return "addresses, not names";
    case Ignored::not_a_sinkhole:
      return "hosts lines that point to a real address";
    case Ignored::single_label:
      return "single labels";
    case Ignored::too_wide:
      return "whole top-level domains or public suffixes";
    case Ignored::path_or_port:
      return "URLs with a path or port";
    case Ignored::pattern:
      return "patterns that no name can stand for";
    case Ignored::regex:
      return "regular expressions";
    case Ignored::cosmetic:
      return "rules about the inside of pages";
    case Ignored::browser_rule:
      return "rules that only a browser can follow";
    case Ignored::unsupported:
      return "rules that darban does not support";
    case Ignored::not_a_block:
      return "directives that block nothing";
    case Ignored::include:
      return "includes, never followed";
    case Ignored::duplicate:
      return "duplicates";
    case Ignored::count_:
      break;
  }
  return "other lines";
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "import/imported.h"

namespace darban {

Text text_of(Carried carried) {
  switch (carried) {
    case Carried::nearly:
      return "nearly";
    case Carried::not_at_all:
      return "not carried over";
    case Carried::advice:
      return "by hand";
  }
  return "not carried over";
}

}  // namespace darban

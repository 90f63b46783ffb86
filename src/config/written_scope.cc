// SPDX-License-Identifier: Apache-2.0
#include "config/written_scope.h"

namespace darban {

Text text_of(WrittenScope scope) {
  switch (scope) {
    case WrittenScope::exact:
      return "exact";
    case WrittenScope::subtree:
      return "subtree";
  }
  return "exact";
}

}  // namespace darban

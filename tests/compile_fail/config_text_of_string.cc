// SPDX-License-Identifier: Apache-2.0
// Operator's text is made through a named door only (tests/lint/doors.txt), not by conversion.
// refused: invalid initialization of reference
#include "base/showable.h"

namespace darban {

void show(const ConfigText& text);

void test() {
#ifdef BAD
  show(std::string("darban.yaml"));
#else
  show(ConfigText::from_operator("darban.yaml"));
#endif
}

}  // namespace darban

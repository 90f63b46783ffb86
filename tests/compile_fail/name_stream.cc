// SPDX-License-Identifier: Apache-2.0
// A Name can not be written to a stream.
// refused: no match for 'operator<<'
#include <sstream>

#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  std::ostringstream() << Name();
#else
  std::ostringstream() << Name().label_count();
#endif
}

}  // namespace darban

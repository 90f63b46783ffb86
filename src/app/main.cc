// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <vector>

#include "app/command_line.h"

int main(int count, char** words) {
  const std::vector<std::string_view> arguments(words + (count > 0 ? 1 : 0), words + count);
  return darban::run_command_line(arguments);
}

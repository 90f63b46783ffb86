// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over its corpus without libFuzzer (which g++ does not have): every file as it is, cut off at every octet,
// and with single octets changed. Deterministic: a failure today is a failure tomorrow. usage: replay_X FOLDER_OR_FILE...
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size);

namespace {

constexpr std::size_t kMostVariedOctets = 512;  // larger files are cut and changed at this many places only

using Bytes = std::vector<std::uint8_t>;

// A copy of exactly this size, so that AddressSanitizer sees a read beyond the end.
void run(const Bytes& octets, std::size_t size) {
  const Bytes exact(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size));
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

std::size_t run_variations(Bytes octets) {
  std::size_t runs = 1;
  run(octets, octets.size());
  const std::size_t step = octets.size() / kMostVariedOctets + 1;
  for (std::size_t at = 0; at < octets.size(); at += step) {
    run(octets, at);
    const std::uint8_t before = octets[at];
    for (const int changed : {0, 0xff, 0xc0, before ^ 1, before + 1, before - 1}) {
      octets[at] = static_cast<std::uint8_t>(changed);
      run(octets, octets.size());
      ++runs;
    }
    octets[at] = before;
    ++runs;
  }
  return runs;
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& given) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_regular_file(given)) files.push_back(given);
  if (!std::filesystem::is_directory(given)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(given)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  std::size_t runs = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& path : files_of(argv[i])) {
      std::ifstream in(path, std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), {}};
      runs += run_variations(Bytes(content.begin(), content.end()));
      ++files;
    }
  }
  std::printf("%zu files, %zu inputs\n", files, runs);
  return files > 0 ? 0 : 1;  // a target without a corpus proves nothing
}

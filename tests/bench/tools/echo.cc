// SPDX-License-Identifier: Apache-2.0
// The ceiling: takes up to 64 datagrams, sets QR and RA in each, sends them back. What it costs, the kernel costs, and no server
// that answers over UDP can be cheaper.
//   bench_echo PORT
#include <cstdio>
#include <memory>

#include "tools/numbers.h"
#include "tools/udp_batch.h"

namespace darban::bench {
namespace {

[[noreturn]] void serve(int socket) {
  const auto batch = std::make_unique<UdpBatch>();
  for (;;) {
    const unsigned count = batch->receive(socket, MSG_WAITFORONE);
    for (unsigned i = 0; i < count; ++i) {
      const auto octets = batch->datagram(i);
      if (octets.size() < 12) {
        batch->set_size(i, 0);
        continue;
      }
      octets[2] |= 0x80;
      octets[3] |= 0x80;
    }
    batch->send(socket, count, UdpBatch::Patience::all);
  }
}

}  // namespace
}  // namespace darban::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench_echo PORT\n");
    return 2;
  }
  darban::bench::serve(darban::bench::listening_socket(darban::bench::port_from(argv[1])));
}

// SPDX-License-Identifier: Apache-2.0
// The resolver behind the server under test: knows every name, at once. A is 198.18.0.0/15 (RFC 2544) by a hash of the lower-case
// name, AAAA an address of 2001:db8::/32 (RFC 3849) by the same; other types get NODATA with a SOA. TTL 3600. The question is
// echoed as it was spelt, EDNS is answered with EDNS.
//   bench_upstream PORT [COUNT_FILE]
// COUNT_FILE holds, as eight octets of this machine's order, how many questions came: a cached set must not come here.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>

#include "tools/numbers.h"
#include "tools/udp_batch.h"

namespace darban::bench {
namespace {

constexpr std::uint32_t kTtl = 3600;
constexpr std::uint16_t kTypeA = 1;
constexpr std::uint16_t kTypeAaaa = 28;
constexpr std::uint16_t kTypeOpt = 41;
constexpr std::size_t kHeader = 12;
constexpr std::size_t kLongestQuestion = kHeader + 255 + 4;

struct Asked {
  std::size_t end = 0;  // of the question section; 0: not a clean question
  std::uint16_t type = 0;
  std::uint64_t hash = 0;
  bool edns = false;
};

std::uint16_t u16_at(std::span<const std::uint8_t> octets, std::size_t at) {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

Asked read_question(std::span<const std::uint8_t> octets) {
  if (octets.size() < kHeader + 5 || (octets[2] & 0x80) != 0 || u16_at(octets, 4) != 1) return {};
  Asked asked;
  asked.hash = 0xcbf29ce484222325;
  std::size_t at = kHeader;
  while (at < octets.size() && octets[at] != 0) {
    const std::size_t length = octets[at];
    if (length > 63 || at + length + 6 > octets.size()) return {};
    for (std::size_t i = at; i <= at + length; ++i) {
      const std::uint8_t octet = octets[i];
      const bool upper = i != at && octet >= 'A' && octet <= 'Z';
      asked.hash = (asked.hash ^ static_cast<std::uint8_t>(upper ? octet | 0x20 : octet)) * 0x100000001b3;
    }
    at += length + 1;
  }
  if (at + 5 > octets.size() || at + 5 > kLongestQuestion) return {};
  asked.type = u16_at(octets, at + 1);
  asked.end = at + 5;
  asked.edns = u16_at(octets, 10) == 1 && octets.size() >= asked.end + 11 && octets[asked.end] == 0 &&
               u16_at(octets, asked.end + 1) == kTypeOpt;
  return asked;
}

class AnswerWriter {
 public:
  AnswerWriter(std::span<std::uint8_t> room, std::size_t at) : room_(room), at_(at) {}
  void octet(std::uint32_t value) { room_[at_++] = static_cast<std::uint8_t>(value); }
  void u16(std::uint32_t value) { octet(value >> 8), octet(value); }
  void u32(std::uint32_t value) { u16(value >> 16), u16(value); }
  void record(std::uint16_t type, std::uint16_t length) { u16(0xc00c), u16(type), u16(1), u32(kTtl), u16(length); }
  std::size_t at() const { return at_; }

 private:
  std::span<std::uint8_t> room_;
  std::size_t at_;
};

// The answer, in place of the question. 0: none.
std::size_t answer(std::span<std::uint8_t> room, std::size_t size) {
  const Asked asked = read_question(room.first(size));
  if (asked.end == 0) return 0;
  room[2] = static_cast<std::uint8_t>(0x80 | (room[2] & 0x79));
  room[3] = 0x80;
  std::fill(room.begin() + 6, room.begin() + kHeader, std::uint8_t{0});
  AnswerWriter out(room, asked.end);
  const auto high = static_cast<std::uint32_t>(asked.hash >> 32);
  if (asked.type == kTypeA) {
    room[7] = 1;
    out.record(kTypeA, 4);
    out.u32(0xc6120000 | (high & 0x1ffff) | 1);
  } else if (asked.type == kTypeAaaa) {
    room[7] = 1;
    out.record(kTypeAaaa, 16);
    out.u32(0x20010db8), out.u32(0), out.u32(high), out.u32(static_cast<std::uint32_t>(asked.hash) | 1);
  } else {
    room[9] = 1;
    out.octet(0), out.u16(6), out.u16(1), out.u32(kTtl), out.u16(22), out.u16(0);
    for (const std::uint32_t value : {1u, 3600u, 900u, 604800u, 900u}) out.u32(value);
  }
  if (asked.edns) {
    room[11] = 1;
    out.octet(0), out.u16(kTypeOpt), out.u16(1232), out.u32(0), out.u16(0);
  }
  return out.at();
}

// A number that others can read while we count.
std::uint64_t* shared_count(const char* path) {
  const int fd = ::open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || ::ftruncate(fd, sizeof(std::uint64_t)) != 0) {
    std::perror(path);
    std::exit(1);
  }
  void* const memory = ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  if (memory == MAP_FAILED) {
    std::perror(path);
    std::exit(1);
  }
  return static_cast<std::uint64_t*>(memory);
}

[[noreturn]] void serve(int socket, std::uint64_t& count) {
  const auto batch = std::make_unique<UdpBatch>();
  for (;;) {
    const unsigned received = batch->receive(socket, MSG_WAITFORONE);
    count += received;
    for (unsigned i = 0; i < received; ++i) batch->set_size(i, answer(batch->room(i), batch->datagram(i).size()));
    batch->send(socket, received, UdpBatch::Patience::all);
  }
}

}  // namespace
}  // namespace darban::bench

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: bench_upstream PORT [COUNT_FILE]\n");
    return 2;
  }
  std::uint64_t private_count = 0;
  std::uint64_t* count = argc == 3 ? darban::bench::shared_count(argv[2]) : &private_count;
  darban::bench::serve(darban::bench::listening_socket(darban::bench::port_from(argv[1])), *count);
}

// SPDX-License-Identifier: Apache-2.0
#include "store/backup_seal.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/crypto.h"

namespace darban {
namespace {

constexpr std::string_view kFirstWords = "darban sealed backup ";
constexpr std::string_view kFirstLine = "darban sealed backup 1\n";
constexpr crypto::PasswordCost kCost{.kibibytes = 65536, .passes = 3};
// A stranger's file says its own cost: no more than a small machine has.
constexpr std::uint32_t kMostKibibytes = 262144;
constexpr std::uint32_t kMostPasses = 10;
constexpr std::size_t kHead = kFirstLine.size() + 4 + 4 + std::tuple_size_v<crypto::PasswordSalt>;
constexpr std::size_t kLeastSealed = 24 + 16;

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string text_in(Octets octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

std::string big_endian(std::uint32_t number) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text.push_back(static_cast<char>(number >> shift & 0xff));
  return text;
}

}  // namespace

Text text_of(SealFault fault) {
  switch (fault) {
    case SealFault::newer:
      return "a later darban sealed this backup; install that one first";
    case SealFault::cut_off:
      return "the end of this backup is missing: it was not copied whole";
    case SealFault::too_dear:
      return "this backup wants more memory than any darban uses; it is not one of ours";
    case SealFault::no_memory:
      return "there is not enough memory to make a key of the password";
    case SealFault::does_not_open:
      return "the password does not open it, or the file is damaged";
  }
  return "it does not open";
}

bool is_sealed_backup(std::string_view octets) { return octets.starts_with(kFirstWords); }

Result<std::string, SealFault> seal_backup(std::string_view backup, std::string_view password) {
  crypto::PasswordSalt salt{};
  crypto::fill_random(salt);
  const auto key = crypto::key_of_password(password, salt, kCost);
  if (!key) return SealFault::no_memory;
  std::string head = std::string(kFirstLine) + big_endian(kCost.kibibytes) + big_endian(kCost.passes) + text_in(salt);
  return head + text_in(crypto::seal(*key, octets_of(head), octets_of(backup)));
}

Result<std::string, SealFault> unseal_backup(std::string_view octets, std::string_view password) {
  if (!octets.starts_with(kFirstLine)) return octets.size() < kFirstLine.size() ? SealFault::cut_off : SealFault::newer;
  if (octets.size() < kHead + kLeastSealed) return SealFault::cut_off;
  const std::string_view head = octets.substr(0, kHead);
  const std::uint8_t* at = octets_of(head).data() + kFirstLine.size();
  const crypto::PasswordCost cost{.kibibytes = load_u32(at), .passes = load_u32(at + 4)};
  if (cost.kibibytes < 8 || cost.kibibytes > kMostKibibytes || cost.passes < 1 || cost.passes > kMostPasses)
    return SealFault::too_dear;
  crypto::PasswordSalt salt{};
  std::copy_n(at + 8, salt.size(), salt.begin());
  const auto key = crypto::key_of_password(password, salt, cost);
  if (!key) return SealFault::no_memory;
  const auto plain = crypto::unseal(*key, octets_of(head), octets_of(octets.substr(kHead)));
  if (!plain) return SealFault::does_not_open;
  return text_in(*plain);
}

}  // namespace darban

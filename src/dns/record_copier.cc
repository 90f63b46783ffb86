// SPDX-License-Identifier: Apache-2.0
#include "dns/record_copier.h"

#include "dns/service_binding.h"

namespace darban {
namespace {

constexpr std::uint16_t kPointer = 0xc000;
constexpr std::size_t kPointersEnd = 0x4000;

// What record data looks like: some octets, some names, and what stands behind them.
struct Layout {
  static constexpr int kAnything = -1;
  int before = 0;
  int names = 0;  // 0: no names, the data is copied as it stands
  int behind = 0;
};

Layout layout_of(RrType type) {
  switch (static_cast<std::uint16_t>(type)) {
    case 2:   // NS, RFC 1035
    case 3:   // MD
    case 4:   // MF
    case 5:   // CNAME
    case 7:   // MB
    case 8:   // MG
    case 9:   // MR
    case 12:  // PTR
    case 39:  // DNAME, RFC 6672
      return {0, 1, 0};
    case 6:  // SOA, RFC 1035: serial, refresh, retry, expire, minimum
      return {0, 2, 20};
    case 14:  // MINFO, RFC 1035
    case 17:  // RP, RFC 1183
      return {0, 2, 0};
    case 15:  // MX, RFC 1035
    case 18:  // AFSDB, RFC 1183
    case 21:  // RT
    case 36:  // KX, RFC 2230
      return {2, 1, 0};
    case 26:  // PX, RFC 2163
      return {2, 2, 0};
    case 33:  // SRV, RFC 2782
      return {6, 1, 0};
    case 24:  // SIG, RFC 2535
    case 46:  // RRSIG, RFC 4034: the signer, then the signature
      return {18, 1, Layout::kAnything};
    case 30:  // NXT, RFC 2535
    case 47:  // NSEC, RFC 4034: then the types
      return {0, 1, Layout::kAnything};
    case 64:  // SVCB, RFC 9460: priority, target, then the parameters
    case 65:  // HTTPS
      return {2, 1, Layout::kAnything};
    default:
      return {};
  }
}

bool is_service(RrType type) { return type == RrType::svcb || type == RrType::https; }

}  // namespace

void RecordCopier::know_name_at(std::size_t at) {
  if (at < kPointersEnd && known_count_ < kMostKnown) known_[known_count_++] = static_cast<std::uint16_t>(at);
}

void RecordCopier::write_owner(const Name& owner) {
  for (std::size_t i = 0; i < known_count_; ++i) {
    const auto known = read_name_at(out_.written(), known_[i]);
    if (known && *known == owner) return out_.u16(static_cast<std::uint16_t>(kPointer | known_[i]));
  }
  const std::size_t at = out_.at();
  owner.append_to(out_);
  if (out_.ok()) know_name_at(at);
}

void RecordCopier::write_head(const Name& owner, RrType type, RrClass klass, std::uint32_t ttl) {
  write_owner(owner);
  out_.u16(static_cast<std::uint16_t>(type));
  out_.u16(static_cast<std::uint16_t>(klass));
  out_.u32(ttl);
}

void RecordCopier::write_target(const Name& name) {
  const std::size_t at = out_.at();
  name.append_to(out_);
  if (out_.ok()) know_name_at(at);
}

void RecordCopier::write_cname_of_question(const Name& target, std::uint32_t ttl) {
  out_.u16(kPointer | kHeaderOctets);
  out_.u16(static_cast<std::uint16_t>(RrType::cname));
  out_.u16(static_cast<std::uint16_t>(RrClass::in));
  out_.u32(ttl);
  out_.u16(static_cast<std::uint16_t>(target.wire_size()));
  write_target(target);
}

bool RecordCopier::copy(const RrView& rr, Octets message, std::uint32_t ttl, Ech ech) {
  const auto owner = read_name_at(message, rr.owner_at);
  if (!owner) return false;
  write_head(*owner, rr.type, rr.klass, ttl);
  const std::size_t length_at = out_.at();
  out_.u16(0);
  if (!copy_data(rr, message, ech)) return false;
  if (!out_.ok()) return true;
  const std::size_t length = out_.at() - length_at - 2;
  if (length > UINT16_MAX) return false;
  out_.patch_u16(length_at, static_cast<std::uint16_t>(length));
  return true;
}

bool RecordCopier::copy_data(const RrView& rr, Octets message, Ech ech) {
  const Layout layout = layout_of(rr.type);
  if (layout.names == 0) {
    out_.octets(rr.rdata);
    return true;
  }
  ByteReader in(message.first(rr.rdata_at + rr.rdata.size()));  // a name may begin before the data, never end behind it
  in.seek(rr.rdata_at);
  out_.octets(in.take(static_cast<std::size_t>(layout.before)));
  for (int i = 0; i < layout.names; ++i) {
    const Name name = Name::read(in);
    if (!in.ok()) return false;
    if (rr.type == RrType::cname)
      write_target(name);
    else
      name.append_to(out_);
  }
  const Octets behind = in.take(in.left());
  if (is_service(rr.type) && ech == Ech::remove) return copy_params_without_ech(behind, out_);
  if (layout.behind != Layout::kAnything && behind.size() != static_cast<std::size_t>(layout.behind)) return false;
  out_.octets(behind);
  return in.ok();
}

}  // namespace darban

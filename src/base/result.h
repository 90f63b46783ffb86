// SPDX-License-Identifier: Apache-2.0
// A value or the reason why there is none. Errors carry a code and a position, never text: an octet, a line or a name
// from outside can not leave through an error (privacy ring 4).
// Member names are those of std::expected, so that a later move to C++23 is one `using`.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <variant>

namespace darban {

// Why something from outside was refused. `sentence(code)` in errc.h says it in words.
enum class Errc : std::uint8_t {
  ok,
  // octets (RFC 1035 section 4, RFC 6891)
  truncated,          // the octets end before the structure does
  no_room,            // the writer's buffer is full
  bad_label_type,     // label type 01 or 10 (RFC 6891 section 5 retired them)
  bad_pointer,        // a compression pointer that does not point back
  name_too_long,      // more than 255 octets
  too_many_pointers,  // more jumps than a name can have labels
  bad_count,          // a section count that this message may not have
  trailing_octets,    // octets after the end of the message
  bad_opt,            // two OPT records, or one that is not at the root
  bad_rdata,          // RDATA that does not fit its type
  not_a_query,
  not_a_response,
  mismatch,  // an answer that is not for the question asked
  // names and addresses written by people
  empty,
  label_too_long,  // a label of more than 63 octets
  empty_label,
  bad_character,
  bad_idn,  // a U-label that IDNA 2008 refuses
  bad_address,
  bad_prefix,
  bad_mac,
  bad_port,
  bad_time,
  unknown_zone,
  // files
  not_found,
  not_permitted,
  is_a_directory,
  not_a_file,  // a pipe, a socket, a device
  disk_full,
  io_error,
  too_large,
  // the list image (src/lists/FORMAT.md)
  not_an_image,
  newer_version,
  bad_header,
  bad_section,
  bad_checksum,
  // lists
  not_a_list,
  unknown_format,
  out_of_range,
  // DHCP leases
  unknown_leases,
  bad_date,
};

struct Error {
  Errc code = Errc::ok;
  std::uint32_t at = 0;  // octet, line or index where it was seen; the function says which
  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T, typename E = Error>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose, as std::expected
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT
  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return *checked(); }
  const T& value() const& { return *const_cast<Result*>(this)->checked(); }
  T&& value() && { return std::move(*checked()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return checked(); }
  const T* operator->() const { return const_cast<Result*>(this)->checked(); }
  const E& error() const {
    if (has_value()) std::abort();
    return *std::get_if<1>(&state_);
  }
  template <typename U>
  T value_or(U&& other) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(other));
  }

 private:
  T* checked() {
    T* held = std::get_if<0>(&state_);
    if (held == nullptr) std::abort();
    return held;
  }
  std::variant<T, E> state_;
};

// Success without a value.
template <typename E>
class [[nodiscard]] Result<void, E> {
 public:
  using value_type = void;
  using error_type = E;
  Result() = default;
  Result(E error) : failed_(true), error_(std::move(error)) {}  // NOLINT: implicit on purpose
  bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  const E& error() const {
    if (!failed_) std::abort();
    return error_;
  }

 private:
  bool failed_ = false;
  E error_{};
};

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
#include "base/errc.h"

namespace darban {

Text text_of(Errc code) {
  switch (code) {
    case Errc::ok:
      return "no error";
    case Errc::truncated:
      return "it ends too early";
    case Errc::no_room:
      return "no room left in the message";
    case Errc::bad_label_type:
      return "a label of an unknown type";
    case Errc::bad_pointer:
      return "a compression pointer that does not point back";
    case Errc::name_too_long:
      return "a name of more than 255 octets";
    case Errc::too_many_pointers:
      return "too many compression pointers";
    case Errc::bad_count:
      return "a section count that does not fit";
    case Errc::trailing_octets:
      return "octets after the end";
    case Errc::bad_opt:
      return "a wrong OPT record";
    case Errc::bad_rdata:
      return "record data that does not fit its type";
    case Errc::not_a_query:
      return "not a query";
    case Errc::not_a_response:
      return "not a response";
    case Errc::mismatch:
      return "an answer to another question";
    case Errc::empty:
      return "nothing there";
    case Errc::label_too_long:
      return "a label of more than 63 octets";
    case Errc::empty_label:
      return "an empty label (two dots in a row)";
    case Errc::bad_character:
      return "a character that a name can not have";
    case Errc::bad_idn:
      return "an international name that IDNA 2008 refuses";
    case Errc::bad_address:
      return "not an IP address";
    case Errc::bad_prefix:
      return "not an address prefix";
    case Errc::bad_mac:
      return "not a MAC address";
    case Errc::bad_port:
      return "not a port (1 to 65535)";
    case Errc::bad_time:
      return "not a time of day (00:00 to 24:00)";
    case Errc::unknown_zone:
      return "an unknown time zone";
    case Errc::not_found:
      return "no such file";
    case Errc::not_permitted:
      return "permission denied";
    case Errc::is_a_directory:
      return "it is a folder";
    case Errc::not_a_file:
      return "it is a pipe or a device, not a file";
    case Errc::disk_full:
      return "the disk is full";
    case Errc::io_error:
      return "reading or writing failed";
    case Errc::too_large:
      return "too large";
    case Errc::not_an_image:
      return "not a darban list image";
    case Errc::newer_version:
      return "an image of a newer version";
    case Errc::bad_header:
      return "a damaged image header";
    case Errc::bad_section:
      return "a damaged image section";
    case Errc::bad_checksum:
      return "the checksum does not match";
    case Errc::not_a_list:
      return "not a block list";
    case Errc::unknown_format:
      return "an unknown list format";
    case Errc::out_of_range:
      return "out of range";
    case Errc::unknown_leases:
      return "not a lease file of dnsmasq, odhcpd, Kea or ISC dhcpd";
    case Errc::bad_date:
      return "not a moment in time";
  }
  return "an unknown error";
}

}  // namespace darban

// SPDX-License-Identifier: Apache-2.0
// The only file that knows libcurl. It is taken with the types of its header, function by function, so a wrong type does not
// compile; that a function of this name has this type is libcurl.so.4's promise.
#include "update/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/loaded_library.h"
#include "update/http_head.h"

namespace darban {
namespace {

constexpr std::initializer_list<const char*> kLibraries{"libcurl.so.4", "libcurl-gnutls.so.4"};
constexpr unsigned kOldest = 0x075500;          // 7.85: protocols by name
constexpr std::size_t kLargestHead = 64 << 10;  // octets of all heads of one transfer
constexpr Milliseconds kClockGrain{100};        // a time-out may be told a little before its time
constexpr long kCertificateNotYetValid = 9;     // X509_V_ERR_CERT_NOT_YET_VALID
constexpr long kCertificateExpired = 10;        // X509_V_ERR_CERT_HAS_EXPIRED
constexpr const char* kUserAgent = "darban/" DARBAN_VERSION " (block list update)";

// "host:port:address,[address]" as CURLOPT_RESOLVE wants it. The addresses are servers', out of the catalogue's own names.
std::string pinned(const Get& get) {
  std::string line = get.url.host + ":" + std::to_string(get.url.port) + ":";
  for (const IpAddress& address : get.addresses) {
    sockaddr_in6 socket{};
    address.to_socket(reinterpret_cast<sockaddr*>(&socket), get.url.port);
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool v4 = address.is_v4();
    const void* octets =
        v4 ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&socket)->sin_addr) : &socket.sin6_addr;
    if (::inet_ntop(v4 ? AF_INET : AF_INET6, octets, text.data(), text.size()) == nullptr) continue;
    if (line.back() != ':') line += ",";
    line += v4 ? std::string(text.data()) : "[" + std::string(text.data()) + "]";
  }
  return line;
}

FetchTrouble trouble_of_code(int code) {
  switch (code) {
    case CURLE_OK:
      return FetchTrouble::none;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return FetchTrouble::bad_address;
    case CURLE_COULDNT_RESOLVE_HOST:
      return FetchTrouble::name_not_found;
    case CURLE_COULDNT_CONNECT:
      return FetchTrouble::not_reachable;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return FetchTrouble::cut_short;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return FetchTrouble::tls_failed;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return FetchTrouble::untrusted_certificate;
    case CURLE_SSL_CACERT_BADFILE:
      return FetchTrouble::no_authorities;
    case CURLE_BAD_CONTENT_ENCODING:
      return FetchTrouble::bad_packing;
    case CURLE_FILESIZE_EXCEEDED:
      return FetchTrouble::too_large;
    case CURLE_OUT_OF_MEMORY:
      return FetchTrouble::out_of_memory;
    default:
      return FetchTrouble::unexpected_answer;
  }
}

}  // namespace

struct Fetcher::Library {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_version_info) version_info = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  decltype(&::curl_multi_init) multi_init = nullptr;
  decltype(&::curl_multi_cleanup) multi_cleanup = nullptr;
  decltype(&::curl_multi_add_handle) multi_add_handle = nullptr;
  decltype(&::curl_multi_remove_handle) multi_remove_handle = nullptr;
  decltype(&::curl_multi_perform) multi_perform = nullptr;
  decltype(&::curl_multi_poll) multi_poll = nullptr;
  decltype(&::curl_multi_info_read) multi_info_read = nullptr;
  CURLM* multi = nullptr;

  // Made with the first transfer: it has descriptors of its own, which a sandbox entered after load() would close.
  bool begin() {
    if (multi != nullptr) return true;
    multi = multi_init();
    return multi != nullptr;
  }

  bool take(const LoadedLibrary& opened) {
    return opened.find("curl_global_init", global_init) && opened.find("curl_version_info", version_info) &&
           opened.find("curl_easy_init", easy_init) && opened.find("curl_easy_cleanup", easy_cleanup) &&
           opened.find("curl_easy_setopt", easy_setopt) && opened.find("curl_easy_getinfo", easy_getinfo) &&
           opened.find("curl_slist_append", slist_append) && opened.find("curl_slist_free_all", slist_free_all) &&
           opened.find("curl_multi_init", multi_init) && opened.find("curl_multi_cleanup", multi_cleanup) &&
           opened.find("curl_multi_add_handle", multi_add_handle) &&
           opened.find("curl_multi_remove_handle", multi_remove_handle) && opened.find("curl_multi_perform", multi_perform) &&
           opened.find("curl_multi_poll", multi_poll) && opened.find("curl_multi_info_read", multi_info_read);
  }
};

// One GET. Options are set through functions that fix the type: curl_easy_setopt takes anything and believes it.
struct Fetcher::Transfer {
  Transfer(Library& to_use, std::size_t number_given, Receiver& to_tell)
      : library(to_use), receiver(to_tell), number(number_given), easy(to_use.easy_init()) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    if (easy != nullptr) {
      library.multi_remove_handle(library.multi, easy);
      library.easy_cleanup(easy);
    }
    library.slist_free_all(fields);
    library.slist_free_all(resolve);
  }

  void number_option(CURLoption option, long value) { fine = fine && library.easy_setopt(easy, option, value) == CURLE_OK; }
  void size_option(CURLoption option, std::uint64_t value) {
    fine = fine && library.easy_setopt(easy, option, static_cast<curl_off_t>(value)) == CURLE_OK;
  }
  void text_option(CURLoption option, const std::string& value) {
    fine = fine && library.easy_setopt(easy, option, value.c_str()) == CURLE_OK;
  }
  template <typename Pointer>
  void pointer_option(CURLoption option, Pointer* value) {
    fine = fine && library.easy_setopt(easy, option, value) == CURLE_OK;
  }
  void append(curl_slist*& list, const std::string& line) {
    curl_slist* longer = library.slist_append(list, line.c_str());
    if (longer == nullptr)
      fine = false;
    else
      list = longer;
  }
  template <typename Value>
  Value told(CURLINFO what) const {
    Value value{};
    library.easy_getinfo(easy, what, &value);
    return value;
  }

  bool prepare(const Get& get, const FetchTerms& terms);
  std::size_t take_head(std::string_view line);
  std::size_t take_body(Octets octets);

  Library& library;
  Receiver& receiver;
  std::size_t number;
  CURL* easy;
  curl_slist* fields = nullptr;
  curl_slist* resolve = nullptr;
  bool fine = true;  // so far; asked once, at the end
  Milliseconds longest{0};
  HttpHeadReader head;
  std::size_t head_octets = 0;
  FetchTrouble trouble = FetchTrouble::none;  // the receiver's
};

bool Fetcher::Transfer::prepare(const Get& get, const FetchTerms& terms) {
  if (easy == nullptr) return false;
  longest = get.longest;
  text_option(CURLOPT_URL, get.url.text());
  text_option(CURLOPT_PROTOCOLS_STR, get.url.secure ? "https" : "http");
  number_option(CURLOPT_FOLLOWLOCATION, 0);
  number_option(CURLOPT_PATH_AS_IS, 1);
  number_option(CURLOPT_NOSIGNAL, 1);
  text_option(CURLOPT_PROXY, "");  // also none from the environment
  text_option(CURLOPT_USERAGENT, kUserAgent);
  number_option(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  if (!get.addresses.empty()) {
    append(resolve, pinned(get));
    pointer_option(CURLOPT_RESOLVE, resolve);
  }
  for (const std::string& field : get.fields) append(fields, field);
  pointer_option(CURLOPT_HTTPHEADER, fields);
  if (get.packed_welcome) text_option(CURLOPT_ACCEPT_ENCODING, "");
  number_option(CURLOPT_SSL_VERIFYPEER, 1);
  number_option(CURLOPT_SSL_VERIFYHOST, 2);
  number_option(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  if (!terms.authorities.empty()) text_option(CURLOPT_CAINFO, terms.authorities);
  number_option(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(terms.connect.count()));
  number_option(CURLOPT_TIMEOUT_MS, static_cast<long>(get.longest.count()));
  number_option(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(terms.slowest));
  number_option(CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(terms.patience.count() / 1000)));
  size_option(CURLOPT_MAXFILESIZE_LARGE, get.most_octets);
  pointer_option(CURLOPT_PRIVATE, this);
  pointer_option(CURLOPT_HEADERDATA, this);
  pointer_option(CURLOPT_WRITEDATA, this);
  const curl_write_callback on_head = [](char* octets, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->take_head({octets, size * count});
  };
  const curl_write_callback on_body = [](char* octets, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->take_body({reinterpret_cast<const std::uint8_t*>(octets), size * count});
  };
  pointer_option(CURLOPT_HEADERFUNCTION, on_head);
  pointer_option(CURLOPT_WRITEFUNCTION, on_body);
  return fine;
}

// Returning another number than came makes libcurl stop with CURLE_WRITE_ERROR.
std::size_t Fetcher::Transfer::take_head(std::string_view line) {
  head_octets += line.size();
  if (head_octets > kLargestHead) trouble = FetchTrouble::unexpected_answer;
  if (trouble == FetchTrouble::none && head.take(line)) trouble = receiver.head(head.head());
  return trouble == FetchTrouble::none ? line.size() : 0;
}

std::size_t Fetcher::Transfer::take_body(Octets octets) {
  if (trouble == FetchTrouble::none) trouble = receiver.octets(octets);
  return trouble == FetchTrouble::none ? octets.size() : 0;
}

Fetcher::Fetcher(std::unique_ptr<Library> library) : library_(std::move(library)) {}
Fetcher::Fetcher(Fetcher&& other) noexcept = default;

Fetcher::~Fetcher() {
  transfers_.clear();
  if (library_ != nullptr && library_->multi != nullptr) library_->multi_cleanup(library_->multi);
}

Result<Fetcher> Fetcher::load() {
  auto library = std::make_unique<Library>();
  const LoadedLibrary opened(kLibraries);
  if (!opened.is_here()) return Error{Errc::not_found};
  if (!library->take(opened)) return Error{Errc::newer_version};
  if (library->version_info(CURLVERSION_NOW)->version_num < kOldest) return Error{Errc::newer_version};
  if (library->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error{Errc::io_error};
  return Fetcher(std::move(library));
}

bool Fetcher::start(std::size_t number, const Get& get, const FetchTerms& terms, Receiver& receiver) {
  if (!library_->begin()) return false;
  auto transfer = std::make_unique<Transfer>(*library_, number, receiver);
  if (!transfer->prepare(get, terms) || library_->multi_add_handle(library_->multi, transfer->easy) != CURLM_OK) return false;
  transfers_.push_back(std::move(transfer));
  return true;
}

std::size_t Fetcher::running() const { return transfers_.size(); }

void Fetcher::stop(std::size_t number) {
  std::erase_if(transfers_, [number](const auto& transfer) { return transfer->number == number; });
}

GetEnd Fetcher::ended(Transfer& transfer, int result) const {
  GetEnd end{transfer.number, trouble_of_code(result), 0, {}};
  if (transfer.trouble != FetchTrouble::none) {
    end.trouble = transfer.trouble;
  } else if (result == CURLE_OPERATION_TIMEDOUT) {
    const bool connected = transfer.told<curl_off_t>(CURLINFO_PRETRANSFER_TIME_T) > 0;
    const Milliseconds taken{transfer.told<curl_off_t>(CURLINFO_TOTAL_TIME_T) / 1000};
    end.trouble = taken + kClockGrain >= transfer.longest ? FetchTrouble::took_too_long
                  : connected                             ? FetchTrouble::too_slow
                                                          : FetchTrouble::not_reachable;
  } else if (result == CURLE_OK && !transfer.head.complete()) {
    end.trouble = FetchTrouble::unexpected_answer;
  } else if (end.trouble == FetchTrouble::untrusted_certificate) {
    const long verified = transfer.told<long>(CURLINFO_SSL_VERIFYRESULT);
    if (verified == kCertificateNotYetValid || verified == kCertificateExpired) end.trouble = FetchTrouble::certificate_date;
  }
  end.travelled = static_cast<std::uint64_t>(std::max<curl_off_t>(0, transfer.told<curl_off_t>(CURLINFO_SIZE_DOWNLOAD_T)));
  if (const char* redirect = transfer.told<const char*>(CURLINFO_REDIRECT_URL)) end.redirect = redirect;
  return end;
}

std::vector<GetEnd> Fetcher::work(Milliseconds longest) {
  if (!library_->begin()) return {};
  int running = 0;
  library_->multi_perform(library_->multi, &running);
  if (static_cast<std::size_t>(running) == transfers_.size()) {  // nobody ended: wait for the network
    library_->multi_poll(library_->multi, nullptr, 0, static_cast<int>(std::max<std::int64_t>(longest.count(), 0)), nullptr);
    library_->multi_perform(library_->multi, &running);
  }
  std::vector<GetEnd> ends;
  int left = 0;
  while (const CURLMsg* message = library_->multi_info_read(library_->multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto found =
        std::find_if(transfers_.begin(), transfers_.end(), [&](const auto& each) { return each->easy == message->easy_handle; });
    if (found == transfers_.end()) continue;
    ends.push_back(ended(**found, message->data.result));
    transfers_.erase(found);
  }
  return ends;
}

}  // namespace darban

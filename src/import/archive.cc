// SPDX-License-Identifier: Apache-2.0
// The only file that knows libarchive, by the types of its header (as update/fetch.cc knows libcurl).
#include "import/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "base/loaded_library.h"

namespace darban {
namespace {

constexpr const char* kLibrary = "libarchive.so.13";

struct Library {
  decltype(&::archive_read_new) read_new = nullptr;
  decltype(&::archive_read_free) read_free = nullptr;
  decltype(&::archive_read_support_filter_gzip) support_gzip = nullptr;
  decltype(&::archive_read_support_format_tar) support_tar = nullptr;
  decltype(&::archive_read_support_format_zip_seekable) support_zip = nullptr;
  decltype(&::archive_read_open_memory) open_memory = nullptr;
  decltype(&::archive_read_next_header) next_header = nullptr;
  decltype(&::archive_read_data) data = nullptr;
  decltype(&::archive_entry_pathname) pathname = nullptr;
  decltype(&::archive_entry_filetype) filetype = nullptr;

  bool take(const LoadedLibrary& opened) {
    return opened.find("archive_read_new", read_new) && opened.find("archive_read_free", read_free) &&
           opened.find("archive_read_support_filter_gzip", support_gzip) &&
           opened.find("archive_read_support_format_tar", support_tar) &&
           opened.find("archive_read_support_format_zip_seekable", support_zip) &&
           opened.find("archive_read_open_memory", open_memory) && opened.find("archive_read_next_header", next_header) &&
           opened.find("archive_read_data", data) && opened.find("archive_entry_pathname", pathname) &&
           opened.find("archive_entry_filetype", filetype);
  }
};

// Stays open until the process ends: this is a command's process.
const Library* library() {
  static const Library* const opened = []() -> const Library* {
    static Library functions;
    return functions.take(LoadedLibrary({kLibrary})) ? &functions : nullptr;
  }();
  return opened;
}

// Whatever is unpacked counts, wanted or not: a bomb goes off in what is passed over too.
class Unpacking {
 public:
  Unpacking(const Library& functions, std::string_view octets, const ArchiveBounds& bounds)
      : functions_(functions), bounds_(bounds), archive_(functions.read_new(), functions.read_free) {
    fine_ = archive_ && functions.support_gzip(archive_.get()) >= ARCHIVE_WARN &&
            functions.support_tar(archive_.get()) == ARCHIVE_OK && functions.support_zip(archive_.get()) == ARCHIVE_OK &&
            functions.open_memory(archive_.get(), octets.data(), octets.size()) == ARCHIVE_OK;
  }

  Result<std::vector<ArchivedFile>, std::string> files(bool (*wanted)(std::string_view)) {
    if (!fine_) return std::string("it is neither a .tar.gz nor a .zip");
    std::vector<ArchivedFile> files;
    for (std::size_t entries = 0;; ++entries) {
      ::archive_entry* entry = nullptr;
      const int outcome = functions_.next_header(archive_.get(), &entry);
      if (outcome == ARCHIVE_EOF) {
        if (entries == 0) return std::string("it is neither a .tar.gz nor a .zip, or nothing is in it");
        return files;
      }
      if (outcome < ARCHIVE_WARN)
        return std::string(entries == 0 ? "it is neither a .tar.gz nor a .zip" : "it is damaged or cut off");
      if (entries >= bounds_.entries) return std::string("more than 10,000 files are in it");
      const char* const path = functions_.pathname(entry);
      ArchivedFile file{path == nullptr ? "" : path, {}};
      const bool take = functions_.filetype(entry) == AE_IFREG && wanted(file.path);
      if (auto problem = unpack(take ? &file.content : nullptr); !problem.empty()) return problem;
      if (take) files.push_back(std::move(file));
    }
  }

 private:
  std::string unpack(std::string* into) {
    char buffer[16384];
    for (;;) {
      const auto count = functions_.data(archive_.get(), buffer, sizeof buffer);
      if (count == 0) return {};
      if (count < 0) return "it is damaged or cut off";
      unpacked_ += static_cast<std::size_t>(count);
      if (unpacked_ > bounds_.octets) return "it unpacks to more than 64 MiB";
      if (into != nullptr) into->append(buffer, static_cast<std::size_t>(count));
    }
  }

  const Library& functions_;
  const ArchiveBounds& bounds_;
  std::unique_ptr<::archive, int (*)(::archive*)> archive_;
  bool fine_ = false;
  std::size_t unpacked_ = 0;
};

}  // namespace

Result<std::vector<ArchivedFile>, std::string> read_archive(std::string_view octets, bool (*wanted)(std::string_view path),
                                                            const ArchiveBounds& bounds) {
  const Library* const functions = library();
  if (functions == nullptr) return std::string("unpacking needs libarchive (Debian: libarchive13), which is not here");
  return Unpacking(*functions, octets, bounds).files(wanted);
}

}  // namespace darban

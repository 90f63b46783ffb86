// SPDX-License-Identifier: Apache-2.0
// What the commands around signed files (keygen, sign, verify, publish, import) have in common: files, keys, dates, and the words
// in which a bundle is shown. Errors are sentences for the person at the terminal.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "base/mapped_file.h"
#include "lists/bundle.h"
#include "lists/bundle_keys.h"
#include "lists/unblock.h"

namespace darban {

using Sentence = std::string;

Octets octets_of(std::string_view text);
std::string_view text_in(const MappedFile& file);
Result<MappedFile, Sentence> open_file(const std::string& path);
Result<void, Sentence> write_file(const std::string& path, Octets octets, unsigned mode = 0644);

// "A.key,B.key": the signing keys in those files, which must be private.
Result<std::vector<crypto::Secret>, Sentence> load_signing_keys(std::string_view paths);
Result<BundleKeys, Sentence> load_trust(const std::string& path);

// --date, or SOURCE_DATE_EPOCH, or now: the moment a file is made. Unix seconds.
Result<std::int64_t, Sentence> moment_of(const Arguments& arguments);
// --expires as a span after `created`, or `usual`.
Result<std::int64_t, Sentence> end_of(const Arguments& arguments, std::int64_t created, std::string_view usual);
Result<std::uint64_t, Sentence> number_of(const Arguments& arguments, std::string_view option);

// What is inside, for people. `trust` puts names to the signatures; it may be null.
std::string bundle_text(const Bundle& bundle, const BundleKeys* trust);
std::string unblock_text(const SignedUnblock& file, const BundleKeys* trust);
// "FILE: refused, SENTENCE".
Sentence refusal(std::string_view path, const BundleError& error);

// Prints "darban lists COMMAND: SENTENCE" and returns kExitFailed.
int failed(std::string_view command, const Sentence& sentence);

}  // namespace darban

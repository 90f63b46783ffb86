#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every include in src/ goes down the layers (layers.txt), and a library's headers stay behind one file (third_party.txt)."""
import fnmatch
import re

from source_tree import Complaint, beside, includes_of, main, rows_of

# The C++ library as g++ 12 has it; a header that is not here, not the system's and not in third_party.txt is refused.
CPP = set(
    """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits clocale
    cmath compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring
    ctime cuchar cwchar cwctype deque exception execution filesystem forward_list fstream functional future initializer_list
    iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric
    optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream
    stack stdexcept stop_token streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo
    unordered_map unordered_set utility valarray variant vector version""".split()
)
# Reading a clock, taking a lock or touching a file is not for the pure layers (house.md 2.1, decision 2).
IMPURE = set(
    """condition_variable cstdio ctime filesystem fstream future iostream latch barrier mutex random semaphore shared_mutex
    stop_token syncstream thread""".split()
)
# The C library's and the kernel's. Any other name without a folder is a library somebody has to answer for.
SYSTEM_FOLDERS = re.compile(r"^(sys|netinet|arpa|net|linux|netpacket)/[\w./]+\.h$")
SYSTEM = set(
    """assert ctype dirent dlfcn endian errno fcntl fnmatch ftw getopt glob grp ifaddrs inttypes langinfo libgen limits locale malloc
    mqueue netdb paths poll pthread pwd resolv sched semaphore setjmp signal spawn stdarg stddef stdint stdio stdlib string
    strings sysexits syslog termios time unistd utime wchar""".split()
)


def layer_table():
    return {columns[0]: set(columns[1:]) for _, columns in rows_of(beside("layers.txt"))}


def library_table():
    return [(columns[0], columns[1]) for _, columns in rows_of(beside("third_party.txt"))]


def complain_about(path, header, layers, libraries):
    """What is wrong with this include, or None."""
    layer = path.split("/")[1]
    may = layers[layer]
    inner = header[1:-1]
    if ".." in inner.split("/") or inner.endswith(".cc"):
        return "include headers, by their path from src/"
    if header[0] == '"':
        wanted = inner.split("/")[0]
        if wanted not in layers or "/" not in inner:
            return "include our headers as \"layer/file.h\""
        if wanted != layer and wanted not in may:
            return f"{layer} may include {' '.join(sorted(may - {'system'})) or 'nothing of ours'}, not {wanted} (tests/lint/layers.txt)"
        return None
    owners = [file for prefix, file in libraries if inner == prefix or (prefix.endswith("/") and inner.startswith(prefix))]
    if owners:
        if any(fnmatch.fnmatchcase(path, owner) for owner in owners):
            return None
        return f"only {' and '.join(sorted(set(owners)))} may include this library (tests/lint/third_party.txt)"
    if inner in CPP:
        if inner in IMPURE and "system" not in may:
            return f"{layer} does no I/O, reads no clock and takes no lock: <{inner}> is not for it"
        return None
    if SYSTEM_FOLDERS.match(inner) or inner.removesuffix(".h") in SYSTEM:
        return None if "system" in may else f"{layer} does no I/O: system headers are not for it"
    return "an unknown library: it needs a row in tests/lint/third_party.txt"


def check(tree):
    layers, libraries = layer_table(), library_table()
    complaints = []
    for path in tree.under("src/", ".h", ".cc"):
        if path.count("/") < 2 or path.split("/")[1] not in layers:
            complaints.append(Complaint(path, 0, "not in a folder of tests/lint/layers.txt"))
            continue
        for line, header in includes_of(tree.text(path) or ""):
            problem = complain_about(path, header, layers, libraries)
            if problem:
                complaints.append(Complaint(path, line, f"#include {header}: {problem}"))
    return complaints


if __name__ == "__main__":
    main(check)

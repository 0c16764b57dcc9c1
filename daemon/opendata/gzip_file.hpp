// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A file that is compressed while it is written: its size, digest and rows at the end. Blocking;
// one thread at a time. Throws std::system_error when the disk refuses.
#pragma once

#include "views/dump_shelf.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::opendata {

class GzipFile {
public:
    // A new file.
    GzipFile(const std::string& path, std::string name);
    // Somebody's open stream, "-" for example; it stays open.
    GzipFile(std::FILE* stream, std::string name);
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;
    ~GzipFile();

    void add(std::string_view text, std::int64_t rows);
    // Everything is on disk afterwards; nothing may be added.
    views::DumpFile finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::opendata

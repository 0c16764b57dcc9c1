// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Packed text and the memory that reading it took, for tests of what arrives packed.
#pragma once

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <utility>

namespace moisson::testing {

// Window bits of zlib: they say which format.
inline constexpr int gzip_window = 15 + 16;
inline constexpr int zlib_window = 15;
inline constexpr int raw_window = -15;

inline std::string deflated(std::string text, int window) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string gzip(std::string text) {
    return deflated(std::move(text), gzip_window);
}

// At most `size_max` bytes come out.
inline std::string gunzip(std::string packed, std::size_t size_max) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, gzip_window), Z_OK);
    std::string out(size_max + 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

// VmHWM of this process.
inline std::size_t peak_memory_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stoul(line.substr(6));
    return 0;
}

} // namespace moisson::testing

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/gzip_file.hpp"

#include "core/digest.hpp"

#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <span>
#include <system_error>

namespace moisson::opendata {
namespace {

constexpr int gzip_file_window = 15 + 16;

[[noreturn]] void fail_on(const std::string& name) {
    throw std::system_error(errno, std::generic_category(), name);
}

} // namespace

struct GzipFile::State {
    explicit State(std::string file_name) {
        told.name = std::move(file_name);
        // The head has no time: the same content has the same digest.
        if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_file_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        deflateEnd(&stream);
        if (owned && file != nullptr)
            std::fclose(file);
    }

    void write(std::string_view text, int flush) {
        std::array<unsigned char, 64 * 1024> buffer;
        // zlib only reads it; its field is not const.
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream.avail_in = static_cast<uInt>(text.size());
        do {
            stream.next_out = buffer.data();
            stream.avail_out = static_cast<uInt>(buffer.size());
            deflate(&stream, flush);
            const std::size_t size = buffer.size() - stream.avail_out;
            if (std::fwrite(buffer.data(), 1, size, file) != size)
                fail_on(told.name);
            digest.update({reinterpret_cast<const char*>(buffer.data()), size});
            told.bytes += static_cast<std::int64_t>(size);
        } while (stream.avail_out == 0);
    }

    std::FILE* file = nullptr;
    bool owned = false;
    z_stream stream{};
    Sha256 digest;
    views::DumpFile told;
};

GzipFile::GzipFile(const std::string& path, std::string name)
    : state_(std::make_unique<State>(std::move(name))) {
    state_->file = std::fopen(path.c_str(), "wbxe");
    state_->owned = true;
    if (state_->file == nullptr)
        fail_on(path);
}

GzipFile::GzipFile(std::FILE* stream, std::string name)
    : state_(std::make_unique<State>(std::move(name))) {
    state_->file = stream;
}

GzipFile::~GzipFile() = default;

void GzipFile::add(std::string_view text, std::int64_t rows) {
    constexpr std::size_t step = 1U << 30U;
    for (std::size_t at = 0; at < text.size(); at += step)
        state_->write(text.substr(at, step), Z_NO_FLUSH);
    state_->told.rows += rows;
}

views::DumpFile GzipFile::finish() {
    State& state = *state_;
    state.write({}, Z_FINISH);
    if (std::fflush(state.file) != 0)
        fail_on(state.told.name);
    if (state.owned) {
        if (::fsync(::fileno(state.file)) != 0)
            fail_on(state.told.name);
        std::FILE* const file = std::exchange(state.file, nullptr);
        if (std::fclose(file) != 0)
            fail_on(state.told.name);
    }
    const Digest digest = state.digest.finish();
    state.told.sha256 = to_hex(std::span(digest));
    return state.told;
}

} // namespace moisson::opendata

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_codec.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <memory>

namespace moisson::store {
namespace {

constexpr int level = 3;

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

} // namespace

std::string compress_raw(std::string_view bytes) {
    // One context for each db thread: creating it costs more than a small record.
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), level);
    MOISSON_ASSERT(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

Result<std::string> decompress_raw(std::int64_t codec, std::string_view bytes) {
    if (codec != codec_zstd)
        return Error(Code::table_damaged, fmt::format("unknown codec {}", codec));
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        size > limits::record_bytes * 2)
        return Error(Code::table_damaged, "raw record is no zstd frame");
    std::string out(size, '\0');
    const std::size_t written = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(written) != 0 || written != size)
        return Error(Code::table_damaged, "raw record cannot be decompressed");
    return out;
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What raw_codec and raw_dictionary share of zstd. Inside these two only.
#pragma once

#include "core/limits.hpp"
#include "core/result.hpp"

#include <zstd.h>

#include <memory>
#include <string>
#include <string_view>

namespace moisson::store {

inline constexpr int zstd_level = 3;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// One for each thread: creating it costs more than a small record.
inline ZSTD_CCtx* compression_context() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    return context.get();
}

inline ZSTD_DCtx* decompression_context() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    return context.get();
}

// `decompress(out, frame)` fills `out`, which has the size that the frame tells, and returns what
// zstd does. TABLE_DAMAGED when the frame is none, tells no size or one beyond any record.
template <class Decompress>
Result<std::string> read_frame(std::string_view frame, Decompress decompress) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        size > limits::record_bytes * 2)
        return Error(Code::table_damaged, "raw record is no zstd frame");
    std::string out(size, '\0');
    const std::size_t written = decompress(out, frame);
    if (ZSTD_isError(written) != 0 || written != size)
        return Error(Code::table_damaged, "raw record cannot be decompressed");
    return out;
}

} // namespace moisson::store

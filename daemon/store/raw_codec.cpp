// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_codec.hpp"

#include "core/assert.hpp"
#include "store/raw_dictionary.hpp"
#include "store/zstd_frame.hpp"

#include <fmt/format.h>

namespace moisson::store {

std::string compress_raw(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(
        compression_context(),
        out.data(),
        out.size(),
        bytes.data(),
        bytes.size(),
        zstd_level
    );
    MOISSON_ASSERT(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

Result<std::string>
decompress_raw(std::int64_t codec, const RawDictionary* dictionary, std::string_view bytes) {
    if (codec == codec_dictionary && dictionary != nullptr)
        return dictionary->decompress(bytes);
    if (codec != codec_zstd || dictionary != nullptr)
        return Error(Code::table_damaged, fmt::format("unknown codec {}", codec));
    return read_frame(bytes, [](std::string& out, std::string_view frame) {
        return ZSTD_decompressDCtx(
            decompression_context(),
            out.data(),
            out.size(),
            frame.data(),
            frame.size()
        );
    });
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/raw_codec.hpp"

#include "core/zstd.hpp"
#include "store/raw_dictionary.hpp"

#include <fmt/format.h>

namespace moisson::store {

std::string compress_raw(std::string_view bytes) {
    return zstd_pack(bytes, raw_level);
}

Result<std::string>
decompress_raw(std::int64_t codec, const RawDictionary* dictionary, std::string_view bytes) {
    if (codec == codec_dictionary && dictionary != nullptr)
        return dictionary->decompress(bytes);
    if (codec != codec_zstd || dictionary != nullptr)
        return Error(Code::table_damaged, fmt::format("unknown codec {}", codec));
    return read_raw_frame(bytes, nullptr);
}

} // namespace moisson::store

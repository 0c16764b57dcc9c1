// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Accept-Encoding, zlib and libbrotli.
#include "net/server/compression.hpp"

#include "core/ascii.hpp"
#include "core/assert.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>

namespace moisson::net {
namespace {

std::string lower_trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return ascii_lowered(text);
}

// "0.75" -> 750; anything malformed is 0, so that a doubt means the plain form.
int thousandths(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1'))
        return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() == 1)
        return value;
    if (text[1] != '.' || text.size() > 5)
        return 0;
    int unit = 100;
    for (const char c : text.substr(2)) {
        if (c < '0' || c > '9')
            return 0;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return std::min(value, 1000);
}

// In thousandths; unset for a coding that is not named.
struct Weights {
    std::optional<int> brotli;
    std::optional<int> gzip;
    std::optional<int> any;
    std::optional<int> identity;
};

Weights weights_of(std::string_view accept_encoding) {
    Weights weights;
    std::size_t at = 0;
    while (at <= accept_encoding.size()) {
        const std::size_t end = std::min(accept_encoding.find(',', at), accept_encoding.size());
        const std::string item = lower_trimmed(accept_encoding.substr(at, end - at));
        at = end + 1;
        const std::size_t semicolon = item.find(';');
        const std::string name = lower_trimmed(std::string_view(item).substr(0, semicolon));
        int weight = 1000;
        if (semicolon != item.npos) {
            const std::string parameter =
                lower_trimmed(std::string_view(item).substr(semicolon + 1));
            weight = parameter.starts_with("q=")
                         ? thousandths(std::string_view(parameter).substr(2))
                         : 0;
        }
        if (name == "gzip" || name == "x-gzip")
            weights.gzip = weight;
        else if (name == "br")
            weights.brotli = weight;
        else if (name == "*")
            weights.any = weight;
        else if (name == "identity")
            weights.identity = weight;
    }
    return weights;
}

} // namespace

bool wants_gzip(std::string_view accept_encoding) {
    const Weights weights = weights_of(accept_encoding);
    const int wanted = weights.gzip.value_or(weights.any.value_or(0));
    return wanted > 0 && wanted >= weights.identity.value_or(0);
}

bool wants_brotli(std::string_view accept_encoding) {
    const Weights weights = weights_of(accept_encoding);
    const int wanted = weights.brotli.value_or(0);
    return wanted > 0 && wanted >= weights.gzip.value_or(0) &&
           wanted >= weights.identity.value_or(0);
}

bool is_compressible(std::string_view content_type) {
    const std::string type = lower_trimmed(content_type.substr(0, content_type.find(';')));
    if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml"))
        return true;
    constexpr std::array<std::string_view, 7> others = {
        "application/json",
        "application/xml",
        "application/javascript",
        "application/x-ndjson",
        "application/n-triples",
        "application/n-quads",
        "application/sql"};
    return std::find(others.begin(), others.end(), type) != others.end();
}

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    // 15 + 16: the largest window, with the gzip header.
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    MOISSON_ASSERT(bytes.size() <= UINT32_MAX);
    MOISSON_ASSERT(out.size() <= UINT32_MAX);
    // zlib's C interface reads, and never writes, through next_in.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    MOISSON_ASSERT(code == Z_STREAM_END);
    return out;
}

std::string brotli(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const auto packed = BrotliEncoderCompress(
        BROTLI_MAX_QUALITY,
        BROTLI_DEFAULT_WINDOW,
        BROTLI_MODE_TEXT,
        bytes.size(),
        reinterpret_cast<const std::uint8_t*>(bytes.data()),
        &size,
        reinterpret_cast<std::uint8_t*>(out.data())
    );
    if (packed == BROTLI_FALSE)
        throw std::bad_alloc();
    out.resize(size);
    return out;
}

} // namespace moisson::net

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Streaming inflate with zlib.
#include "net/decoder.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace moisson::net {

namespace {

constexpr std::size_t chunk_bytes = 64 * limits::kib;
constexpr int gzip_or_zlib_window = 15 + 32;
constexpr int raw_window = -15;
// A header that is none shows in its first bytes.
constexpr std::size_t head_bytes = 4 * limits::kib;

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\t')
            out += ascii_lower(c);
    return out;
}

} // namespace

struct BodyDecoder::Inflater {
    explicit Inflater(int window) { init(window); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream); }

    void init(int window) {
        if (inflateInit2(&stream, window) != Z_OK)
            throw std::bad_alloc();
    }
    void restart(int window) {
        if (inflateReset2(&stream, window) != Z_OK)
            throw std::bad_alloc();
    }

    z_stream stream{};
    std::array<char, chunk_bytes> out{};
    bool ended = false;
    // What follows the end is no gzip member: neither is what comes after.
    bool padded = false;
    // "deflate" is tried again without its zlib header, from the first byte, when it breaks before
    // anything was produced.
    bool produced = false;
    bool raw = false;
    std::string head;
};

BodyDecoder::BodyDecoder(std::string_view encoding, std::size_t bytes_max, Spool* spool)
    : kind_(Kind::unknown), bytes_max_(bytes_max), spool_(spool) {
    const std::string name = lower(encoding);
    if (name.empty() || name == "identity" || name == "none" || name == "utf-8")
        kind_ = Kind::identity;
    else if (name == "gzip" || name == "x-gzip")
        kind_ = Kind::gzip;
    else if (name == "deflate")
        kind_ = Kind::deflate;
    if (kind_ == Kind::gzip || kind_ == Kind::deflate)
        inflater_ = std::make_unique<Inflater>(gzip_or_zlib_window);
}

BodyDecoder::~BodyDecoder() = default;

std::optional<Error> BodyDecoder::announce(std::uint64_t length) {
    if (kind_ != Kind::identity || cuts_)
        return std::nullopt;
    if (length > bytes_max_)
        return Error(Code::too_large, "announced " + std::to_string(length) + " bytes");
    if (spool_ == nullptr)
        body_.reserve(std::min(static_cast<std::size_t>(length), kept_max_));
    return std::nullopt;
}

void BodyDecoder::digest_up_to(std::size_t bytes_max) {
    kept_max_ = std::exchange(bytes_max_, bytes_max);
    sum_.emplace();
}

std::optional<BodyDigest> BodyDecoder::digest() {
    if (!sum_)
        return std::nullopt;
    BodyDigest out;
    out.sum = sum_->finish();
    out.bytes = made_bytes_;
    sum_.reset();
    return out;
}

void BodyDecoder::keep(std::string_view bytes) {
    if (body_.size() < kept_max_)
        body_.append(bytes.substr(0, kept_max_ - body_.size()));
}

std::optional<Error> BodyDecoder::append(std::string_view bytes) {
    if (bytes.size() > bytes_max_ - made_bytes_) {
        if (cuts_)
            keep(bytes.substr(0, bytes_max_ - made_bytes_));
        return Error(Code::too_large, "more than " + std::to_string(bytes_max_) + " bytes");
    }
    made_bytes_ += bytes.size();
    if (kind_ != Kind::identity && made_bytes_ > limits::ratio_floor_bytes &&
        made_bytes_ / limits::decompression_ratio > wire_bytes_)
        return Error(
            Code::compression_bomb,
            std::to_string(made_bytes_) + " bytes from " + std::to_string(wire_bytes_)
        );
    if (spool_ != nullptr)
        return spool_->append(bytes);
    if (sum_)
        sum_->update(bytes);
    keep(bytes);
    return std::nullopt;
}

std::optional<Error> BodyDecoder::inflate(std::string_view bytes) {
    Inflater& inflater = *inflater_;
    z_stream& stream = inflater.stream;
    // zlib does not write to its input, its type only says so.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    while (stream.avail_in > 0 || stream.avail_out == 0) {
        if (inflater.ended) {
            // Another gzip member may follow; anything else behind the end is padding.
            if (kind_ != Kind::gzip || inflater.padded || stream.avail_in == 0)
                return std::nullopt;
            if (*stream.next_in != 0x1f) {
                inflater.padded = true;
                return std::nullopt;
            }
            inflater.restart(gzip_or_zlib_window);
            inflater.ended = false;
        }
        stream.next_out = reinterpret_cast<Bytef*>(inflater.out.data());
        stream.avail_out = static_cast<uInt>(inflater.out.size());
        const int status = ::inflate(&stream, Z_NO_FLUSH);
        const std::size_t made = inflater.out.size() - stream.avail_out;
        if (status == Z_DATA_ERROR && kind_ == Kind::deflate && !inflater.produced &&
            !inflater.raw && stream.total_in <= head_bytes) {
            inflater.raw = true;
            inflater.restart(raw_window);
            const std::string first = std::exchange(inflater.head, {});
            if (auto error = inflate(first))
                return error;
            return inflate(bytes);
        }
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return Error(Code::protocol_error, "broken compressed body");
        inflater.produced = inflater.produced || made > 0;
        if (auto error = append(std::string_view(inflater.out.data(), made)))
            return error;
        inflater.ended = status == Z_STREAM_END;
        if (status == Z_BUF_ERROR && made == 0)
            break;
        if (inflater.ended && stream.avail_in == 0)
            break;
    }
    if (kind_ == Kind::deflate && !inflater.produced && !inflater.raw &&
        inflater.head.size() <= head_bytes)
        inflater.head += bytes;
    return std::nullopt;
}

std::optional<Error> BodyDecoder::write(std::string_view bytes) {
    if (bytes.empty())
        return std::nullopt;
    wire_bytes_ += bytes.size();
    // Empty blocks and padding make nothing, for ever.
    if (wire_bytes_ > bytes_max_ + bytes_max_ / 100 + limits::ratio_floor_bytes)
        return Error(Code::too_large, "more than " + std::to_string(bytes_max_) + " bytes");
    switch (kind_) {
    case Kind::identity:
        return append(bytes);
    case Kind::gzip:
    case Kind::deflate:
        return inflate(bytes);
    case Kind::unknown:
        break;
    }
    return Error(Code::protocol_error, "unknown content encoding");
}

std::optional<Error> BodyDecoder::finish() {
    // An empty body carries no encoding, whatever the header says (304, HEAD, 204).
    if (!inflater_ || wire_bytes_ == 0 || inflater_->ended)
        return std::nullopt;
    return Error(Code::truncated, "compressed body ends early");
}

} // namespace moisson::net

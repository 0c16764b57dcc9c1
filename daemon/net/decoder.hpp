// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// BodyDecoder: undoes Content-Encoding while bytes arrive, under a cap on size and on ratio. What
// it makes is kept as a string or handed to a spool.
#pragma once

#include "core/digest.hpp"
#include "core/result.hpp"
#include "net/body.hpp"
#include "net/spool.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::net {

class BodyDecoder {
public:
    // `encoding`: value of Content-Encoding; `bytes_max`: cap on the decoded body. A `spool`
    // outlives the decoder and receives the body in its place.
    BodyDecoder(std::string_view encoding, std::size_t bytes_max, Spool* spool = nullptr);
    BodyDecoder(const BodyDecoder&) = delete;
    BodyDecoder& operator=(const BodyDecoder&) = delete;
    ~BodyDecoder();

    // What arrives before the cap is kept: an announced length is no reason to refuse, and the part
    // that reaches the cap is kept up to it.
    void cut_at_cap() { cuts_ = true; }

    // The body is the bytes of the wire.
    bool is_plain() const { return kind_ == Kind::identity; }

    // Before the first byte, without a spool: the cap becomes `bytes_max`, all is hashed, and what
    // is beyond the first cap is not kept.
    void digest_up_to(std::size_t bytes_max);
    // Of all that came, once; nothing unless digest_up_to() was called.
    std::optional<BodyDigest> digest();

    // Reserves room for an announced length of identity bytes. Error: TOO_LARGE.
    std::optional<Error> announce(std::uint64_t length);

    // Takes the next bytes of the wire. Errors: TOO_LARGE, COMPRESSION_BOMB, PROTOCOL_ERROR
    // (unknown encoding, broken stream), those of the spool. After an error the decoder is of no
    // further use.
    std::optional<Error> write(std::string_view bytes);

    // The wire has ended. Error: TRUNCATED when the compressed stream has not.
    std::optional<Error> finish();

    // The decoded body so far, as much as is kept; moved out. Empty with a spool.
    std::string take() { return std::move(body_); }
    const std::string& body() const { return body_; }
    std::uint64_t wire_bytes() const { return wire_bytes_; }

private:
    enum class Kind { identity, gzip, deflate, unknown };
    struct Inflater;

    std::optional<Error> inflate(std::string_view bytes);
    std::optional<Error> append(std::string_view bytes);
    void keep(std::string_view bytes);

    Kind kind_;
    std::size_t bytes_max_;
    Spool* spool_;
    bool cuts_ = false;
    std::uint64_t wire_bytes_ = 0;
    std::size_t made_bytes_ = 0;
    std::size_t kept_max_ = std::numeric_limits<std::size_t>::max();
    std::string body_;
    std::optional<Sha256> sum_;
    std::unique_ptr<Inflater> inflater_;
};

} // namespace moisson::net

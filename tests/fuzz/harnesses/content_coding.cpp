// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies under a content coding: first line the coding, the rest the bytes of the wire, in pieces
// of a length that the bytes decide. Promises: the decoded body stays within its cap, every byte of
// the wire is counted, pieces give what the whole gives, an unknown coding is refused.
#include "fuzz/harness.hpp"
#include "net/decoder.hpp"

namespace moisson::fuzz {
namespace {

constexpr std::size_t bytes_max = 2 * 1024 * 1024;

struct Decoded {
    std::optional<Error> error;
    std::string body;
};

Decoded decoded(std::string_view coding, std::string_view wire, bool in_pieces) {
    net::BodyDecoder decoder(coding, bytes_max);
    Decoded result;
    std::size_t at = 0;
    while (at < wire.size() && !result.error) {
        const std::size_t length =
            in_pieces ? 1 + static_cast<unsigned char>(wire[at]) % 31 : wire.size();
        const std::string_view piece = wire.substr(at, length);
        result.error = decoder.write(piece);
        at += piece.size();
        require(decoder.body().size() <= bytes_max, "a decoded body stays within its cap");
        require(
            result.error.has_value() || decoder.wire_bytes() == at,
            "every byte of the wire is counted"
        );
    }
    if (!result.error)
        result.error = decoder.finish();
    result.body = decoder.take();
    return result;
}

} // namespace

void content_coding(std::string_view input) {
    const Steered line = steered(input);
    for (const std::string_view coding :
         {line.first, std::string_view("gzip"), std::string_view("deflate"), std::string_view()}) {
        const Decoded whole = decoded(coding, line.rest, false);
        const Decoded pieces = decoded(coding, line.rest, true);
        require(whole.error.has_value() == pieces.error.has_value(), "pieces end like the whole");
        if (whole.error) {
            const Code code = whole.error->code;
            require(
                code == Code::too_large || code == Code::compression_bomb ||
                    code == Code::protocol_error || code == Code::truncated,
                "a refusal has one of the promised codes"
            );
            continue;
        }
        require(whole.body == pieces.body, "pieces give what the whole gives");
        require(!coding.empty() || whole.body == line.rest, "plain bytes stay");
    }
}

} // namespace moisson::fuzz

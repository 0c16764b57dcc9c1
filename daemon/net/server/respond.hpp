// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the handler's answer to the bytes on the wire: validators, 304, gzip, brotli, the headers
// that every answer carries. Pure: no sockets here.
#pragma once

#include "net/http_server.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <string_view>

namespace moisson::net {

using WireResponse = boost::beast::http::response<boost::beast::http::string_body>;

// What of the request shapes the form of its answer.
struct RequestTraits {
    bool head = false;
    bool get = false; // GET or HEAD: validators apply
    bool gzip = false;
    bool brotli = false;
    bool keep_alive = true;
    unsigned version = 11;
    std::string if_none_match;
    std::string request_id;
};

// `"<32 hex digits>"`, the hash of the body.
std::string strong_etag(std::string_view body);

// `"abc"` -> `"abc-gz"`: another representation has another strong tag.
std::string gzip_etag(std::string_view etag);

// The same for brotli: `"abc-br"`.
std::string brotli_etag(std::string_view etag);

// RFC 9110, 13.1.2: weak comparison with a list of tags or "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

// The same for the tag of any form of the body: plain, gzip, brotli.
bool matches_form(std::string_view if_none_match, std::string_view etag);

// True when what goes out is `response.brotli`.
bool sends_brotli(const ServerResponse& response, const RequestTraits& traits);

// True when the answer should be compressed with gzip for this request.
bool should_compress(
    const ServerResponse& response,
    const RequestTraits& traits,
    std::size_t min_bytes
);

// True when what is made while it is sent goes out as gzip: in chunks, and without the length and
// the tag of the plain form.
bool packs_stream(const ServerResponse& response, const RequestTraits& traits);

// `compressed` is the gzip form of the body when should_compress said so (empty otherwise).
WireResponse
finish_response(ServerResponse response, const RequestTraits& traits, std::string compressed);

// The answer to OPTIONS, preflight or not.
ServerResponse options_response();

} // namespace moisson::net

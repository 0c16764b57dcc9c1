// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// gzip and brotli of answers: when the client wants them, when it pays, and how.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moisson::net {

// True when Accept-Encoding (RFC 9110, 12.5.3) prefers gzip over the plain form: "gzip",
// "gzip;q=0.5, identity;q=0.1", "*"; false for "", "gzip;q=0", "identity, gzip;q=0.5".
bool wants_gzip(std::string_view accept_encoding);

// True when Accept-Encoding names "br" and holds it no worse than gzip and the plain form. "*" is
// not enough: who sends it may never have heard of brotli.
bool wants_brotli(std::string_view accept_encoding);

// Text, JSON, XML, SVG, RDF...: what gets smaller.
bool is_compressible(std::string_view content_type);

// Throws std::bad_alloc only. Level 6: for pages of 10-100 kB the best size per millisecond.
std::string gzip(std::string_view bytes);

// For what is packed once and sent often: the best form, at two milliseconds a kilobyte. Throws
// std::bad_alloc only.
std::string brotli(std::string_view bytes);

} // namespace moisson::net

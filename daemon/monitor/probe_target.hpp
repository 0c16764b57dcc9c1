// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is probed, and what one exchange with the server left as evidence.
#pragma once

#include "monitor/link_code.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::monitor {

struct LinkTarget {
    std::string url;
    // As the catalogue declares the file: code of filetype.tsv, letter of format_family.tsv.
    std::string format;
    char family = '\0';
    // Never probed before: the first look is by GET.
    bool first_look = false;
    // Of the last good answer.
    std::string etag;
    std::string last_modified;
    // To be read whole after a good verdict, unless the server still shows this ETag.
    bool whole = false;
    std::string whole_etag;
};

// One request and its answer, as shown to people: no body, few headers, bounded.
struct Exchange {
    std::string method;
    bool ranged = false;
    // The file was read whole, for its SHA-256: hexadecimal, empty when it did not come whole.
    bool whole = false;
    std::string sha256;
    // The certificate was not verified.
    bool unverified = false;
    std::string url;
    // 0: no answer, then `error` names our code (core/code.hpp).
    int status = 0;
    std::string error;
    net::Headers headers;
    std::vector<int> redirect_statuses;
    // Without the queries that hold somebody's signature or key, and so is the header "location".
    std::vector<std::string> redirects;
    std::chrono::milliseconds first_byte_after{0};
    std::uint64_t body_bytes = 0;
};

// A file that was read whole, after the verdict (whole_file.hpp).
struct WholeReading {
    // It was asked for, whatever came of it.
    bool tried = false;
    // Hexadecimal; empty: it did not come whole.
    std::string sha256;
    // Its own host said 429.
    bool limited = false;
};

struct ProbeResult {
    LinkCode code = LinkCode::internal_error;
    // The verdict comes from a GET.
    bool by_get = false;
    std::vector<Exchange> exchanges;
    // The last answer was from the host itself, an error page too.
    bool answered = false;
    // Not the host's own doing: it redirected, and another failed or answered.
    bool elsewhere = false;
    bool head_contradicted = false;
    std::string etag;
    std::string last_modified;
    // Whole length of the file, when the server told.
    std::optional<std::int64_t> length;
    // Kind of the first bytes ("csv", "html", "pdf"...), empty when not seen or not known.
    std::string found_format;
    // Where every redirect was permanent: the new address.
    std::string permanent_target;
    // Where the probe ended when it was redirected.
    std::string final_url;
    std::optional<std::chrono::seconds> retry_after;
    WholeReading whole;
};

} // namespace moisson::monitor

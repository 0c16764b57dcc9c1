// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue published as one file: asked for conditionally, unpacked, held for a run: in memory,
// or on disk when it is large.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "kit/registry.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "net/body.hpp"
#include "net/spool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// What the server said of a version of the document, to ask whether it is still the current one.
struct Validators {
    std::string etag;
    std::string last_modified;

    bool empty() const { return etag.empty() && last_modified.empty(); }
    bool operator==(const Validators&) const = default;
};

// One line of text and back, to be stored; anything else reads as no validators.
std::string to_text(const Validators& validators);
Validators validators_from_text(std::string_view text);

struct Document {
    // Unpacked; empty when the server says that nothing changed.
    net::Body body;
    // Where a reader puts a copy that it makes of a large body.
    net::SpoolOptions spool;
    bool not_modified = false;
    // Address that answered after redirects.
    std::string url;
    // As the server labels it; empty when nothing changed.
    std::string content_type;
    Validators validators;
    std::optional<Instant> certificate_expires;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
};

// Whether an address is on the site of the source, under `url` or `public_url`: its headers, which
// may be secrets, are for nobody else.
bool is_at_portal(const Source& source, std::string_view url);

// A GET of `url` under the rules of the source. Not empty `known` makes it conditional. Disk and
// unpacking are the business of `services.cpu` when there is one. Both references are to objects
// of the awaiting coroutine. Errors: those of HttpClient::send and of unpacked().
asio::awaitable<Result<Document>> fetch_document(
    const Services& services,
    const Source& source,
    std::string url,
    std::string accept,
    Validators known
);

} // namespace moisson::kit

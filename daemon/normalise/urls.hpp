// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// URLs as portals write them, made absolute, percent-encoded and IDNA, as a browser would
// (WHATWG-tolerant), or refused.
#pragma once

#include "model/dataset.hpp"

#include <string>
#include <string_view>

namespace moisson::normalise {

struct UrlReading {
    UrlState state = UrlState::empty;
    // Empty unless state is ok or private_network.
    std::string url;
};

// Schemes http, https, ftp, ftps, sftp. Relative references are resolved on `base`; "www.x" gets
// http://. Trims, drops control characters, encodes spaces and non-ASCII, lower-cases scheme and
// host, drops default ports. Longer than limits::url_bytes = invalid. A private host that is also
// the host of `base` is ok: the operator declared that portal.
UrlReading read_url(std::string_view raw, std::string_view base);

// True for localhost, names without a dot, .local and the like, and address literals that are not
// globally routable. `host` is lower-case, without port; IPv6 in brackets.
bool is_private_host(std::string_view host);

} // namespace moisson::normalise

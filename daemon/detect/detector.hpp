// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Detector: names the software behind any address and says how to harvest it. What a signature
// recognised is confirmed by the connector's own probe, so that "found" means "can be harvested".
#pragma once

#include "detect/visitor.hpp"
#include "kit/registry.hpp"
#include "model/portal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::detect {

struct Software;

enum class Verdict {
    found,       // a connector reads it
    recognised,  // the software is named, but nothing here reads it (see error)
    nothing,     // the site answers, no catalogue was recognised
    refused,     // it does not let us look
    unreachable, // no answer at all
};
std::string_view to_string(Verdict verdict);

struct Endpoint {
    // "ckan", "robots", "rdf"...
    std::string kind;
    std::string url;
};

struct Detection {
    Verdict verdict = Verdict::nothing;
    std::string asked;
    // Where the address led; differs from `asked` after redirects.
    std::string home;
    // Stable name of the table and its label; empty when nothing was recognised.
    std::string software;
    std::string label;
    std::string version;
    std::string title;
    std::optional<std::int64_t> count;
    // What a portal file would say; empty without a connector.
    std::string connector;
    std::string source_url;
    std::vector<Endpoint> endpoints;
    // Labels of other softwares that the home page speaks of.
    std::vector<std::string> hints;
    // robots.txt forbids the address of the API: say `robots: ignore` on purpose, or ask.
    bool robots_forbid = false;
    // The same web page answered where data was asked, with a status of 200.
    bool page_everywhere = false;
    TlsState tls;
    std::vector<Attempt> attempts;
    // Why it is unreachable or refused, or why the connector cannot read what was recognised.
    std::optional<Error> error;
    int requests = 0;
};

struct DetectorParts {
    net::HttpClient* http = nullptr;
    TimerSource* timers = nullptr;
    const kit::Registry* registry = nullptr;
    asio::any_io_executor cpu;
    kit::DocumentOptions documents;
};

// Never fails: whatever happens is said by the detection. `address`: with or without scheme.
// Cancellation of the awaiting coroutine ends it.
asio::awaitable<Detection> detect(DetectorParts parts, std::string address, VisitOptions options);

// The source that a portal file would describe for a found detection.
Source source_of(const Detection& detection, std::string key);

} // namespace moisson::detect

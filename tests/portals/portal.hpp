// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portal: one simulated portal = a protocol, a script and an access log. Both fronts (TCP server,
// in-process) call handle(); nothing else decides what is answered.
#pragma once

#include "portals/access_log.hpp"
#include "portals/http.hpp"
#include "portals/protocol.hpp"
#include "portals/script.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace moisson::portals {

// What the portal's certificate is worth.
enum class Tls {
    none, // plain HTTP
    valid,
    expired,
    not_yet_valid,
    wrong_name,
    self_signed,
    unknown_ca,
    incomplete_chain,
    old_protocol, // TLS 1.0 at most
};

// Where the name leads.
enum class Reach {
    open,
    refused,    // nothing listens on the port
    dead_name,  // the name does not exist (".invalid")
    black_hole, // connections are never accepted
    silent,     // accepted, but never answered, not even a TLS greeting
};

struct PortalOptions {
    std::string key;
    std::string title;
    std::string country; // ISO 3166-1 alpha-2, may be empty
    // Path before "/api", e.g. "/data"; empty = site root.
    std::string base_path;
    Tls tls = Tls::none;
    Reach reach = Reach::open;
    // Answers are compressed when the client accepts it.
    bool gzip = false;
    std::uint64_t seed = 1;
    Script script;
    // Name of the fault this portal shows (faults.hpp), empty when it behaves.
    std::string fault;
};

class Portal {
public:
    Portal(PortalOptions options, std::shared_ptr<const Protocol> protocol);

    // Thread-safe. The answer depends on the request, the date, the seed and the request counters.
    ScriptedResponse handle(const PortalRequest& request, Instant now);

    // Held by a front while it delivers an answer: the log's in-flight count.
    class Visit {
    public:
        explicit Visit(Portal& portal) : portal_(portal) { portal_.in_flight_.fetch_add(1); }
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;
        ~Visit() { portal_.in_flight_.fetch_sub(1); }

    private:
        Portal& portal_;
    };

    const PortalOptions& options() const { return options_; }
    const Protocol& protocol() const { return *protocol_; }
    // The script can be put to sleep: a healthy run first, the fault afterwards.
    void set_script_active(bool active) { script_active_ = active; }
    AccessLog& log() { return log_; }
    const AccessLog& log() const { return log_; }

    // Known once a front listens; used in redirects and site_url.
    void set_url(std::string url);
    std::string url() const;

private:
    PortalOptions options_;
    std::shared_ptr<const Protocol> protocol_;
    AccessLog log_;
    std::atomic<int> in_flight_{0};
    std::atomic<bool> script_active_{true};
    mutable std::mutex mutex_; // guards the three below
    std::string url_;
    std::uint64_t requests_ = 0;
    std::map<std::string, std::uint64_t> requests_by_operation_;
};

} // namespace moisson::portals

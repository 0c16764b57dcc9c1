// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Visitor: an HttpClient that looks at one site politely. It counts and remembers: no address is
// asked twice, a host that is dead or refuses is not asked again, the whole visit has a bound of
// requests, bytes and time, and what TLS and redirects said is kept for the report.
#pragma once

#include "async/timer_source.hpp"
#include "net/http_client.hpp"
#include "net/robots.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::detect {

struct VisitOptions {
    int requests_max = 64;
    std::chrono::milliseconds time_max = std::chrono::seconds(90);
    // Of one request; shorter than a harvest's, a person waits.
    std::chrono::milliseconds connect = std::chrono::seconds(10);
    std::chrono::milliseconds first_byte = std::chrono::seconds(20);
    // Requests per second on a host; 0 on this machine only (EndpointPolicy).
    double rate = 1.0;
    // Keep the policy that requests bring (a configured source) rather than that of this visit.
    bool keep_policy = false;
    // How robots.txt calls us.
    std::string robots_name = "Moisson";
};

// One request that reached the network, or was not sent and why.
struct Attempt {
    std::string url;
    // Where it ended, when that is elsewhere.
    std::string answered_by;
    int status = 0;
    std::optional<Error> error;
    // What was recognised in the answer; a label of the table.
    std::string recognised;
};

struct TlsState {
    // Some address of the visit was https.
    bool used = false;
    // The first fault met: the visit goes on without verifying this site.
    std::optional<Code> fault;
    std::string detail;
    std::optional<Instant> expires;
};

// True for the codes of a certificate that a reader may still look behind.
bool is_certificate_fault(Code code);
// Codes that say something of the host, not of one address.
bool is_host_failure(Code code);
// 401, 403, 423, 429 or a firewall's page: somebody said no to us.
bool is_refusal(const Error& error);

class Visitor final : public net::HttpClient {
public:
    // Both outlive the visitor.
    Visitor(net::HttpClient& http, TimerSource& timers, VisitOptions options);

    // LIMIT_REACHED when the bounds of the visit are used up.
    asio::awaitable<Result<net::Response>> send(net::Request request) override;

    // GET of a page or file under robots.txt (ROBOTS_DENIED without a request), or of an API.
    asio::awaitable<Result<net::Response>> get_document(std::string url);
    asio::awaitable<Result<net::Response>> get_api(std::string url);

    // What robots.txt of the address says, as far as it was read.
    bool robots_allows(std::string_view url) const;

    // Marks the last answer to `url` as recognised.
    void recognised(std::string_view url, std::string_view label);

    const std::vector<Attempt>& attempts() const { return attempts_; }
    const TlsState& tls() const { return tls_; }
    int requests() const { return requests_; }
    bool exhausted() const;
    // The refusal that ended the visit of some host, or the first one met.
    const std::optional<Error>& refusal() const { return refusal_; }
    // Answers of status 200 that were HTML where data was asked.
    int pages_for_data() const { return pages_for_data_; }
    void count_page_for_data() { ++pages_for_data_; }

private:
    struct Host {
        std::optional<Error> failure;
        int refusals = 0;
        int silences = 0;
        bool robots_read = false;
        net::RobotsRules robots;
    };

    asio::awaitable<Result<net::Response>> ask(net::Request request);
    asio::awaitable<void> read_robots(std::string origin, std::string site);
    void prepare(net::Request& request);
    void note(const net::Request& request, const Result<net::Response>& answer);
    void judge(Host& host, const Error& error);

    net::HttpClient& http_;
    TimerSource& timers_;
    VisitOptions options_;
    Steady deadline_;
    std::map<std::string, Host> hosts_;
    std::map<std::string, Result<net::Response>> known_;
    std::size_t known_bytes_ = 0;
    std::vector<Attempt> attempts_;
    TlsState tls_;
    std::optional<Error> refusal_;
    int requests_ = 0;
    int pages_for_data_ = 0;
    bool verify_ = true;
};

} // namespace moisson::detect

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Service: requests to one CSW, the search for where it is, and for how it wants to be asked.
#pragma once

#include "async/asio.hpp"
#include "csw/requests.hpp"
#include "csw/wire.hpp"
#include "kit/registry.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::csw {

struct Answer {
    // Valid UTF-8 that begins like XML.
    std::string body;
    std::string url;
    std::vector<Issue> issues;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

// Records of an answer with what it cost.
struct AnsweredPage {
    WirePage wire;
    std::vector<Issue> issues;
    std::uint64_t wire_bytes = 0;
    std::size_t body_bytes = 0;
    int requests = 0;
    int retries = 0;
};

struct Cost {
    int requests = 0;
    int retries = 0;
    std::uint64_t wire_bytes = 0;
};

class Service {
public:
    Service(const Source& source, const kit::Services& services);

    // Capabilities of the first candidate that has some; asked once. Errors: those of HttpClient,
    // PARSE_XML, API_ERROR, BAD_SHAPE.
    asio::awaitable<Result<Capabilities>> capabilities();
    // The way to ask for a page that has no cursor yet: schema by capabilities, the rest by trying.
    asio::awaitable<Result<Way>> find_way(RecordsQuery query);

    asio::awaitable<Result<AnsweredPage>> records(RecordsQuery query, int retries_max);
    asio::awaitable<Result<AnsweredPage>>
    by_id(Way way, std::vector<std::string> ids, int retries_max);

    // Best guess until capabilities were asked.
    const std::string& endpoint() const { return candidates_[at_]; }
    // Which of the addresses that follow from the configured one that is, and to begin there: one
    // that answered before.
    std::size_t endpoint_number() const { return at_; }
    void assume_endpoint(std::size_t number);
    std::optional<Instant> certificate_expires() const { return certificate_expires_; }
    // Of everything asked so far.
    const Cost& cost() const { return cost_; }

private:
    asio::awaitable<Result<Answer>> send(std::string url, std::string body, int retries_max);
    asio::awaitable<Result<AnsweredPage>> read(Result<Answer> answer);
    asio::awaitable<Result<Capabilities>> read_offer(Result<Answer> answer);

    net::HttpClient* http_;
    Source source_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    std::vector<std::string> candidates_;
    std::size_t at_ = 0;
    std::optional<Capabilities> capabilities_;
    std::optional<Instant> certificate_expires_;
    Cost cost_;
};

inline constexpr int retries_usual = 4;
// Inside a bisection the same failure is met again and again.
inline constexpr int retries_few = 1;

// The server understood and does not want it this way; another way may do.
bool is_refusal(const Error& error);

} // namespace moisson::csw

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CountedClient: the way out for one run, which notes what the run's report tells of the network
// and no connector adds up: answers 304, and when the first certificate ends.
#pragma once

#include "net/http_client.hpp"
#include "store/harvest_store.hpp"

namespace moisson::harvest {

// On the executor of its run.
class CountedClient final : public net::HttpClient {
public:
    // `inner` outlives this object.
    explicit CountedClient(net::HttpClient& inner) : inner_(inner) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override;

    const store::NetworkFacts& facts() const { return facts_; }

private:
    net::HttpClient& inner_;
    store::NetworkFacts facts_;
};

} // namespace moisson::harvest

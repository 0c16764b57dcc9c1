// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CountedClient: the way out for one run, which notes what the run's report tells of the network
// and no connector adds up: answers 304, and when the first certificate ends. And whether the
// portal asked for a pause, whatever a connector makes of it.
#pragma once

#include "net/http_client.hpp"
#include "store/harvest_store.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace moisson::harvest {

// On the executor of its run.
class CountedClient final : public net::HttpClient {
public:
    // `inner` outlives this object.
    explicit CountedClient(net::HttpClient& inner) : inner_(inner) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override;

    const store::NetworkFacts& facts() const { return facts_; }

    // Whether pauses beyond limits::pause_in_place_max are failures, to be found in `pause`. Who
    // sits them out waits as long as the client does.
    void leave_for_pauses(bool leaves, bool sits_out) {
        leaves_ = leaves;
        sits_out_ = sits_out;
    }

    // What the portal asked for and was not given.
    struct Pause {
        std::chrono::seconds lasts{0};
        std::string detail;
        // Not one that only others have met, of a length that nobody sits out.
        bool counts = true;
    };
    const std::optional<Pause>& pause() const { return pause_; }

private:
    void note_pause(const Error& error);

    net::HttpClient& inner_;
    store::NetworkFacts facts_;
    bool leaves_ = false;
    bool sits_out_ = false;
    // The server asked this very run for more than anybody waits.
    bool told_off_ = false;
    std::optional<Pause> pause_;
};

} // namespace moisson::harvest

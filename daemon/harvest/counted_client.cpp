// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/counted_client.hpp"

#include "core/limits.hpp"
#include "net/retry.hpp"

namespace moisson::harvest {

asio::awaitable<Result<net::Response>> CountedClient::send(net::Request request) {
    if (leaves_ && !sits_out_ && !request.pause_max)
        request.pause_max = limits::pause_in_place_max;
    Result<net::Response> answer = co_await inner_.send(std::move(request));
    if (answer.has_error())
        note_pause(answer.error());
    if (answer.has_value()) {
        facts_.not_modified += answer->not_modified() ? 1 : 0;
        const std::optional<Instant>& ends = answer->certificate_expires;
        std::optional<Instant>& first = facts_.certificate_expires;
        if (ends && (!first || *ends < *first))
            first = ends;
    }
    co_return answer;
}

// The longest. A server that asks this run for more than the client would ever wait ends it; what
// it has asked of another run puts this one off, however long: nothing was sent.
void CountedClient::note_pause(const Error& error) {
    const auto asked = net::asked_pause(error);
    if (!leaves_ || !asked || *asked <= limits::pause_in_place_max)
        return;
    const bool was_sent = !error.unasked;
    const bool is_endless = *asked > limits::retry_after_max;
    told_off_ = told_off_ || (was_sent && is_endless);
    const bool ends_here = was_sent ? sits_out_ || is_endless : told_off_;
    if (ends_here)
        return;
    if (!pause_ || pause_->lasts < *asked)
        pause_ = Pause{*asked, error.detail, was_sent || !is_endless};
}

} // namespace moisson::harvest

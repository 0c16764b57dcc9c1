// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/counted_client.hpp"

#include "core/limits.hpp"
#include "net/retry.hpp"

namespace moisson::harvest {

asio::awaitable<Result<net::Response>> CountedClient::send(net::Request request) {
    if (refuses_pauses_ && !request.pause_max)
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

// The longest; one beyond what the client would ever wait ends the run, as before.
void CountedClient::note_pause(const Error& error) {
    const auto asked = net::asked_pause(error);
    if (!refuses_pauses_ || !asked || *asked <= limits::pause_in_place_max ||
        *asked > limits::retry_after_max)
        return;
    if (!pause_ || pause_->lasts < *asked)
        pause_ = Pause{*asked, error.detail};
}

} // namespace moisson::harvest

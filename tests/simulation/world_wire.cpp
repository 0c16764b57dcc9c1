// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From a message to a simulated portal's answer, with the way it travels.
#include "simulation/world_wire.hpp"

#include "net/budget_key.hpp"
#include "net/retry.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>

namespace moisson::simulation {
namespace {

using std::chrono::milliseconds;

// Between two machines.
constexpr milliseconds on_the_way{60};

class WorldWire final : public net::Wire {
public:
    WorldWire(const Sites& sites, Traffic& traffic, TimerSource& clock, std::string worker)
        : sites_(sites), traffic_(traffic), clock_(clock), worker_(std::move(worker)) {}

    std::optional<Error> judge(const net::WebAddress&) const override { return std::nullopt; }
    std::string budget_key(const net::WebAddress& address) const override {
        return net::budget_key(address.host);
    }
    asio::awaitable<Result<net::Answer>>
    carry(net::Journey& journey, const net::Message& message) override;

private:
    const Sites& sites_;
    Traffic& traffic_;
    TimerSource& clock_;
    std::string worker_;
};

portals::PortalRequest request_of(const net::Message& message) {
    portals::PortalRequest request;
    request.method = message.method;
    request.host = message.address.host;
    request.target = message.address.path;
    request.headers = message.headers;
    request.headers.emplace_back("Host", message.address.authority());
    request.body = message.body;
    return request;
}

// How an exchange goes, known when it begins.
struct Passage {
    milliseconds takes = on_the_way;
    std::optional<Error> lost;
};

Passage lost_after(milliseconds takes, Code code) {
    return {takes, Error(code, "simulated")};
}

Passage unreachable(Reach reach, const net::Timeouts& timeouts) {
    switch (reach) {
    case Reach::open:
        break;
    case Reach::dead_name:
        return lost_after(on_the_way, Code::dns_nxdomain);
    case Reach::refused:
        return lost_after(on_the_way, Code::connect_refused);
    case Reach::silent:
        return lost_after(timeouts.first_byte, Code::timeout_first_byte);
    }
    return {};
}

Passage delivered(const portals::Delivery& delivery, const net::Timeouts& timeouts) {
    const milliseconds latency = on_the_way + delivery.latency;
    if (latency > timeouts.first_byte)
        return lost_after(timeouts.first_byte, Code::timeout_first_byte);
    switch (delivery.ending) {
    case portals::Ending::normal:
        break;
    case portals::Ending::reset:
        return lost_after(latency, Code::connect_reset);
    case portals::Ending::close:
        return lost_after(latency, Code::truncated);
    case portals::Ending::hang:
        return lost_after(latency + timeouts.idle, Code::timeout_idle);
    }
    return {latency, std::nullopt};
}

net::Answer answer_of(const portals::ScriptedResponse& scripted) {
    net::Answer answer;
    answer.status = scripted.status;
    answer.reason = std::string(portals::reason_phrase(scripted.status));
    answer.headers = scripted.headers;
    answer.body = scripted.body.text();
    answer.wire_bytes = answer.body.size();
    answer.first_byte_after = on_the_way;
    return answer;
}

// Tells the traffic when the exchange is over, whatever ends it.
class Under {
public:
    Under(Traffic& traffic, const TimerSource& clock, std::string key, std::string worker)
        : traffic_(traffic), clock_(clock), key_(std::move(key)), worker_(std::move(worker)) {}
    Under(const Under&) = delete;
    Under& operator=(const Under&) = delete;
    ~Under() { traffic_.end(key_, worker_, clock_.now()); }

private:
    Traffic& traffic_;
    const TimerSource& clock_;
    std::string key_;
    std::string worker_;
};

asio::awaitable<Result<net::Answer>>
WorldWire::carry(net::Journey& journey, const net::Message& message) {
    if (traffic_.is_buried(worker_))
        co_return Error(Code::cancelled, "killed");
    ++journey.requests;
    const auto site = sites_.find(message.address.host);
    if (site == sites_.end())
        co_return Error(Code::dns_nxdomain, message.address.host);
    const std::string key = budget_key(message.address);
    const Instant now = clock_.now();
    Passage passage = unreachable(reach_at(site->second.life->weather, now), message.timeouts);
    net::Answer answer;
    if (!passage.lost) {
        const portals::ScriptedResponse scripted =
            site->second.portal->handle(request_of(message), now);
        passage = delivered(scripted.delivery, message.timeouts);
        answer = answer_of(scripted);
    }
    const auto spacing =
        std::chrono::microseconds(static_cast<std::int64_t>(1e6 / site->second.life->rate));
    traffic_.begin(key, worker_, now, spacing, passage.takes);
    const Under under(traffic_, clock_, key, worker_);
    co_await sleep_for(clock_, passage.takes);
    if (passage.lost)
        co_return std::move(*passage.lost);
    journey.wire_bytes += answer.wire_bytes;
    const bool is_busy = answer.status == 429 || answer.status == 503;
    const std::string_view wish = net::header(answer.headers, "retry-after");
    if (const auto wait = net::parse_retry_after(wish, now); is_busy && wait)
        traffic_.asked_for_peace(key, worker_, now + *wait);
    if (answer.status < 400 && answer.body.size() > message.body_bytes_max)
        co_return Error(Code::too_large, "");
    co_return answer;
}

} // namespace

std::unique_ptr<net::Wire>
make_world_wire(const Sites& sites, Traffic& traffic, TimerSource& clock, std::string worker) {
    return std::make_unique<WorldWire>(sites, traffic, clock, std::move(worker));
}

} // namespace moisson::simulation

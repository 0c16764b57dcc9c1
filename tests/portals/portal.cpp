// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One portal answering: honest answer, script, compression, log.
#include "portals/portal.hpp"

#include "portals/hostile_bodies.hpp"

#include <utility>

namespace moisson::portals {
namespace {

Headers of_interest(const Headers& headers) {
    Headers result;
    for (const char* name :
         {"user-agent", "accept", "accept-encoding", "if-none-match", "if-modified-since", "from"})
        if (const std::string_view value = header(headers, name); !value.empty())
            result.emplace_back(name, value);
    if (!header(headers, "authorization").empty())
        result.emplace_back("authorization", "(present)");
    return result;
}

// Large answers only, as web servers do; an answer already encoded or streamed is left alone.
void compress(const PortalRequest& request, ScriptedResponse& response) {
    if (response.status != 200 || response.body.has_stream() || response.body.size() < 1024 ||
        !header(response.headers, "content-encoding").empty() ||
        header(request.headers, "accept-encoding").find("gzip") == std::string_view::npos)
        return;
    response.body = Body(gzip(response.body.text()));
    response.headers.emplace_back("Content-Encoding", "gzip");
}

} // namespace

Portal::Portal(PortalOptions options, std::shared_ptr<const Protocol> protocol)
    : options_(std::move(options)), protocol_(std::move(protocol)) {}

void Portal::set_url(std::string url) {
    const std::lock_guard lock(mutex_);
    url_ = std::move(url);
}

std::string Portal::url() const {
    const std::lock_guard lock(mutex_);
    return url_;
}

ScriptedResponse Portal::handle(const PortalRequest& request, Instant now) {
    Occasion occasion;
    occasion.operation = protocol_->operation(request);
    occasion.start = protocol_->page_start(request);
    occasion.lists = protocol_->kind() != "ckan" && occasion.start.has_value();
    occasion.path = std::string(request.path());
    occasion.now = now;
    occasion.seed = options_.seed;
    {
        const std::lock_guard lock(mutex_);
        occasion.request_number = ++requests_;
        occasion.operation_number = ++requests_by_operation_[occasion.operation];
        occasion.own_url = url_;
    }
    // robots.txt is not a place for faults: it would hide the one that is tested.
    const bool scripted = script_active_ && occasion.operation != "robots";
    const Tamper tamper = scripted ? options_.script.tamper(occasion) : Tamper();
    ScriptedResponse response = protocol_->answer(request, now, tamper);
    if (scripted)
        options_.script.apply(occasion, response);
    if (options_.gzip)
        compress(request, response);

    Access access;
    access.at = now;
    access.method = request.method;
    access.host = request.host;
    access.path = std::string(request.path());
    access.query = std::string(request.query());
    access.operation = std::move(occasion.operation);
    access.headers = of_interest(request.headers);
    access.in_flight = std::max(1, in_flight_.load());
    access.status = response.status;
    access.body_bytes = response.body.size();
    log_.add(std::move(access));
    return response;
}

} // namespace moisson::portals

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The HTTP client: checks the request, follows redirects hop by hop, adds up the response.
#include "net/hop.hpp"
#include "net/make_http_client.hpp"
#include "net/network_wire.hpp"
#include "net/redirect.hpp"
#include "net/robots_gate.hpp"
#include "net/wire.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace moisson::net {

namespace {

constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               token_marks.find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

// Nothing that could write a second header or request of its own.
bool is_clean(const Request& request) {
    const auto clean_field = [](const auto& field) {
        return is_token(field.first) && is_field_value(field.second);
    };
    const EndpointPolicy& policy = request.policy;
    return is_token(request.method) && request.method != "CONNECT" &&
           is_field_value(request.etag) && is_field_value(request.last_modified) &&
           is_field_value(policy.user_agent) &&
           std::all_of(request.headers.begin(), request.headers.end(), clean_field) &&
           std::all_of(policy.headers.begin(), policy.headers.end(), clean_field);
}

class Client final : public HttpClient {
public:
    Client(std::unique_ptr<Wire> wire, const ClientOptions& options, ClientDeps deps)
        : follow_redirects_(options.follow_redirects), sender_(std::move(wire), options, deps),
          robots_(sender_, [this](Request question) {
              question.policy.respect_robots = false;
              return travel(std::move(question));
          }) {}

    asio::awaitable<Result<Response>> send(Request request) override;

private:
    asio::awaitable<Result<Response>> travel(Request request);

    bool follow_redirects_;
    HopSender sender_;
    RobotsGate robots_;
};

Response to_response(const Journey& journey, const WebAddress& address, Answer answer) {
    Response response;
    response.status = answer.status;
    response.headers = std::move(answer.headers);
    response.body = std::move(answer.body);
    response.spooled = std::move(answer.spooled);
    response.url = address.url();
    response.wire_bytes = journey.wire_bytes;
    response.requests = journey.requests;
    response.retries = journey.retries;
    response.certificate_expires = journey.certificate_expires;
    response.first_byte_after = answer.first_byte_after;
    response.cut = answer.cut;
    response.digest = answer.digest;
    return response;
}

// For those who judge hosts by their failures.
Error tell_hop(Error failure, const Request& request, const std::vector<std::string>& redirects) {
    if (request.inspect && !redirects.empty())
        failure.detail.insert(0, redirected_mark);
    return failure;
}

asio::awaitable<Result<Response>> Client::travel(Request request) {
    if (!is_clean(request))
        co_return Error(Code::invalid_argument, "method or header");
    Result<WebAddress> address = parse_web_address(request.url);
    if (!address)
        co_return address.error();
    Journey journey(std::move(request));
    RedirectTrail trail(*address);
    std::vector<std::string> redirects;
    std::vector<int> statuses;
    while (true) {
        if (journey.request.policy.respect_robots)
            if (auto denied = co_await robots_.judge(journey.request, *address))
                co_return tell_hop(std::move(*denied), journey.request, redirects);
        Result<Answer> answer = co_await sender_.send(journey, *address);
        if (!answer)
            co_return tell_hop(answer.error(), journey.request, redirects);
        if (!follow_redirects_ || !is_redirect(*answer)) {
            Response response = to_response(journey, *address, std::move(*answer));
            response.redirects = std::move(redirects);
            response.redirect_statuses = std::move(statuses);
            co_return response;
        }
        Result<WebAddress> next = trail.next(*address, *answer);
        if (!next)
            co_return next.error();
        adapt_to_redirect(journey.request, answer->status, *address, *next);
        redirects.push_back(next->url());
        statuses.push_back(answer->status);
        address = std::move(next);
    }
}

asio::awaitable<Result<Response>> Client::send(Request request) {
    try {
        Result<Response> response = co_await travel(std::move(request));
        co_return response;
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
    }
    co_return Error(Code::cancelled);
}

} // namespace

std::string
user_agent(std::string_view version, std::string_view robot_page, std::string_view contact) {
    std::string out = "Moisson/" + std::string(version) + " (+" + std::string(robot_page);
    if (!contact.empty())
        out += "; " + std::string(contact);
    return out + ")";
}

std::unique_ptr<HttpClient>
make_http_client(std::unique_ptr<Wire> wire, const ClientOptions& options, ClientDeps deps) {
    return std::make_unique<Client>(std::move(wire), options, deps);
}

std::unique_ptr<HttpClient>
make_http_client(asio::any_io_executor executor, ClientOptions options, ClientDeps deps) {
    return make_http_client(make_network_wire(executor, options, deps), options, deps);
}

} // namespace moisson::net

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/envelope.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace moisson::ckan_api {
namespace {

net::ServerResponse response_of(int status, std::string body) {
    net::ServerResponse response;
    response.status = status;
    response.content_type = "application/json;charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

Failure with_message(int status, std::string type, std::string message) {
    Json fields = Json::object();
    fields["message"] = std::move(message);
    return Failure(status, std::move(type), std::move(fields));
}

constexpr std::string_view script_type = "application/javascript;charset=utf-8";
constexpr std::size_t callback_bytes = 128;

std::string before_result(std::string_view help, std::string_view callback) {
    const std::string address = dump(Json(help));
    std::string out = callback.empty() ? std::string() : std::string(callback) + "(";
    return out + "{\"help\": " + address + ", \"success\": true, \"result\": ";
}

std::string after_result(std::string_view callback) {
    return callback.empty() ? "}" : "});";
}

// A streamed answer on its way.
struct Sending {
    std::string ready;
    net::BodyStream rest;
    std::string end;
};

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<Sending> state) {
    if (!state->ready.empty())
        co_return std::exchange(state->ready, {});
    if (!state->rest)
        co_return std::string();
    asio::awaitable<Result<std::string>> making = state->rest();
    Result<std::string> part = co_await std::move(making);
    if (!part || !part->empty())
        co_return part;
    state->rest = nullptr;
    co_return std::exchange(state->end, {});
}

} // namespace

Failure not_found(std::string message) {
    return with_message(404, "Not Found Error", "Not found: " + message);
}

Failure invalid(std::string_view field, std::string message) {
    Json fields = Json::object();
    fields[std::string(field)] = Json::array({std::move(message)});
    return Failure(409, "Validation Error", std::move(fields));
}

Failure refused(std::string message) {
    return with_message(403, "Authorization Error", "Access denied: " + message);
}

Failure bad_search(std::string message) {
    return with_message(400, "Search Query Error", "Search Query is invalid: " + message);
}

Failure search_error(std::string message) {
    return with_message(409, "Search Error", "Search error: " + message);
}

Failure engine_down() {
    return with_message(500, "Search Connection Error", "Search error: the catalogue is away");
}

Failure busy() {
    return with_message(503, "Search Connection Error", "Search error: too many long answers");
}

Failure internal_error() {
    return with_message(500, "Internal Server Error", "Internal Server Error");
}

Failure bad_request(std::string message) {
    Failure out;
    out.status = 400;
    out.message = "Bad request: " + std::move(message);
    return out;
}

Failure failure_of(const Error& error) {
    if (error.code == Code::not_found)
        return not_found("it is not in this catalogue");
    if (error.code == Code::store_unavailable)
        return engine_down();
    return internal_error();
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_callback(std::string_view name) {
    if (name.empty() || name.size() > callback_bytes)
        return false;
    char before = '.';
    for (const char c : name) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
        // Each part begins with a letter.
        if (c == '.' ? before == '.' : !letter && (!digit || before == '.'))
            return false;
        before = c;
    }
    return before != '.';
}

net::ServerResponse
success(std::string_view help, const std::string& result, std::string_view callback) {
    net::ServerResponse response = response_of(200, before_result(help, callback) + result);
    response.body += after_result(callback);
    if (!callback.empty())
        response.content_type = script_type;
    return response;
}

net::ServerResponse success(std::string_view help, Streamed result, std::string_view callback) {
    if (!result.rest)
        return success(help, result.first, callback);
    net::ServerResponse response = response_of(200, {});
    if (!callback.empty())
        response.content_type = script_type;
    response.etag = false;
    auto state = std::make_shared<Sending>();
    state->ready = before_result(help, callback) + result.first;
    state->rest = std::move(result.rest);
    state->end = after_result(callback);
    response.stream = [state] { return next_part(state); };
    return response;
}

net::ServerResponse failed(std::string_view help, const Failure& failure) {
    if (failure.type.empty())
        return response_of(failure.status, dump(Json(failure.message)));
    Json body;
    body["help"] = help;
    body["success"] = false;
    body["error"] = Json::object();
    body["error"]["__type"] = failure.type;
    for (const auto& [name, value] : failure.fields.items())
        body["error"][name] = value;
    net::ServerResponse response = response_of(failure.status, dump(body));
    if (failure.status == 503)
        response.headers.emplace_back("Retry-After", "5");
    return response;
}

net::ServerResponse plain_json(const Json& json) {
    return response_of(200, dump(json));
}

net::ServerResponse bare(const std::string& json, std::string_view callback) {
    if (callback.empty())
        return response_of(200, json);
    net::ServerResponse response = response_of(200, std::string(callback) + "(" + json + ");");
    response.content_type = script_type;
    return response;
}

} // namespace moisson::ckan_api

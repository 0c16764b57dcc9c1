// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/envelope.hpp"

#include "text/html.hpp"

#include <fmt/format.h>

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

net::ServerResponse
success(std::string_view help, const std::string& result, std::string_view callback) {
    const std::string address = dump(Json(help));
    std::string body = "{\"help\": " + address + ", \"success\": true, \"result\": ";
    body += result;
    body += "}";
    if (callback.empty())
        return response_of(200, std::move(body));
    net::ServerResponse response = response_of(200, {});
    response.content_type = "application/javascript;charset=utf-8";
    response.body = text::escape_html(callback) + "(" + body + ");";
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

} // namespace moisson::ckan_api

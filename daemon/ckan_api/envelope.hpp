// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What an action answers, and the envelopes of research A1.2. Pure.
#pragma once

#include "core/result.hpp"
#include "net/http_server.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace moisson::ckan_api {

using Json = nlohmann::ordered_json;

// Why an action was not done. `fields` are the members of "error" beside "__type"; without a type
// the whole body is `message` as a JSON string.
struct Failure {
    Failure() = default;
    Failure(int code, std::string kind, Json members)
        : status(code), type(std::move(kind)), fields(std::move(members)) {}

    int status = 500;
    std::string type;
    Json fields = Json::object();
    std::string message;
};

[[noreturn]] inline void
throw_exception_from_error(const Failure& failure, const boost::source_location&) {
    throw ErrorException(Error(Code::internal_error, failure.type));
}

// JSON text of "result".
using Answer = boost::system::result<std::string, Failure>;

// JSON text of a "result" that is made while it is sent: what comes first, and the rest, if any.
struct Streamed {
    std::string first;
    net::BodyStream rest;
};

template <class T>
using Read = boost::system::result<T, Failure>;

// 404, 409, 403, 400...: research A1.2.
Failure not_found(std::string message);
Failure invalid(std::string_view field, std::string message);
Failure refused(std::string message);
Failure bad_search(std::string message);
Failure search_error(std::string message);
Failure engine_down();
Failure busy();
Failure internal_error();
Failure bad_request(std::string message);
// Of a read that failed.
Failure failure_of(const Error& error);

std::string dump(const Json& json);

// `callback` empty: JSON; else JSONP, of successes only.
net::ServerResponse
success(std::string_view help, const std::string& result, std::string_view callback);
net::ServerResponse success(std::string_view help, Streamed result, std::string_view callback);
// "carte.recevoir": names of JavaScript with dots between them. Nothing else may stand before the
// bracket in a script.
bool is_callback(std::string_view name);
net::ServerResponse failed(std::string_view help, const Failure& failure);
// JSON that is no answer of an action.
net::ServerResponse plain_json(const Json& json);
// The same, from its text.
net::ServerResponse bare(const std::string& json, std::string_view callback);

} // namespace moisson::ckan_api

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/problem.hpp"

#include "i18n/messages.hpp"

#include <fmt/format.h>

namespace moisson::api {
namespace {

std::string_view kind_name(routes::ParameterProblem::Kind kind) {
    using Kind = routes::ParameterProblem::Kind;
    switch (kind) {
    case Kind::unknown:
        return "unknown-parameter";
    case Kind::invalid:
        return "invalid-parameter";
    case Kind::window:
        return "window-exceeded";
    }
    return "invalid-parameter";
}

} // namespace

net::ServerResponse problem(
    int status,
    std::string_view kind,
    std::string_view title,
    std::string_view detail,
    const net::ServerRequest& request,
    Json extensions
) {
    Json body;
    body["type"] = fmt::format("urn:moisson:problem:{}", kind);
    body["title"] = title;
    body["status"] = status;
    body["detail"] = detail;
    body["instance"] = request.path;
    if (!request.request_id.empty())
        body["request_id"] = request.request_id;
    for (auto& [key, value] : extensions.items())
        body[key] = value;
    net::ServerResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.headers.emplace_back("Content-Language", "fr");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = dump(body);
    response.etag = false;
    return response;
}

net::ServerResponse parameter_problem(
    const std::vector<routes::ParameterProblem>& problems,
    const net::ServerRequest& request,
    std::string_view cursor_link
) {
    Json errors = Json::array();
    std::string detail;
    std::string_view kind = "invalid-parameter";
    Json extensions = Json::object();
    for (const routes::ParameterProblem& one : problems) {
        Json error;
        error["parameter"] = one.parameter;
        error["detail"] = one.sentence();
        if (!one.nearest.empty())
            error["nearest"] = one.nearest;
        errors.push_back(std::move(error));
        if (detail.empty()) {
            detail = one.sentence();
            kind = kind_name(one.kind);
        }
        if (one.kind == routes::ParameterProblem::Kind::window)
            extensions["links"] = {{"cursor", cursor_link}};
    }
    extensions["errors"] = std::move(errors);
    auto response =
        problem(400, kind, "Requête incorrecte", detail, request, std::move(extensions));
    if (kind == "window-exceeded")
        response.headers.emplace_back("Link", fmt::format("<{}>; rel=\"next\"", cursor_link));
    return response;
}

net::ServerResponse problem_of(const Error& error, const net::ServerRequest& request) {
    switch (error.code) {
    case Code::not_found:
        return problem(404, "not-found", "Introuvable", i18n::sentence(error.code), request);
    case Code::invalid_argument: {
        const Json extensions = {
            {"errors",
             Json::array({{{"parameter", error.detail}, {"detail", i18n::sentence(error.code)}}})}};
        return problem(
            400,
            "invalid-parameter",
            "Requête incorrecte",
            i18n::sentence(error.code),
            request,
            extensions
        );
    }
    case Code::store_unavailable: {
        auto response = problem(
            503,
            "unavailable",
            "Service momentanément indisponible",
            "Le catalogue n’est pas joignable pour le moment ; réessayez dans une minute.",
            request
        );
        response.headers.emplace_back("Retry-After", "60");
        return response;
    }
    default:
        return problem(
            500,
            "internal",
            "Erreur interne",
            i18n::sentence(Code::internal_error),
            request
        );
    }
}

} // namespace moisson::api

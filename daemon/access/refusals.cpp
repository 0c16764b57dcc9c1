// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/refusals.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace moisson::access {

net::ServerResponse too_many(
    const net::ServerRequest& request,
    const net::RatePolicy& policy,
    const net::RateVerdict& verdict
) {
    api::Json extensions;
    extensions["policy"] = policy.name;
    extensions["limit"] = policy.quota;
    extensions["window_s"] = policy.window.count();
    extensions["retry_after_s"] = verdict.retry_after.count();
    auto response = api::problem(
        429,
        "rate-limited",
        "Trop de requêtes",
        fmt::format(
            "Cette adresse accepte {} requêtes par minute et par client. Réessayez dans {} s, ou "
            "demandez un jeton.",
            policy.quota,
            verdict.retry_after.count()
        ),
        request,
        std::move(extensions)
    );
    response.headers.emplace_back("Retry-After", std::to_string(verdict.retry_after.count()));
    response.route = "rate-limited";
    return response;
}

net::ServerResponse too_many_exports(
    const net::ServerRequest& request,
    const net::RatePolicy& policy,
    const net::RateVerdict& verdict
) {
    api::Json extensions;
    extensions["policy"] = policy.name;
    extensions["limit_mib"] = policy.quota;
    extensions["window_s"] = policy.window.count();
    extensions["retry_after_s"] = verdict.retry_after.count();
    auto response = api::problem(
        429,
        "rate-limited",
        "Trop d’exports",
        fmt::format(
            "Les exports d’un client s’arrêtent à {} Mio par heure. Réessayez dans {} s, ou prenez "
            "le catalogue entier parmi les fichiers de la nuit (/api/v1/dumps).",
            policy.quota,
            verdict.retry_after.count()
        ),
        request,
        std::move(extensions)
    );
    response.headers.emplace_back("Retry-After", std::to_string(verdict.retry_after.count()));
    response.route = "rate-limited";
    return response;
}

net::ServerResponse
too_many_wrong_tokens(const net::ServerRequest& request, const net::RateVerdict& verdict) {
    api::Json extensions;
    extensions["retry_after_s"] = verdict.retry_after.count();
    auto response = api::problem(
        429,
        "rate-limited",
        "Trop de jetons refusés",
        fmt::format(
            "Trop de jetons inconnus sont venus de cette adresse. Réessayez dans {} s, ou sans "
            "jeton.",
            verdict.retry_after.count()
        ),
        request,
        std::move(extensions)
    );
    response.headers.emplace_back("Retry-After", std::to_string(verdict.retry_after.count()));
    response.route = "rate-limited";
    return response;
}

net::ServerResponse wrong_token(const net::ServerRequest& request) {
    auto response = api::problem(
        401,
        "invalid-token",
        "Jeton refusé",
        "Ce jeton est inconnu, révoqué ou expiré.",
        request
    );
    response.headers.emplace_back(
        "WWW-Authenticate",
        "Bearer realm=\"moisson\", error=\"invalid_token\""
    );
    response.route = "invalid-token";
    return response;
}

} // namespace moisson::access

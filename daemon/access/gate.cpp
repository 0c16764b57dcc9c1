// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/gate.hpp"

#include "access/export_meter.hpp"
#include "access/refusals.hpp"
#include "api/problem.hpp"
#include "core/secret.hpp"
#include "net/server/client_turns.hpp"
#include "net/server/forwarded.hpp"
#include "net/server/respond.hpp"
#include "routes/paths.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

namespace moisson::access {
namespace {

constexpr std::string_view bearer = "bearer ";
constexpr std::size_t limiter_secret_bytes = 32;
// Wrong tokens a minute from one client: somebody who guesses, and each costs a question to the
// database.
constexpr std::int64_t wrong_tokens_max = 20;
constexpr double bytes_per_mib = 1'048'576;

struct Gate {
    Gate(
        net::Handler site_handler,
        AdminHandler admin_handler,
        Authenticate check,
        const Clock& time,
        GateOptions given
    )
        : site(std::move(site_handler)), admin(std::move(admin_handler)),
          authenticate(std::move(check)), clock(time), options(std::move(given)),
          exempt(options.rate.exempt), proxies(options.trusted_proxies),
          limiter(options.rate.clients_max, secret_bytes(limiter_secret_bytes)) {}

    net::Handler site;
    AdminHandler admin;
    Authenticate authenticate;
    const Clock& clock;
    GateOptions options;
    net::TrustedProxies exempt;
    net::TrustedProxies proxies;
    net::RateLimiter limiter;
};

// Whose bucket a request is taken from.
struct Account {
    net::ClientKind kind = net::ClientKind::stranger;
    std::string client;
    net::RatePolicy policy;
};

bool is_admin(std::string_view path) {
    return path == routes::api_admin || path.starts_with(routes::api_admin_prefix);
}

std::string_view header_of(const net::ServerRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name)
            return value;
    return {};
}

// The token of "Authorization: Bearer ...". Other schemes are somebody else's: clients of CKAN send
// their own keys as they are.
std::optional<std::string> shown_token(const net::ServerRequest& request) {
    const std::string_view value = header_of(request, "authorization");
    if (value.size() < bearer.size() ||
        !boost::beast::iequals(value.substr(0, bearer.size()), bearer))
        return std::nullopt;
    std::string_view token = value.substr(bearer.size());
    while (token.starts_with(' '))
        token.remove_prefix(1);
    return std::string(token);
}

bool is_exempt(const Gate& gate, const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    // A proxy that does not say for whom it asks is counted as itself, be it on this machine.
    return !error && gate.exempt.trusts(parsed) && !gate.proxies.trusts(parsed);
}

// Where the wrong tokens of an address are counted; nothing: nowhere.
std::optional<Account> wrong_tokens_of(const Gate& gate, const net::ServerRequest& request) {
    if (!gate.options.rate.enabled || is_exempt(gate, request.client_address))
        return std::nullopt;
    Account account;
    account.client = net::client_key(request.client_address);
    account.policy = net::RatePolicy("wrong-tokens", wrong_tokens_max);
    return account;
}

net::RateVerdict take(Gate& gate, const Account& account) {
    return gate.limiter.take(account.kind, account.client, account.policy, gate.clock.steady_now());
}

net::RateVerdict look(Gate& gate, const Account& account) {
    return gate.limiter.look(account.kind, account.client, account.policy, gate.clock.steady_now());
}

net::RateVerdict give_back(Gate& gate, const Account& account) {
    return gate.limiter
        .give_back(account.kind, account.client, account.policy, gate.clock.steady_now());
}

// Nothing: no limit.
std::optional<Account> account_of(
    const Gate& gate,
    const net::ServerRequest& request,
    Traffic traffic,
    const std::optional<Principal>& who
) {
    const net::RateOptions& rate = gate.options.rate;
    if (!rate.enabled || traffic == Traffic::free)
        return std::nullopt;
    Account account;
    if (who) {
        account.kind = net::ClientKind::known;
        account.client = std::to_string(who->token);
        account.policy = who->rate == RateClass::high ? net::RatePolicy("high", rate.high)
                                                      : net::RatePolicy("standard", rate.standard);
        return account;
    }
    if (is_exempt(gate, request.client_address))
        return std::nullopt;
    account.client = net::client_key(request.client_address);
    account.policy = traffic == Traffic::pages ? net::RatePolicy("pages", rate.pages)
                                               : net::RatePolicy("default", rate.anonymous);
    return account;
}

// Where the bytes of an export are counted; nothing: nowhere.
std::optional<Account> exports_of(
    const Gate& gate,
    const std::optional<Account>& account,
    const std::optional<Principal>& who,
    std::string_view path
) {
    if (!account || !is_export(path) || (who && who->rate == RateClass::high))
        return std::nullopt;
    Account exports = *account;
    exports.policy =
        net::RatePolicy("exports", gate.options.rate.exports_mib, std::chrono::hours(1));
    return exports;
}

// What is sent of an export is spent, be it more than was left.
void meter(
    const std::shared_ptr<Gate>& gate,
    const Account& exports,
    net::ServerResponse& response
) {
    if (!response.stream)
        return;
    const auto note = [gate, exports](std::size_t bytes) {
        const double mib = static_cast<double>(bytes) / bytes_per_mib;
        const Steady now = gate->clock.steady_now();
        gate->limiter.spend(exports.kind, exports.client, exports.policy, mib, now);
    };
    response.stream = metered(std::move(response.stream), note);
}

void tell(
    net::ServerResponse& response,
    const net::RatePolicy& policy,
    const net::RateVerdict& verdict
) {
    response.headers.emplace_back(
        "RateLimit-Policy",
        fmt::format("\"{}\";q={};w={}", policy.name, policy.quota, policy.window.count())
    );
    response.headers.emplace_back(
        "RateLimit",
        fmt::format("\"{}\";r={};t={}", policy.name, verdict.remaining, verdict.reset.count())
    );
    response.headers.emplace_back("X-RateLimit-Limit", std::to_string(verdict.quota));
    response.headers.emplace_back("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    response.headers.emplace_back("X-RateLimit-Reset", std::to_string(verdict.reset.count()));
}

// Whether the server will answer 304. The tag is left in the answer: it is not worked out twice.
bool is_unchanged(net::ServerResponse& response, std::string_view if_none_match) {
    if (response.status == 304)
        return true;
    if (if_none_match.empty() || response.status != 200 || response.stream)
        return false;
    const auto given =
        std::find_if(response.headers.begin(), response.headers.end(), [](const auto& entry) {
            return boost::beast::iequals(entry.first, "ETag");
        });
    if (given != response.headers.end())
        return net::matches_form(if_none_match, given->second);
    if (!response.etag)
        return false;
    std::string tag = net::strong_etag(response.body);
    const bool unchanged = net::matches_form(if_none_match, tag);
    response.headers.emplace_back("ETag", std::move(tag));
    return unchanged;
}

asio::awaitable<net::ServerResponse>
answer(const Gate& gate, net::ServerRequest request, std::optional<Principal> who) {
    if (is_admin(request.path))
        co_return co_await gate.admin(std::move(request), std::move(who));
    co_return co_await gate.site(std::move(request));
}

asio::awaitable<net::ServerResponse> pass(std::shared_ptr<Gate> gate, net::ServerRequest request) {
    const Traffic traffic = traffic_of(request.path);
    std::optional<Principal> who;
    bool refused = false;
    std::optional<std::string> token = shown_token(request);
    if (traffic != Traffic::free && token) {
        const std::optional<Account> wrong = wrong_tokens_of(*gate, request);
        if (wrong) {
            const net::RateVerdict verdict = take(*gate, *wrong);
            if (!verdict.allowed)
                co_return too_many_wrong_tokens(request, verdict);
            give_back(*gate, *wrong);
        }
        const Result<std::optional<Principal>> found =
            co_await gate->authenticate(std::move(*token));
        if (found.has_error() && is_admin(request.path))
            co_return api::problem_of(found.error(), request);
        // Without the database nobody is refused what everybody may read.
        if (found.has_value()) {
            who = *found;
            refused = !who.has_value();
        }
        if (refused && wrong)
            take(*gate, *wrong);
    }
    // Nothing behind the gate reads it, and nothing may log it.
    std::erase_if(request.headers, [](const auto& entry) {
        return entry.first == "authorization";
    });
    const std::optional<Account> account = account_of(*gate, request, traffic, who);
    const std::optional<Account> exports = exports_of(*gate, account, who, request.path);
    net::RateVerdict verdict;
    net::RateVerdict left;
    if (account)
        verdict = take(*gate, *account);
    if (exports)
        left = look(*gate, *exports);
    net::ServerResponse response;
    if (!verdict.allowed) {
        response = too_many(request, account->policy, verdict);
    } else if (refused) {
        response = wrong_token(request);
    } else if (!left.allowed) {
        response = too_many_exports(request, exports->policy, left);
    } else {
        const bool get = request.method == "GET";
        const std::string if_none_match(get ? header_of(request, "if-none-match") : "");
        response = co_await answer(*gate, std::move(request), std::move(who));
        if (exports)
            meter(gate, *exports, response);
        if (account && is_unchanged(response, if_none_match))
            verdict = give_back(*gate, *account);
    }
    if (account)
        tell(response, account->policy, verdict);
    co_return response;
}

} // namespace

Traffic traffic_of(std::string_view path) {
    constexpr std::array free =
        {routes::livez, routes::readyz, routes::metrics, routes::robots_txt, routes::opensearch};
    if (std::find(free.begin(), free.end(), path) != free.end() ||
        path.starts_with(routes::assets_prefix))
        return Traffic::free;
    if (path.starts_with(routes::api_prefix) || path.starts_with(routes::catalog_feed) ||
        path.starts_with(routes::dataset_feeds) || path.starts_with(routes::portal_feeds) ||
        path.starts_with(routes::organization_feeds) || path.starts_with(routes::records) ||
        path.starts_with("/sitemap") || path == routes::llms || path == routes::void_description)
        return Traffic::api;
    return Traffic::pages;
}

net::Handler make_gate(
    net::Handler site,
    AdminHandler admin,
    Authenticate authenticate,
    const Clock& clock,
    GateOptions options
) {
    const auto gate = std::make_shared<Gate>(
        std::move(site),
        std::move(admin),
        std::move(authenticate),
        clock,
        std::move(options)
    );
    return [gate](net::ServerRequest request) { return pass(gate, std::move(request)); };
}

} // namespace moisson::access

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which address is asked, and what every answer shares.
#include "ckan_api/ckan_api.hpp"

#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace moisson::ckan_api {
namespace {

constexpr std::string_view action_route = "/api/3/action/{action}";

enum class Door { version, action, util, search, help };

struct Place {
    Door door = Door::version;
    // Name of the action, or path below /util/.
    std::string name;
    // Version 2 names datasets by id.
    bool by_id = false;
};

bool take(std::string_view& path, std::string_view prefix) {
    if (!path.starts_with(prefix))
        return false;
    path.remove_prefix(prefix.size());
    return true;
}

// Ours: /api/{1,2,3}, /api/{,3/}action/..., /api/{,1/,2/,3/}util/..., /api/{,1/,2/,3/}search/...,
// /api/i18n/...
std::optional<Place> place_of(std::string_view path) {
    if (!take(path, "/api"))
        return std::nullopt;
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    // `/api` itself is the page that describes our own API.
    Place place;
    place.by_id = path.starts_with("/2");
    const bool versioned = take(path, "/1") || take(path, "/2") || take(path, "/3");
    if (versioned && path.empty())
        return Place();
    if (take(path, "/action/"))
        place.door = Door::action;
    else if (take(path, "/util/"))
        place.door = Door::util;
    else if (path == "/search/dataset" || path == "/search/package")
        place.door = Door::search;
    else if (take(path, "/i18n/"))
        place.door = Door::help;
    else
        return std::nullopt;
    place.name = std::string(path);
    return place;
}

net::ServerResponse wrong_method(const net::ServerRequest&) {
    Json body = Json::object();
    body["success"] = false;
    body["error"] = {{"__type", "Authorization Error"}, {"message", "Access denied: read only"}};
    net::ServerResponse response = plain_json(body);
    response.status = 405;
    response.etag = false;
    response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return response;
}

// Of GET only; taken out of the parameters.
std::string callback_of(const net::ServerRequest& request, Parameters& parameters) {
    if (request.method != "GET" || !parameters.has("callback"))
        return {};
    std::string name = parameters.text("callback");
    Json object = parameters.object();
    object.erase("callback");
    parameters = Parameters(std::move(object));
    return name;
}

asio::awaitable<net::ServerResponse> give(
    SitePtr site,
    const ActionRow& action,
    Parameters parameters,
    std::string help,
    std::string callback
) {
    if (action.stream != nullptr) {
        Read<Streamed> streamed = co_await action.stream(site, std::move(parameters));
        if (!streamed)
            co_return failed(help, streamed.error());
        co_return success(help, std::move(*streamed), callback);
    }
    const Answer answer = co_await action.run(site, std::move(parameters));
    if (!answer)
        co_return failed(help, answer.error());
    co_return success(help, *answer, callback);
}

asio::awaitable<net::ServerResponse>
run_action(SitePtr site, std::string name, net::ServerRequest request) {
    const std::string help = action_address(*site, name);
    const ActionRow* const action = find_action(name);
    const bool writes = action == nullptr && is_write_action(name);
    if (action == nullptr && !writes)
        co_return failed(help, bad_request("Action name not known: " + name.substr(0, 200)));
    Read<Parameters> parameters = read_parameters(request);
    if (!parameters)
        co_return failed(help, parameters.error());
    if (writes && request.method == "GET")
        co_return failed(help, bad_request("JSON Error: No request body data"));
    if (writes)
        co_return failed(help, refused("Catalogue en lecture seule"));
    std::string callback = callback_of(request, *parameters);
    if (!callback.empty() && !is_callback(callback))
        co_return failed(help, bad_request("callback is no name of a function"));
    net::ServerResponse response;
    bool is_done = false;
    try {
        response = co_await give(site, *action, std::move(*parameters), help, std::move(callback));
        is_done = true;
    } catch (const std::exception& failure) {
        site->log.error(
            "ckan action failed",
            {{"action", name}, {"request_id", request.request_id}, {"why", failure.what()}}
        );
    }
    if (!is_done)
        co_return failed(help, internal_error());
    co_return response;
}

// {"ResultSet": {"Result": [...]}} of the three old suggestions.
asio::awaitable<Read<Json>> suggestions(SitePtr site, std::string name, Parameters parameters) {
    const bool datasets = name == "dataset/autocomplete" || name == "package/autocomplete";
    const bool tags = name == "tag/autocomplete";
    const char* const member = datasets ? "" : tags ? "Name" : "Format";
    Answer answer = internal_error();
    if (datasets)
        answer = co_await package_autocomplete(site, std::move(parameters));
    else if (tags)
        answer = co_await tag_autocomplete(site, std::move(parameters));
    else
        answer = co_await format_autocomplete(site, std::move(parameters));
    if (!answer)
        co_return answer.error();
    Json results = Json::array();
    for (const Json& one : Json::parse(*answer, nullptr, false)) {
        if (datasets) {
            results.push_back(one);
            continue;
        }
        Json item = Json::object();
        item[member] = one;
        results.push_back(std::move(item));
    }
    Json out = Json::object();
    out["ResultSet"] = Json::object();
    out["ResultSet"]["Result"] = std::move(results);
    co_return out;
}

asio::awaitable<net::ServerResponse>
run_util(SitePtr site, std::string name, net::ServerRequest request) {
    Read<Parameters> parameters = read_parameters(request);
    if (!parameters)
        co_return failed({}, parameters.error());
    const std::string callback = callback_of(request, *parameters);
    if (!callback.empty() && !is_callback(callback))
        co_return failed({}, bad_request("callback is no name of a function"));
    if (name == "status") {
        const Answer status = co_await status_show(site, std::move(*parameters));
        co_return bare(*status, callback);
    }
    const bool known = name == "dataset/autocomplete" || name == "package/autocomplete" ||
                       name == "tag/autocomplete" || name == "resource/format_autocomplete";
    if (!known)
        co_return failed({}, not_found("no such address"));
    const Read<Json> found = co_await suggestions(site, name, std::move(*parameters));
    if (!found)
        co_return failed({}, found.error());
    co_return bare(dump(*found), callback);
}

asio::awaitable<net::ServerResponse>
run_old_search(SitePtr site, bool by_id, net::ServerRequest request) {
    Read<Parameters> parameters = read_parameters(request);
    if (!parameters)
        co_return failed({}, parameters.error());
    const std::string callback = callback_of(request, *parameters);
    if (!callback.empty() && !is_callback(callback))
        co_return failed({}, bad_request("callback is no name of a function"));
    const Read<std::string> found = co_await old_search(site, std::move(*parameters), by_id);
    if (!found)
        co_return failed({}, found.error());
    co_return bare(*found, callback);
}

asio::awaitable<net::ServerResponse> answer(SitePtr site, Place place, net::ServerRequest request) {
    if (request.method != "GET" && request.method != "POST")
        co_return wrong_method(request);
    if (place.door == Door::action)
        co_return co_await run_action(site, std::move(place.name), std::move(request));
    if (place.door == Door::util)
        co_return co_await run_util(site, std::move(place.name), std::move(request));
    if (place.door == Door::search)
        co_return co_await run_old_search(site, place.by_id, std::move(request));
    Json body = Json::object();
    if (place.door == Door::version)
        body["version"] = 3;
    Read<Parameters> parameters = read_parameters(request);
    const std::string callback = parameters ? callback_of(request, *parameters) : std::string();
    co_return bare(dump(body), is_callback(callback) ? callback : "");
}

std::string_view route_of(const Place& place) {
    switch (place.door) {
    case Door::version:
        return "/api/3";
    case Door::action:
        return action_route;
    case Door::util:
        return "/api/3/util/{name}";
    case Door::search:
        return "/api/3/search/{register}";
    case Door::help:
        break;
    }
    return "/api/i18n/{lang}";
}

asio::awaitable<net::ServerResponse> handle(SitePtr site, Place place, net::ServerRequest request) {
    const std::string route(route_of(place));
    const std::string request_id = request.request_id;
    net::ServerResponse response;
    try {
        response = co_await answer(site, std::move(place), std::move(request));
    } catch (const std::exception& failure) {
        site->log.error(
            "ckan request failed",
            {{"route", route}, {"request_id", request_id}, {"why", failure.what()}}
        );
        response = failed({}, internal_error());
    }
    response.route = route;
    co_return response;
}

} // namespace

net::Handler make_ckan_handler(
    views::CatalogViews& views,
    views::OpenData& data,
    views::Selections& selections,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    CkanOptions options,
    net::Handler next
) {
    auto site = std::make_shared<const Site>(
        Site{views, data, selections, labels, clock, log, std::move(options)}
    );
    return [site, next = std::move(next)](net::ServerRequest request) {
        std::optional<Place> place = place_of(request.path);
        return place ? handle(site, std::move(*place), std::move(request))
                     : next(std::move(request));
    };
}

} // namespace moisson::ckan_api

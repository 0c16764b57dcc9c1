// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/links: what the link checker knows of each distribution, and its evidence.
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "i18n/link_labels.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace moisson::api {
namespace {

// JSON of our own; damaged or absent, an empty list.
Json probes_of(const store::LinkReport& link) {
    Json probes = Json::parse(link.probes, nullptr, false);
    return probes.is_array() ? probes : Json::array();
}

// The command that repeats the request which decided last time.
Json curl_of(const Json& probes) {
    if (probes.empty() || !probes.front().is_object())
        return nullptr;
    const Json exchanges = probes.front().value("exchanges", Json::array());
    if (!exchanges.is_array())
        return nullptr;
    // A whole reading comes after the verdict.
    for (std::size_t i = exchanges.size(); i > 0; --i) {
        const Json& one = exchanges[i - 1];
        if (one.is_object() && !one.contains("whole"))
            return one.value("curl", Json(nullptr));
    }
    return nullptr;
}

// What is known of the bytes of the file; null when nothing is.
Json content_of(const store::LinkReport& link) {
    if (link.sha256.empty() && !link.content_changed_at)
        return nullptr;
    const std::optional<bool> declared = store::is_as_declared(link);
    Json json;
    json["sha256"] = text_or_null(link.sha256);
    json["read_at"] = instant_json(link.hashed_at);
    json["changed_at"] = instant_json(link.content_changed_at);
    json["as_declared"] = declared ? Json(*declared) : Json(nullptr);
    json["sentence"] = declared ? Json(i18n::link_checksum_sentence(*declared)) : Json(nullptr);
    return json;
}

Json repair_of(const routes::PublicUrl& url, const store::LinkReport& link) {
    if (!link.copy_url.empty())
        return {
            {"kind", "copy"},
            {"url", link.copy_url},
            {"dataset", url.absolute(routes::api_dataset_of(link.copy_dataset_slug))},
            {"sentence", "Le même fichier répond à cette adresse, dans un autre catalogue."}};
    if (!link.redirect_to.empty())
        return {
            {"kind", "redirect"},
            {"url", link.redirect_to},
            {"sentence", "Le fichier a changé d’adresse pour de bon : publier la nouvelle."}};
    return nullptr;
}

// Why an address is broken in itself, or with its host, is not a matter of several checks.
std::string_view sentence_of(const store::LinkReport& link) {
    constexpr std::array<std::string_view, 4> at_once{
        "url_invalid",
        "scheme_unsupported",
        "HOST_DOWN",
        "HOST_MOVED"};
    if (link.state == "BROKEN" &&
        std::find(at_once.begin(), at_once.end(), link.code) != at_once.end())
        return i18n::link_code_sentence(link.code);
    return link.withdrawn ? i18n::link_withdrawn_sentence() : i18n::link_state_sentence(link.state);
}

Json link_json(const routes::PublicUrl& url, const store::LinkReport& link) {
    Json json;
    json["distribution"] = to_string(link.distribution);
    json["url"] = text_or_null(link.url);
    json["state"] = text_or_null(link.state);
    json["status"] = text_or_null(link.standing);
    json["since"] = instant_json(link.since);
    json["checked_at"] = instant_json(link.checked_at);
    json["next_check_at"] = instant_json(link.due_at);
    json["code"] = text_or_null(link.code);
    json["label"] = link.state.empty() ? Json(nullptr) : Json(i18n::link_state_label(link.state));
    json["sentence"] = link.state.empty() ? Json(nullptr) : Json(sentence_of(link));
    json["code_sentence"] =
        link.code.empty() ? Json(nullptr) : Json(i18n::link_code_sentence(link.code));
    json["host_state"] = text_or_null(link.host_state);
    json["content"] = content_of(link);
    Json probes = probes_of(link);
    json["curl"] = curl_of(probes);
    json["repair"] = repair_of(url, link);
    json["probes"] = std::move(probes);
    return json;
}

} // namespace

asio::awaitable<net::ServerResponse> show_links(const Site& site, Call call) {
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (!found)
        co_return problem_of(found.error(), call.request);
    if (found->takedown)
        co_return taken_down(site, call, *found->takedown);
    const routes::PublicUrl& url = site.options.public_url;
    if (found->outcome == views::DatasetOutcome::moved) {
        net::ServerResponse response = json_response({{"moved_to", found->slug}}, 301);
        response.headers.emplace_back(
            "Location",
            url.absolute(routes::with_query(routes::api_links_of(found->slug), call.query))
        );
        co_return response;
    }
    if (found->outcome == views::DatasetOutcome::gone)
        co_return gone(site, call, nullptr, found->slug);
    if (!found->full) {
        const Code code = found->brief ? Code::store_unavailable : Code::not_found;
        co_return problem_of(Error(code), call.request);
    }
    const Result<std::vector<store::LinkReport>> links = co_await site.views.links(*found->full);
    if (!links)
        co_return problem_of(links.error(), call.request);
    constexpr std::array<std::string_view, 0> known{};
    Json body;
    body["total"] = links->size();
    body["status"] = text_or_null(found->full->signal.links);
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["links"] = {
        {"self", url.absolute(routes::api_links_of(found->slug))},
        {"dataset", url.absolute(routes::api_dataset_of(found->slug))},
        {"html", url.absolute(routes::dataset_page_of(found->slug))}};
    Json data = Json::array();
    for (const store::LinkReport& link : *links)
        data.push_back(link_json(url, link));
    body["data"] = std::move(data);
    co_return json_response(body);
}

} // namespace moisson::api

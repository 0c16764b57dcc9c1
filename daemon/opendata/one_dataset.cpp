// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One dataset, or why there is none.
#include "api/problem.hpp"
#include "async/offload.hpp"
#include "opendata/site.hpp"

#include <fmt/format.h>

namespace moisson::opendata {
namespace {

using views::DatasetOutcome;

net::ServerResponse gone(const net::ServerRequest& request) {
    return api::problem(
        410,
        "gone",
        "Jeu de données retiré",
        "Ce jeu de données a disparu de son portail.",
        request
    );
}

net::ServerResponse taken_down(const Takedown& takedown, const net::ServerRequest& request) {
    const bool law = takedown.ground == TakedownGround::law;
    return api::problem(
        law ? 451 : 410,
        "taken-down",
        "Jeu de données retiré",
        law ? "Ce jeu de données a été retiré du catalogue pour une raison légale."
            : "Ce jeu de données a été retiré du catalogue.",
        request,
        {{"reason", takedown.reason}}
    );
}

} // namespace

asio::awaitable<net::ServerResponse>
show_dataset(SitePtr site, Door door, net::ServerRequest request) {
    Result<views::DatasetAnswer> answer = co_await site->views.dataset(door.key);
    if (!answer)
        co_return api::problem_of(answer.error(), request);
    if (answer->takedown)
        co_return taken_down(*answer->takedown, request);
    const routes::PublicUrl& url = site->options.public_url;
    if (answer->outcome == DatasetOutcome::moved) {
        net::ServerResponse response;
        response.status = 301;
        response.content_type = "text/plain; charset=utf-8";
        response.headers.emplace_back(
            "Location",
            url.absolute(
                fmt::format("{}.{}", routes::dataset_iri_path(answer->slug), door.format->suffix)
            )
        );
        co_return response;
    }
    if (answer->outcome == DatasetOutcome::gone)
        co_return gone(request);
    if (answer->outcome == DatasetOutcome::not_found)
        co_return api::problem_of(Error(Code::not_found), request);
    // The index knows no distributions: half a dataset would be taken for the whole.
    if (!answer->full)
        co_return api::problem_of(Error(Code::store_unavailable), request);
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (!portals)
        co_return api::problem_of(portals.error(), request);
    const Result<bool> other = co_await site->data.uri_is_of_another(answer->full->id);
    if (!other)
        co_return api::problem_of(other.error(), request);
    const std::string page = url.absolute(routes::dataset_page_of(answer->slug));
    auto dataset = std::make_shared<store::LiveDataset>();
    dataset->record = std::move(*answer->full);
    dataset->uri_is_of_another = *other;
    auto job = [site, dataset, list = *portals, syntax = door.format->syntax] {
        return write_dataset(site->feed, *dataset, list, syntax);
    };
    std::string body = co_await offload(site->options.cpu, std::move(job));
    net::ServerResponse response = document(door.format->media_type, std::move(body));
    response.headers.emplace_back(
        "Link",
        fmt::format("<{}>; rel=\"alternate\"; type=\"text/html\"", page)
    );
    response.headers.emplace_back("Last-Modified", to_http_date(dataset->record.changed_at));
    co_return response;
}

} // namespace moisson::opendata

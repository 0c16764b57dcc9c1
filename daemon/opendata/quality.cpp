// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /dataset/{id}/quality.{ttl,rdf,nt,jsonld}: the scores of a dataset as DQV.
#include "dcat/quality.hpp"

#include "api/problem.hpp"
#include "async/offload.hpp"
#include "monitor/quality.hpp"
#include "opendata/site.hpp"
#include "rdf/writer.hpp"

#include <fmt/format.h>

namespace moisson::opendata {
namespace {

using views::DatasetOutcome;

std::string write(const dcat::QualityOfDataset& quality, rdf::Syntax syntax) {
    rdf::Graph graph;
    dcat::add_quality(graph, quality);
    graph.seal();
    return rdf::write(graph, syntax);
}

} // namespace

asio::awaitable<net::ServerResponse>
show_dataset_quality(SitePtr site, Door door, net::ServerRequest request) {
    if (!site->options.vocabularies)
        co_return api::problem_of(Error(Code::not_found), request);
    const Result<views::DatasetAnswer> answer = co_await site->views.dataset(door.key);
    if (!answer)
        co_return api::problem_of(answer.error(), request);
    const routes::PublicUrl& url = site->options.public_url;
    const bool there = answer->outcome != DatasetOutcome::gone &&
                       answer->outcome != DatasetOutcome::not_found && !answer->takedown;
    if (answer->outcome == DatasetOutcome::moved) {
        net::ServerResponse response;
        response.status = 301;
        response.content_type = "text/plain; charset=utf-8";
        const std::string base = routes::dataset_iri_path(answer->slug);
        response.headers.emplace_back(
            "Location",
            url.absolute(fmt::format("{}/quality.{}", base, door.format->suffix))
        );
        co_return response;
    }
    if (!there)
        co_return api::problem_of(Error(Code::not_found), request);
    if (!answer->full)
        co_return api::problem_of(Error(Code::store_unavailable), request);
    const Result<bool> other = co_await site->data.uri_is_of_another(answer->full->id);
    if (!other)
        co_return api::problem_of(other.error(), request);
    store::LiveDataset dataset;
    dataset.record = *answer->full;
    dataset.uri_is_of_another = *other;
    const store::DatasetRecord& record = dataset.record;
    const monitor::QualityFacts facts = monitor::facts_of(record.signal, answer->freshness.state);
    const auto vocabularies = site->options.vocabularies();
    dcat::QualityOfDataset quality;
    quality.subject = subject_of(site->feed, dataset);
    quality.space = url.absolute(metrics_space);
    quality.ours = monitor::score_of(record.dataset, facts, *vocabularies);
    quality.mqa = monitor::mqa_score_of(record.dataset, facts, *vocabularies);
    quality.freshness = to_string(facts.freshness);
    auto job = [quality = std::move(quality), syntax = door.format->syntax] {
        return write(quality, syntax);
    };
    std::string body = co_await offload(site->options.cpu, std::move(job));
    co_return document(door.format->media_type, std::move(body));
}

} // namespace moisson::opendata

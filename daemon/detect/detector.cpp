// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/detector.hpp"

#include "core/assert.hpp"
#include "detect/address.hpp"
#include "detect/visit.hpp"

#include <algorithm>

namespace moisson::detect {
namespace {

// Pages that answer 200 to this many signatures are the same page everywhere.
constexpr int pages_for_data_max = 5;

// The host took the connection and gave no answer that could be read.
bool is_silence(Code code) {
    switch (code) {
    case Code::timeout_first_byte:
    case Code::timeout_idle:
    case Code::timeout_total:
    case Code::connect_reset:
    case Code::truncated:
    case Code::protocol_error:
        return true;
    default:
        return false;
    }
}

} // namespace

Answer answer_of(const net::Response& response) {
    Answer answer;
    answer.url = response.url;
    answer.content_type = net::header(response.headers, "content-type");
    answer.body = response.body;
    return answer;
}

asio::awaitable<Result<net::Response>> Visit::open_at(std::string url) {
    out_.home = url;
    Result<net::Response> answer = co_await visitor_.get_document(std::move(url));
    co_return answer;
}

// The given address; with "www." or without, and without TLS, when it does not exist as given.
asio::awaitable<bool> Visit::open() {
    const bool has_scheme = out_.asked.find("://") != std::string::npos;
    const std::string url = with_scheme(out_.asked);
    const Result<net::WebAddress> given = net::parse_web_address(url);
    if (given.has_error()) {
        first_error_ = given.error();
        co_return false;
    }
    Result<net::Response> answer = co_await open_at(given->url());
    std::vector<std::string> others;
    if (answer.has_error() && is_host_failure(answer.error().code)) {
        if (const std::string door = other_front_door(*given); !door.empty())
            others.push_back(door);
        if (!has_scheme)
            others.push_back("http://" + given->authority() + given->path);
    }
    const std::string first_home = out_.home;
    for (std::string& other : others) {
        first_error_ = first_error_ ? first_error_ : std::optional(answer.error());
        Result<net::Response> second = co_await open_at(std::move(other));
        const bool there = second.has_value() || !is_host_failure(second.error().code);
        if (!there)
            continue;
        answer = std::move(second);
        break;
    }
    if (answer.has_value()) {
        out_.home = answer->url;
        first_ = std::move(answer.value());
        first_error_.reset();
    } else if (is_host_failure(answer.error().code)) {
        out_.home = first_home;
        first_error_ = first_error_ ? first_error_ : std::optional(answer.error());
        co_return false;
    } else {
        first_error_ = answer.error();
    }
    const Result<net::WebAddress> home = net::parse_web_address(out_.home);
    address_ = home.has_value() ? home.value() : given.value();
    co_return true;
}

bool Visit::is_marked(const Software& software) const {
    return std::find(page_.marked.begin(), page_.marked.end(), &software) != page_.marked.end();
}

std::string Visit::source_address(const Match& match) const {
    switch (match.software->address) {
    case SourceAddress::base:
        return match.base;
    case SourceAddress::endpoint:
        return without_query(match.url);
    case SourceAddress::document:
        break;
    }
    return match.url;
}

void Visit::keep(const Match& match) {
    out_.software = match.software->name;
    out_.label = match.software->label;
    if (out_.version.empty())
        out_.version = match.sighting.version;
    if (out_.title.empty())
        out_.title = match.sighting.title;
    if (!out_.count)
        out_.count = match.sighting.count;
    Endpoint endpoint;
    endpoint.kind = match.software->name;
    endpoint.url = match.url;
    out_.endpoints.push_back(std::move(endpoint));
    out_.robots_forbid = !visitor_.robots_allows(match.url);
}

asio::awaitable<void> Visit::ask_version(const Match& match) {
    const Signature& question = match.software->version;
    if (question.recognise == nullptr)
        co_return;
    Result<net::Response> answer = co_await visitor_.get_api(below(match.base, question.path));
    if (answer.has_error())
        co_return;
    if (const auto sighting = question.recognise(answer_of(*answer)); sighting) {
        out_.version = sighting->version;
        if (!sighting->title.empty())
            out_.title = sighting->title;
    }
}

// True when the connector reads it: the visit is over.
asio::awaitable<bool> Visit::confirm(Match match) {
    visitor_.recognised(match.asked, match.software->label);
    std::optional<Error> why;
    const std::string kind(match.software->connector);
    if (kind.empty() || !parts_.registry->knows(kind)) {
        why = Error(Code::config_invalid, kind.empty() ? "no connector" : "no connector " + kind);
    } else {
        Source source;
        source.key = "detect";
        source.portal_key = source.key;
        source.connector = kind;
        source.url = source_address(match);
        source.rate = rate_;
        kit::Services services;
        services.http = &visitor_;
        services.clock = parts_.timers;
        services.cpu = parts_.cpu;
        services.documents = parts_.documents;
        Result<std::unique_ptr<kit::Connector>> made = parts_.registry->make(source, services);
        MOISSON_ASSERT(made.has_value());
        Result<kit::Probe> probe = co_await made.value()->probe();
        if (probe.has_value()) {
            out_.verdict = Verdict::found;
            out_.connector = kind;
            out_.source_url = source.url;
            // A connector names its protocol; the row of the table names the software.
            if (kind == match.software->name)
                out_.version = probe->version;
            out_.title = probe->title;
            out_.count = probe->advertised_count;
            keep(match);
            co_await ask_version(match);
            co_return true;
        }
        why = probe.error();
    }
    if (!named_) {
        named_ = std::move(match);
        named_error_ = why;
    }
    co_return false;
}

void Visit::finish() {
    if (!page_.generator.empty() && out_.version.empty()) {
        // "CKAN 2.9.11" speaks of the software that was found, or of none.
        const std::string& told = page_.generator;
        const std::size_t space = told.rfind(' ');
        const bool same =
            !out_.label.empty() && told.size() >= out_.label.size() &&
            std::equal(out_.label.begin(), out_.label.end(), told.begin(), [](char a, char b) {
                return (a | 0x20) == (b | 0x20);
            });
        if (same && space != std::string::npos)
            out_.version = told.substr(space + 1);
    }
    if (out_.title.empty())
        out_.title = page_.title;
    for (const std::string& link : page_.rdf_links) {
        Endpoint endpoint;
        endpoint.kind = "rdf";
        endpoint.url = link;
        out_.endpoints.push_back(std::move(endpoint));
    }
    for (const Software* software : page_.marked)
        if (software->label != out_.label)
            out_.hints.emplace_back(software->label);
    out_.page_everywhere = visitor_.pages_for_data() >= pages_for_data_max;
    out_.attempts = visitor_.attempts();
    out_.tls = visitor_.tls();
    out_.requests = visitor_.requests();
}

asio::awaitable<Detection> Visit::run() {
    const bool opened = co_await open();
    if (!opened) {
        out_.verdict = Verdict::unreachable;
        out_.error = first_error_;
        finish();
        co_return std::move(out_);
    }
    const bool there = co_await search();
    if (!there) {
        // A mark alone names a software that has no signature.
        for (const Software* software : page_.marked)
            if (!named_ && software->signatures.empty()) {
                out_.software = software->name;
                out_.label = software->label;
                out_.verdict = Verdict::recognised;
                out_.error = Error(Code::config_invalid, "no connector");
                break;
            }
        if (named_) {
            out_.verdict = Verdict::recognised;
            out_.error = named_error_;
            keep(*named_);
        } else if (visitor_.refusal() && out_.software.empty()) {
            out_.verdict = Verdict::refused;
            out_.error = visitor_.refusal();
        } else if (out_.software.empty() && first_error_ && !first_) {
            out_.error = first_error_;
            if (is_silence(first_error_->code))
                out_.verdict = Verdict::unreachable;
        }
    }
    finish();
    co_return std::move(out_);
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::found:
        return "found";
    case Verdict::recognised:
        return "recognised";
    case Verdict::nothing:
        return "nothing";
    case Verdict::refused:
        return "refused";
    case Verdict::unreachable:
        break;
    }
    return "unreachable";
}

asio::awaitable<Detection> detect(DetectorParts parts, std::string address, VisitOptions options) {
    MOISSON_ASSERT(parts.http != nullptr && parts.timers != nullptr && parts.registry != nullptr);
    Visit visit(std::move(parts), std::move(address), std::move(options));
    Detection detection = co_await visit.run();
    co_return detection;
}

Source source_of(const Detection& detection, std::string key) {
    MOISSON_ASSERT(detection.verdict == Verdict::found);
    Source source;
    source.portal_key = key;
    source.key = std::move(key);
    source.connector = detection.connector;
    source.url = detection.source_url;
    return source;
}

} // namespace moisson::detect

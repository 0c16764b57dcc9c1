// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/document.hpp"

#include "async/offload.hpp"
#include "kit/archive.hpp"
#include "net/web_address.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace moisson::kit {

std::string to_text(const Validators& validators) {
    return validators.empty() ? std::string() : validators.etag + "\n" + validators.last_modified;
}

Validators validators_from_text(std::string_view text) {
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos)
        return {};
    Validators validators;
    validators.etag = text.substr(0, line);
    validators.last_modified = text.substr(line + 1);
    return validators;
}

bool is_at_portal(const Source& source, std::string_view url) {
    const Result<net::WebAddress> asked = net::parse_web_address(url);
    if (asked.has_error())
        return false;
    for (const std::string* const own : {&source.url, &source.public_url}) {
        const Result<net::WebAddress> site = net::parse_web_address(*own);
        if (site.has_value() && site->origin() == asked->origin())
            return true;
    }
    return false;
}

asio::awaitable<Result<Document>> fetch_document(
    const Services& services,
    const Source& source,
    std::string url,
    std::string accept,
    Validators known
) {
    net::Request request = request_to(source, std::move(url));
    if (!is_at_portal(source, request.url))
        request.policy.headers.clear();
    request.headers.emplace_back("Accept", std::move(accept));
    request.etag = std::move(known.etag);
    request.last_modified = std::move(known.last_modified);
    const std::size_t bytes_max = services.documents.bytes_max;
    net::SpoolOptions spool = services.documents.spool;
    if (!spool.disk)
        spool.disk = services.cpu;
    request.body_bytes_max = bytes_max;
    request.spool = spool;
    Result<net::Response> response = co_await services.http->send(std::move(request));
    if (response.has_error())
        co_return response.error();
    Document document;
    document.not_modified = response->not_modified();
    document.url = response->url;
    document.content_type = net::header(response->headers, "Content-Type");
    document.validators.etag = net::header(response->headers, "ETag");
    document.validators.last_modified = net::header(response->headers, "Last-Modified");
    document.certificate_expires = response->certificate_expires;
    document.wire_bytes = response->wire_bytes;
    document.requests = response->requests;
    document.retries = response->retries;
    net::Body whole(std::move(response->body));
    if (response->spooled)
        whole = std::move(*response->spooled);
    document.spool = spool;
    auto job = [whole = std::move(whole), spool = std::move(spool), bytes_max]() mutable {
        return unpacked(std::move(whole), spool, bytes_max);
    };
    std::optional<Result<net::Body>> body;
    if (services.cpu && !document.not_modified)
        body = co_await offload(services.cpu, std::move(job));
    else
        body = job();
    if (body->has_error())
        co_return body->error();
    document.body = std::move(body->value());
    co_return document;
}

} // namespace moisson::kit

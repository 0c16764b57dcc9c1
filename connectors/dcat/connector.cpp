// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where an RDF catalogue is; all I/O is the toolbox's.
#include "dcat/connector.hpp"

#include "dcat/mapping.hpp"
#include "dcat/wire.hpp"
#include "kit/body.hpp"
#include "kit/document_connector.hpp"
#include "rdf/bounds.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/syntax.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>

namespace moisson::dcat {
namespace {

class DcatConnector final : public kit::DocumentConnector {
public:
    DcatConnector(
        const Source& source,
        const kit::Services& services,
        std::shared_ptr<kit::DocumentCache> cache
    )
        : DocumentConnector(source, services, std::move(cache)) {
        options_.source_key = source.key;
        options_.filters = source.filters;
        options_.graph.syntax = rdf::syntax_from_string(source.rdf.syntax);
        mapping_.host = host_of(source.public_url.empty() ? source.url : source.public_url);
    }

    std::string_view scheme() const override { return "dcat"; }
    int mapping_version() const override { return dcat::mapping_version; }

    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return map_dataset(canonical, mapping_, issues);
    }

protected:
    std::vector<std::string> addresses() const override { return document_addresses(source().url); }
    std::string accept() const override {
        return "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, "
               "application/n-triples;q=0.8, application/trig;q=0.7, */*;q=0.1";
    }
    Reader reader() const override {
        return [options = options_](kit::Document document) {
            return read_document(std::move(document), options);
        };
    }
    // Its graph: about as much as the text that it was made of.
    std::size_t memory_of(std::size_t document_bytes) const override {
        return std::min(document_bytes, rdf::bounds::graph_bytes);
    }
    Weigher weigher() const override { return tree_bytes_of; }
    // Once a run, and only for a document that may name them. Without one of them its terms, and
    // so the records, would be others: that is an error and no other catalogue.
    asio::awaitable<Result<void>> prepare(const kit::Document& document) override {
        const std::vector<std::string> allowed = source().rdf.contexts;
        if (allowed.empty() || options_.graph.contexts || !kit::looks_like_json(document.body))
            co_return Result<void>();
        auto texts = std::make_shared<std::map<std::string, std::string>>();
        for (const std::string& address : allowed) {
            std::string url = address;
            std::string type = "application/ld+json, application/json;q=0.9";
            Result<std::string> text = co_await fetch_beside(
                std::move(url),
                std::move(type),
                rdf::bounds::jsonld_context_bytes
            );
            if (text.has_error()) {
                Error failure = text.error();
                failure.detail = "JSON-LD context " + address + ": " + failure.detail;
                co_return failure;
            }
            texts->emplace(address, std::move(text.value()));
        }
        options_.graph.contexts = std::move(texts);
        co_return Result<void>();
    }

private:
    ReadOptions options_;
    MappingContext mapping_;
};

} // namespace

std::vector<std::string> syntax_words() {
    std::vector<std::string> words;
    for (const rdf::Syntax syntax :
         {rdf::Syntax::turtle,
          rdf::Syntax::trig,
          rdf::Syntax::ntriples,
          rdf::Syntax::nquads,
          rdf::Syntax::rdf_xml,
          rdf::Syntax::json_ld})
        words.emplace_back(rdf::to_string(syntax));
    return words;
}

std::vector<std::string> document_addresses(std::string_view url) {
    constexpr std::array<std::string_view, 4> usual{
        "/catalog.ttl",
        "/catalog.rdf",
        "/catalog.jsonld",
        "/catalog.xml"};
    const std::size_t path = url.find('/', url.find("://") + 3);
    const std::string_view last =
        path == std::string_view::npos ? std::string_view{} : url.substr(url.rfind('/') + 1);
    if (last.find_first_of(".?") != std::string_view::npos)
        return {std::string(url)};
    std::vector<std::string> addresses;
    const bool is_site = path == std::string_view::npos || url.substr(path) == "/";
    if (!is_site)
        addresses.emplace_back(url);
    std::string_view base = url;
    while (base.ends_with('/'))
        base.remove_suffix(1);
    for (const std::string_view place : usual)
        addresses.push_back(std::string(base) += place);
    if (is_site)
        addresses.emplace_back(url);
    return addresses;
}

kit::Factory make_factory() {
    return [cache = std::make_shared<kit::DocumentCache>(
            )](const Source& source, const kit::Services& services) {
        return std::make_unique<DcatConnector>(source, services, cache);
    };
}

} // namespace moisson::dcat

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON-LD. Promises: those of graphs.hpp; the expanded form is JSON and, expanded again, is the
// same; what is read entry by entry gives as much as whole; nothing is ever fetched; the syntax of
// any body is found without a fault.
#include "rdf/jsonld.hpp"

#include "core/json_access.hpp"
#include "fuzz/graphs.hpp"
#include "fuzz/harness.hpp"
#include "rdf/jsonld_listed.hpp"

namespace moisson::fuzz {
namespace {

rdf::jsonld::ContextLibrary contexts() {
    return rdf::jsonld::ContextLibrary(
        [](const std::string& address) -> Result<std::string> {
            throw BrokenPromise("a context was fetched: " + address);
        },
        {}
    );
}

std::size_t read_by_entry = 0;

} // namespace

std::size_t jsonld_read_by_entry() {
    return read_by_entry;
}

void jsonld(std::string_view input) {
    static_cast<void>(rdf::find_syntax({std::nullopt, input, "text/html", "x.ttl"}));
    const std::string body = clean(input);
    rdf::jsonld::Options options;
    options.base = "http://base.invalid/dir/";
    rdf::jsonld::ContextLibrary library = contexts();
    rdf::Graph graph;
    rdf::GraphSink sink(graph);
    const auto report = rdf::jsonld::read(body, options, library, sink);
    if (report.has_value()) {
        check_report(report->read);
        check_graph(graph);
    } else {
        require_clean(report.error().detail, "the detail of a refusal");
    }
    // Entry by entry it is the same.
    options.whole_bytes_max = 0;
    rdf::Graph listed;
    rdf::GraphSink listed_sink(listed);
    const auto by_entry = rdf::jsonld::read_listed(body, options, library, listed_sink);
    if (by_entry) {
        ++read_by_entry;
        require(by_entry->has_value() == report.has_value(), "entry by entry, as much is refused");
        if (report.has_value())
            require(
                by_entry->value().read.triples == report->read.triples,
                "entry by entry, as much is read"
            );
    }
    const auto document = json::parse(body);
    if (document.has_error())
        return;
    rdf::jsonld::Report first;
    const auto expanded = rdf::jsonld::expand(*document, options, library, first);
    if (expanded.has_error())
        return;
    require(expanded->is_array(), "an expanded document is a list");
    rdf::jsonld::Report second;
    const auto again = rdf::jsonld::expand(*expanded, options, library, second);
    require(again.has_value() && *again == *expanded, "expanding is final");
}

} // namespace moisson::fuzz

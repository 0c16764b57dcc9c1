// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/record_text.hpp"

#include "dcat/vocabulary.hpp"
#include "rdf/bounds.hpp"
#include "rdf/canonical.hpp"
#include "rdf/reader.hpp"

#include <unordered_set>

namespace moisson::dcat {
namespace {

using rdf::Graph;
using rdf::TermId;

// Subject of the two statements about the record itself.
constexpr std::string_view marker = "urn:x-moisson:record";

class Collector {
public:
    Collector(const Graph& graph, TermId dataset, const Listing& listing)
        : graph_(graph), dataset_(dataset), listing_(listing) {}

    void enter(TermId start, Kind kind) {
        std::vector<TermId> waiting;
        for (const Reached& one : reach(graph_, start, kind, listing_.barrier()))
            waiting.push_back(one.node);
        for (std::size_t next = 0; next < waiting.size(); ++next)
            take(waiting[next], waiting);
    }

    Graph closure;
    bool is_cut = false;

private:
    void take(TermId node, std::vector<TermId>& waiting) {
        if (!taken_.insert(rdf::index_of(node)).second)
            return;
        for (const rdf::Triple& triple : graph_.about(node)) {
            // What a service, a file or a producer says of other datasets belongs to those.
            const bool foreign = node != dataset_ && triple.object != dataset_ &&
                                 listing_.is_own_thing(triple.object);
            if (foreign)
                continue;
            if (closure.size() >= rdf::bounds::closure_triples) {
                is_cut = true;
                return;
            }
            closure.add(
                graph_.term(triple.subject),
                graph_.term(triple.predicate).value,
                graph_.term(triple.object)
            );
            // Nobody else can say what a blank node is.
            if (graph_.kind(triple.object) == rdf::TermKind::blank &&
                !listing_.is_own_thing(triple.object))
                waiting.push_back(triple.object);
        }
    }

    const Graph& graph_;
    const TermId dataset_;
    const Listing& listing_;
    std::unordered_set<std::uint32_t> taken_;
};

} // namespace

std::vector<TermId> records_of(const Graph& graph, TermId dataset) {
    const auto topic = graph.find_iri(iri_of("foaf:primaryTopic"));
    return topic ? graph.subjects(*topic, dataset) : std::vector<TermId>{};
}

RecordText record_text(
    const Graph& graph,
    TermId dataset,
    std::string_view remote_id,
    const Listing& listing
) {
    Collector collector(graph, dataset, listing);
    collector.enter(dataset, Kind::dataset);
    for (const TermId record : records_of(graph, dataset))
        if (!listing.is_own_thing(record))
            collector.enter(record, Kind::record);
    Graph& own = collector.closure;
    own.add(rdf::iri(marker), iri_of("foaf:primaryTopic"), graph.term(dataset));
    own.add(rdf::iri(marker), iri_of("dct:identifier"), rdf::literal(remote_id));
    own.seal();
    const auto triples = own.triples();
    RecordText out;
    out.text = rdf::canonical_text(own, std::vector<rdf::Triple>(triples.begin(), triples.end()));
    out.is_cut = collector.is_cut;
    return out;
}

Result<StoredRecord> read_record_text(std::string_view text) {
    Graph graph;
    rdf::GraphSink sink(graph);
    const rdf::ReadReport report =
        rdf::read_text(text, rdf::Syntax::ntriples, rdf::ReadOptions(), sink);
    graph.seal();
    const auto mark = graph.find_iri(marker);
    const auto topic = graph.find_iri(iri_of("foaf:primaryTopic"));
    const auto identifier = graph.find_iri(iri_of("dct:identifier"));
    if (!report.complete || !mark || !topic || !identifier)
        return Error(Code::parse_rdf, "no record of a dataset");
    const auto dataset = graph.object(*mark, *topic);
    const auto id = graph.object(*mark, *identifier);
    if (!dataset || !id)
        return Error(Code::parse_rdf, "no record of a dataset");
    StoredRecord record;
    record.dataset = rdf::Term(graph.term(*dataset));
    record.remote_id = graph.term(*id).value;
    // Nothing else was stored: no barrier but the record itself.
    const Barrier barrier = [&](TermId node) { return node == *dataset; };
    record.description.add(graph, *dataset, Kind::dataset, barrier);
    for (const TermId entry : records_of(graph, *dataset))
        if (entry != *mark)
            record.description.add(graph, entry, Kind::record, barrier);
    return record;
}

} // namespace moisson::dcat

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The document as a whole: its graph, which datasets are in it, under which ids, and what follows.
#include "core/limits.hpp"
#include "dcat/identity.hpp"
#include "dcat/listing.hpp"
#include "dcat/paging.hpp"
#include "dcat/record.hpp"
#include "dcat/record_text.hpp"
#include "dcat/vocabulary.hpp"
#include "dcat/wire.hpp"
#include "kit/record_filters.hpp"

#include <algorithm>
#include <utility>

namespace moisson::dcat {
namespace {

// What a record takes in a page, on average, before it is written.
constexpr std::size_t bytes_of_triple = 100;

struct Entry {
    rdf::TermId dataset{};
    std::string id;
    std::vector<Issue> issues;
    bool refused = false;
};

class Contents final : public kit::DocumentContents {
public:
    Contents(WireGraph wire, std::string url)
        : graph_(std::move(wire.graph)), url_(std::move(url)) {
        issues = std::move(wire.issues);
        is_complete = wire.is_complete;
        memory_bytes = graph_.bytes();
        software = "DCAT";
    }

    std::size_t size() const override { return entries_.size(); }
    std::string_view id(std::size_t record) const override { return entries_[record].id; }
    std::size_t bytes(std::size_t record) const override {
        return bytes_of_triple * graph_.about(entries_[record].dataset).size();
    }
    void read(std::size_t record, kit::Page& page) const override;

    Result<void> index(const ReadOptions& options);

private:
    bool passes_filters(rdf::TermId dataset, const ReadOptions& options) const;
    void refuse(rdf::TermId node, Issue issue);
    Error nothing_found() const;

    rdf::Graph graph_;
    std::string url_;
    Listing listing_;
    std::vector<Entry> entries_;
};

bool Contents::passes_filters(rdf::TermId dataset, const ReadOptions& options) const {
    if (options.filters.empty())
        return true;
    Description description;
    description.add(graph_, dataset, Kind::dataset, listing_.barrier());
    return kit::passes(
        to_raw_record(description, rdf::Term(graph_.term(dataset))),
        options.filters
    );
}

// Something in the place of a dataset that is none: told, and known to be there still.
void Contents::refuse(rdf::TermId node, Issue issue) {
    Entry entry;
    entry.dataset = node;
    entry.refused = true;
    const rdf::TermView name = graph_.term(node);
    issue.remote_id = name.is_iri() ? id_of_uri(name.value) : std::string();
    entry.issues.push_back(std::move(issue));
    entries_.push_back(std::move(entry));
}

Error Contents::nothing_found() const {
    const auto loss = std::find_if(issues.begin(), issues.end(), [](const Issue& issue) {
        return issue.severity == Severity::error;
    });
    if (!is_complete && loss != issues.end())
        return Error(loss->code, loss->detail + ": " + loss->excerpt);
    return Error(Code::bad_shape, "neither a dataset nor a catalogue in " + url_);
}

Result<void> Contents::index(const ReadOptions& options) {
    listing_ = list_datasets(graph_);
    title = catalog_title(graph_, listing_);
    Paging paging = paging_of(graph_, url_);
    next = next_page_address(url_, paging.next, issues);
    total = paging.total;
    bool has_unknown = false;
    for (Identity& one : identify(graph_, listing_, options.source_key)) {
        if (!passes_filters(one.dataset, options))
            continue;
        Entry entry;
        entry.dataset = one.dataset;
        entry.id = std::move(one.id);
        entry.issues = std::move(one.issues);
        entry.refused = entry.id.empty();
        // It may be any of those that are known.
        has_unknown = has_unknown || entry.refused;
        entries_.push_back(std::move(entry));
    }
    for (const auto& [node, type] : listing_.others)
        refuse(node, Issue(Code::not_a_dataset, Stage::parse, "type=" + type));
    for (const rdf::TermId node : listing_.external)
        refuse(node, Issue(Code::not_a_dataset, Stage::parse, "named by another dataset only"));
    for (const rdf::TermId node : listing_.only_named) {
        Issue issue(Code::bad_shape, Stage::parse, "listed, not described");
        issue.severity = Severity::warning;
        refuse(node, std::move(issue));
    }
    const bool is_catalog = !listing_.catalogs.empty() || total || !next.empty();
    if (entries_.empty() && (!is_catalog || !is_complete))
        return nothing_found();
    is_complete = is_complete && !has_unknown;
    return {};
}

void Contents::read(std::size_t record, kit::Page& page) const {
    const Entry& entry = entries_[record];
    const rdf::TermView name = graph_.term(entry.dataset);
    const auto tell = [&](Issue issue) {
        if (issue.remote_id.empty())
            issue.remote_id = entry.id;
        issue.remote_url = name.is_iri() ? std::string(name.value) : url_;
        page.issues.push_back(std::move(issue));
    };
    for (const Issue& issue : entry.issues)
        tell(issue);
    if (entry.refused)
        return;
    RecordText text = record_text(graph_, entry.dataset, entry.id, listing_);
    if (text.text.size() > limits::record_bytes) {
        tell(Issue(Code::too_large, Stage::parse, std::to_string(text.text.size()) + " bytes"));
        return;
    }
    if (text.is_cut)
        tell(Issue(Code::limit_reached, Stage::parse, "statements of one dataset"));
    kit::WireRecord wire;
    wire.remote_id = entry.id;
    wire.digest = sha256(text.text);
    wire.canonical = std::move(text.text);
    page.records.push_back(std::move(wire));
}

} // namespace

Result<std::shared_ptr<const kit::DocumentContents>>
read_document(kit::Document document, const ReadOptions& options) {
    Result<WireGraph> wire =
        read_graph(std::move(document.body), document.url, document.content_type, document.spool);
    if (wire.has_error())
        return wire.error();
    auto contents = std::make_shared<Contents>(std::move(wire.value()), document.url);
    if (const Result<void> indexed = contents->index(options); indexed.has_error())
        return indexed.error();
    return std::shared_ptr<const kit::DocumentContents>(std::move(contents));
}

} // namespace moisson::dcat

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

// What stands in the place of a dataset and is none.
enum class Stand : unsigned char { dataset, other, external, only_named };

// A document may hold as many as it has lines: what can be said again when it is read is not kept.
struct Entry {
    rdf::TermId dataset{};
    std::string id;
    std::vector<Issue> issues;
    bool refused = false;
    Stand stand = Stand::dataset;
    // Of something else; in the listing.
    std::string_view type;
};

class Contents final : public kit::DocumentContents {
public:
    Contents(WireGraph wire, std::string url)
        : graph_(std::move(wire.graph)), url_(std::move(url)) {
        issues = std::move(wire.issues);
        is_complete = wire.is_complete;
        lost_text_ = wire.lost_text;
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
    Entry entry_of(Identity one) const;
    void refuse(rdf::TermId node, Stand stand, std::string_view type = {});
    // Why it is none; the remote id is set.
    Issue refusal_of(const Entry& entry) const;
    // Counts one record more; false when there are too many.
    bool has_room(const ReadOptions& options);
    Error nothing_found() const;

    rdf::Graph graph_;
    std::string url_;
    Listing listing_;
    std::vector<Entry> entries_;
    bool lost_text_ = false;
    bool is_full_ = false;
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

// What was lost may be its title: the record that is known stays as it is, and is there still.
Entry Contents::entry_of(Identity one) const {
    Entry entry;
    entry.dataset = one.dataset;
    entry.id = std::move(one.id);
    entry.issues = std::move(one.issues);
    entry.refused = entry.id.empty();
    if (entry.refused || !lost_text_ || !titles_of(graph_, entry.dataset).empty())
        return entry;
    entry.refused = true;
    entry.issues
        .emplace_back(Code::parse_rdf, Stage::parse, "no title, and text of the document was lost");
    return entry;
}

bool Contents::has_room(const ReadOptions& options) {
    is_full_ = is_full_ || entries_.size() >= options.records_max;
    return !is_full_;
}

// Something in the place of a dataset that is none: told, and known to be there still.
void Contents::refuse(rdf::TermId node, Stand stand, std::string_view type) {
    Entry entry;
    entry.dataset = node;
    entry.refused = true;
    entry.stand = stand;
    entry.type = type;
    entries_.push_back(std::move(entry));
}

Issue Contents::refusal_of(const Entry& entry) const {
    Issue issue(Code::not_a_dataset, Stage::parse, "named by another dataset only");
    if (entry.stand == Stand::other)
        issue.detail = "type=" + std::string(entry.type);
    if (entry.stand == Stand::only_named) {
        issue = Issue(Code::bad_shape, Stage::parse, "listed, not described");
        issue.severity = Severity::warning;
    }
    const rdf::TermView name = graph_.term(entry.dataset);
    issue.remote_id = name.is_iri() ? id_of_uri(name.value) : std::string();
    return issue;
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
    listed = listing_.datasets.size();
    if (listing_.datasets.size() > options.records_max) {
        listing_.datasets.resize(options.records_max);
        is_full_ = true;
    }
    for (Identity& one : identify(graph_, listing_, options.source_key)) {
        if (!passes_filters(one.dataset, options))
            continue;
        Entry entry = entry_of(std::move(one));
        // It may be any of those that are known.
        has_unknown = has_unknown || entry.id.empty();
        entries_.push_back(std::move(entry));
    }
    for (const auto& [node, type] : listing_.others)
        if (has_room(options))
            refuse(node, Stand::other, type);
    for (const rdf::TermId node : listing_.external)
        if (has_room(options))
            refuse(node, Stand::external);
    for (const rdf::TermId node : listing_.only_named)
        if (has_room(options))
            refuse(node, Stand::only_named);
    if (is_full_) {
        issues.emplace_back(Code::limit_reached, Stage::parse, "records of one document");
        is_complete = false;
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
    if (entry.stand != Stand::dataset)
        tell(refusal_of(entry));
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
    Result<WireGraph> wire = read_graph(
        std::move(document.body),
        document.url,
        document.content_type,
        document.spool,
        options.graph
    );
    if (wire.has_error())
        return wire.error();
    auto contents = std::make_shared<Contents>(std::move(wire.value()), document.url);
    if (const Result<void> indexed = contents->index(options); indexed.has_error())
        return indexed.error();
    return std::shared_ptr<const kit::DocumentContents>(std::move(contents));
}

} // namespace moisson::dcat

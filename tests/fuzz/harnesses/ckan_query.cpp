// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What clients of CKAN write in `q`, `fq`, `sort` and bodies. Promises: a query that is understood
// is bounded, its terms have a text and its groups parts, and it leads to conditions of which each
// negation has one part; orders are never empty; a body is an object or a bad request; a tag is no
// name but of letters, as long as CKAN allows.
#include "ckan_api/conditions.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/parameters.hpp"
#include "ckan_api/query.hpp"
#include "ckan_api/query_date.hpp"
#include "fuzz/harness.hpp"
#include "search/search_index.hpp"

#include <chrono>

namespace moisson::fuzz {
namespace {

std::size_t count_clauses(const ckan_api::Node& node, int depth) {
    using Kind = ckan_api::Node::Kind;
    require(depth <= 4 * ckan_api::limits::query_depth, "a query is not deep");
    if (node.kind == Kind::term)
        require(node.phrase || !node.text.empty(), "a word has a text");
    if (node.kind == Kind::range)
        require(!node.field.empty(), "a range has a field");
    if (node.kind == Kind::negation)
        require(node.parts.size() == 1, "a negation has one part");
    std::size_t clauses = node.kind == Kind::term || node.kind == Kind::range ? 1 : 0;
    for (const ckan_api::Node& part : node.parts)
        clauses += count_clauses(part, depth + 1);
    return clauses;
}

void check_condition(const search::Condition& condition) {
    if (condition.kind == search::Condition::Kind::negation)
        require(condition.parts.size() == 1, "a negated condition has one part");
    for (const search::Condition& part : condition.parts)
        check_condition(part);
}

const search::SearchIndex& small_index() {
    static const std::unique_ptr<const search::SearchIndex> made = [] {
        auto index = std::make_unique<search::SearchIndex>();
        std::vector<store::CatalogEntry> entries;
        for (const char* const title : {"Population du Togo", "Prix du riz", "Écoles primaires"}) {
            store::CatalogEntry entry;
            entry.id = dataset_id_at_first_sight("p", "t", title);
            entry.slug = "jeu-" + std::to_string(entries.size());
            entry.portal_key = "p";
            entry.dataset.title.push_back({"fr", title, false});
            entries.push_back(std::move(entry));
        }
        index->apply(entries, store::FeedPosition());
        return index;
    }();
    return *made;
}

void check_answer(const ckan_api::Node& node, Instant now) {
    ckan_api::KnownNames names;
    names.now = now;
    search::Selection selection;
    selection.where = ckan_api::to_conditions(node, names).where;
    check_condition(selection.where);
    const search::Selected found = small_index().select(selection);
    require(found.total >= 0 && found.total <= 3, "no more is found than there is");
    search::Condition negated;
    negated.kind = search::Condition::Kind::negation;
    negated.parts.push_back(std::move(selection.where));
    selection.where = std::move(negated);
    require(
        small_index().select(selection).total + found.total == 3,
        "what is not found is found by the negation"
    );
}

void check_body(std::string_view input) {
    net::ServerRequest request;
    request.method = "POST";
    request.body = input;
    request.query = input;
    for (const char* const type :
         {"application/json", "text/plain", "multipart/form-data; boundary=b"}) {
        request.headers = {{"content-type", type}};
        const auto read = ckan_api::read_parameters(request);
        if (!read) {
            require(read.error().status == 400, "what is no object is a bad request");
            continue;
        }
        require(read->object().is_object(), "parameters are an object");
        for (const auto& [name, value] : read->object().items()) {
            require_clean(name, "the name of a parameter");
            for (const std::string& text : read->list(name))
                require(!text.empty(), "an entry of a list has a text");
        }
    }
}

} // namespace

void ckan_query(std::string_view input) {
    const Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
    const std::string text = clean(input);
    if (const auto node = ckan_api::parse_query(text)) {
        require(
            count_clauses(*node, 0) <= ckan_api::limits::query_clauses,
            "the clauses of a query are bounded"
        );
        check_answer(*node, now);
    }
    if (const auto order = ckan_api::read_order(text))
        require(!order->empty(), "an order has a key");
    if (const auto date = ckan_api::read_date(text, now))
        require(!to_iso8601(*date).empty(), "a date can be written");
    const std::string tag = ckan_api::tag_name(text);
    require_clean(tag, "a tag");
    require(tag.empty() || (utf8_length(tag) >= 2 && utf8_length(tag) <= 100), "a tag is a name");
    check_body(input);
}

} // namespace moisson::fuzz

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Selection and order of package_search. The unfiltered listings in id order and in the default
// order never look at the whole catalogue: benchmarks page through 100,000 records.
#include "portals/ckan_search.hpp"

#include <algorithm>
#include <optional>

namespace moisson::portals {
namespace {

struct Order {
    std::string field;
    bool descending = false;
};

bool is_sortable(std::string_view field) {
    return field == "id" || field == "name" || field == "title_string" || field == "title" ||
           field == "metadata_modified" || field == "metadata_created" || field == "organization" ||
           field == "score" || field == "relevance" || field == "views_recent";
}

// Absent when a field cannot be sorted on.
std::optional<std::vector<Order>> parse_sort(std::string_view text) {
    std::vector<Order> result;
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        while (part.starts_with(' '))
            part.remove_prefix(1);
        const auto space = part.find(' ');
        Order order;
        order.field = std::string(part.substr(0, space));
        order.descending = space != std::string_view::npos &&
                           part.substr(space).find("desc") != std::string_view::npos;
        if (!is_sortable(order.field))
            return std::nullopt;
        result.push_back(std::move(order));
    }
    return result;
}

const std::string& sort_value(const Record& record, const std::string& field) {
    static const std::string none;
    if (field == "id")
        return record.id;
    if (field == "name")
        return record.name;
    if (field == "title" || field == "title_string")
        return record.title;
    if (field == "metadata_modified")
        return record.modified;
    if (field == "metadata_created")
        return record.created;
    return field == "organization" ? record.organization : none;
}

void sort_ranks(
    std::vector<std::uint32_t>& ranks,
    const Catalogue& catalogue,
    const std::vector<Order>& orders
) {
    std::stable_sort(ranks.begin(), ranks.end(), [&](std::uint32_t a, std::uint32_t b) {
        for (const Order& order : orders) {
            const std::string& left = sort_value(catalogue.records()[a], order.field);
            const std::string& right = sort_value(catalogue.records()[b], order.field);
            if (left != right)
                return order.descending ? left > right : left < right;
        }
        return false;
    });
}

std::uint64_t told_count(std::uint64_t count, const Tamper& tamper) {
    const double told =
        static_cast<double>(count) * tamper.count_factor + static_cast<double>(tamper.count_plus);
    return told < 0 ? 0 : static_cast<std::uint64_t>(told);
}

// Start and rows after the cap and the lies.
std::pair<std::uint64_t, std::uint64_t> window(const CkanSearch& search, const Tamper& tamper) {
    std::uint64_t rows = search.rows;
    if (tamper.rows_max)
        rows = std::min(rows, *tamper.rows_max);
    std::uint64_t start = tamper.ignore_start ? 0 : search.start;
    if (tamper.repeat_previous)
        start = start > rows ? start - rows : 0;
    return {start, rows};
}

void tamper_page(CkanPage& page, const Tamper& tamper) {
    if (tamper.empty_page)
        page.ranks.clear();
    if (tamper.keep_items && page.ranks.size() > *tamper.keep_items)
        page.ranks.resize(*tamper.keep_items);
    if (tamper.repeat_first_record && !page.ranks.empty())
        page.ranks.push_back(0);
}

} // namespace

bool is_kept(const Record& record, double keep_ratio) {
    if (keep_ratio >= 1.0)
        return true;
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : record.id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return static_cast<double>(hash % 10'000) < keep_ratio * 10'000;
}

std::variant<CkanPage, CkanFailure>
ckan_search(const Catalogue& catalogue, const CkanSearch& search, const Tamper& tamper) {
    static const std::string invalid = "Search Query is invalid: ";
    std::vector<SolrQuery> filters;
    for (const std::string& text : search.fq) {
        std::optional<SolrQuery> filter = parse_solr(text);
        if (!filter)
            return CkanFailure{400, "Search Query Error", invalid + text};
        filters.push_back(std::move(*filter));
    }
    if (!search.q.empty() && search.q != "*:*") {
        std::optional<SolrQuery> words = parse_solr(search.q);
        if (!words)
            return CkanFailure{400, "Search Query Error", invalid + search.q};
        filters.push_back(std::move(*words));
    }
    const std::string sort =
        search.sort.empty() ? "score desc, metadata_modified desc" : search.sort;
    const std::optional<std::vector<Order>> orders = parse_sort(sort);
    if (!orders)
        return CkanFailure{409, "Search Error", invalid + sort};

    const bool whole = filters.empty() && tamper.keep_ratio >= 1.0;
    const bool by_id = sort == "id asc";
    const bool by_default = search.sort.empty();
    CkanPage page;
    page.sort = sort;
    const auto [start, rows] = window(search, tamper);
    std::vector<std::uint32_t> selected;
    if (!whole || !(by_id || by_default)) {
        for (std::uint32_t rank = 0; rank < catalogue.size(); ++rank) {
            const Record& record = catalogue.records()[rank];
            if (is_kept(record, tamper.keep_ratio) &&
                std::ranges::all_of(filters, [&](const SolrQuery& f) {
                    return matches(f, record);
                }))
                selected.push_back(rank);
        }
        if (!by_id)
            sort_ranks(selected, catalogue, *orders);
    }
    const bool direct = whole && (by_id || by_default);
    const std::uint64_t total = direct ? catalogue.size() : selected.size();
    page.count = told_count(total, tamper);
    for (std::uint64_t i = start; i < total && i - start < rows; ++i)
        page.ranks.push_back(
            !direct ? selected[i]
                    : (by_id ? static_cast<std::uint32_t>(i) : catalogue.by_modified()[i])
        );
    tamper_page(page, tamper);
    return page;
}

} // namespace moisson::portals

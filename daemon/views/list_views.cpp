// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets come from the index, step by step; their distributions from the store.
#include "views/list_views.hpp"

#include "views/distribution_cursor.hpp"

#include <algorithm>
#include <unordered_map>

namespace moisson::views {
namespace {

// Datasets that are read for one page at once; steps that a page may take before it ends early.
constexpr int step_datasets = 25;
constexpr int steps_max = 8;

bool wanted(const std::vector<std::string>& list, std::string_view value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool matches(const DistributionQuery& query, const DistributionRow& row) {
    const std::string_view family(&row.distribution.format_family, 1);
    return wanted(query.formats, row.distribution.format.code) && wanted(query.families, family) &&
           wanted(query.links, row.link ? std::string_view(row.link->standing) : "");
}

// Of the datasets that may have distributions like these: a partial one has all kinds.
std::vector<std::string> dataset_links(const std::vector<std::string>& links) {
    std::vector<std::string> out = links;
    if (!out.empty())
        out.emplace_back("partial");
    return out;
}

using Links = std::unordered_map<DistributionId, store::DistributionLink>;

DistributionRow
make_row(const store::DatasetRecord& record, const Distribution& one, const Links& links) {
    DistributionRow row;
    row.distribution = one;
    row.dataset = record.id;
    row.dataset_slug = record.slug;
    row.dataset_title = record.dataset.title;
    row.portal_key = record.portal_key;
    if (const auto link = links.find(one.id); link != links.end())
        row.link = link->second;
    return row;
}

bool wants_any_file(const DistributionQuery& query) {
    return query.formats.empty() && query.families.empty() && query.links.empty();
}

std::int64_t
count_of(const DistributionQuery& query, const store::DatasetRecord& record, const Links& links) {
    std::int64_t count = 0;
    for (const Distribution& one : record.dataset.distributions)
        if (matches(query, make_row(record, one, links)))
            ++count;
    return count;
}

// Takes rows until the page is full; says where it stopped.
class Page {
public:
    Page(const DistributionQuery& query, DistributionCursor place)
        : query_(query), place_(std::move(place)) {}

    // `behind`: the cursor of datasets behind this one.
    void add(const store::DatasetRecord& record, const Links& links, const std::string& behind) {
        std::int64_t seen = 0;
        const std::int64_t skip = place_.dataset == record.id.uuid ? place_.skip : 0;
        for (const Distribution& one : record.dataset.distributions) {
            DistributionRow row = make_row(record, one, links);
            if (!matches(query_, row) || seen++ < skip)
                continue;
            if (full()) {
                place_.dataset = record.id.uuid;
                place_.skip = seen - 1;
                more_ = true;
                return;
            }
            out_.rows.push_back(std::move(row));
        }
        place_ = DistributionCursor{behind, {}, 0};
    }
    bool full() const { return static_cast<int>(out_.rows.size()) >= query_.page_size; }
    bool cut() const { return more_; }
    const DistributionCursor& place() const { return place_; }
    void pass_over(const std::string& behind) { place_ = DistributionCursor{behind, {}, 0}; }
    DistributionPage finish(std::int64_t datasets, std::optional<std::int64_t> total, bool more) {
        out_.datasets = datasets;
        out_.total = total;
        if (more || more_)
            out_.next_cursor = write_distribution_cursor(place_);
        return std::move(out_);
    }

private:
    const DistributionQuery& query_;
    DistributionCursor place_;
    DistributionPage out_;
    bool more_ = false;
};

class StoredLists final : public ListViews {
public:
    StoredLists(CatalogViews& views, store::CatalogStore& catalog, store::ListStore& lists)
        : views_(views), catalog_(catalog), lists_(lists) {}

    asio::awaitable<Result<DistributionPage>> distributions(DistributionQuery query) override {
        std::optional<DistributionCursor> place = read_distribution_cursor(query.cursor);
        if (!place)
            co_return Error(Code::invalid_argument, "cursor");
        Page page(query, std::move(*place));
        if (!query.dataset.empty()) {
            Result<DistributionPage> one = co_await of_one(query, page);
            co_return one;
        }
        search::SearchQuery search = search_of(query);
        std::int64_t datasets = 0;
        std::optional<std::int64_t> total;
        for (int step = 0; step < steps_max; ++step) {
            search.cursor = page.place().behind;
            search::SearchQuery part = search;
            part.sums_distributions = step == 0 && wants_any_file(query);
            const bool sums = part.sums_distributions;
            std::string lang = "fr";
            const Result<SearchPage> found =
                co_await views_.search(std::move(part), std::move(lang));
            if (!found)
                co_return found.error();
            if (step == 0)
                datasets = found->result.total;
            if (sums)
                total = found->result.distributions;
            const Result<bool> added = co_await add_all(page, found->hits);
            if (!added)
                co_return added.error();
            if (page.cut())
                co_return page.finish(datasets, total, true);
            const auto& next = found->result.next_cursor;
            if (!next || page.full())
                co_return page.finish(datasets, total, next.has_value());
            page.pass_over(*next);
        }
        co_return page.finish(datasets, total, true);
    }

    asio::awaitable<Result<DistributionRow>> distribution(DistributionId id) override {
        const Result<DatasetId> owner = co_await lists_.dataset_of(id);
        if (!owner)
            co_return owner.error();
        const std::vector<DatasetId> ids{*owner};
        const Result<std::vector<store::DatasetRecord>> records = co_await catalog_.datasets(ids);
        if (!records)
            co_return records.error();
        const Result<Links> links = co_await links_of(ids);
        if (!links)
            co_return links.error();
        for (const store::DatasetRecord& record : *records) {
            if (record.state != RecordState::active && record.state != RecordState::missing)
                continue;
            for (const Distribution& one : record.dataset.distributions)
                if (one.id == id)
                    co_return make_row(record, one, *links);
        }
        co_return Error(Code::not_found);
    }

    asio::awaitable<Result<store::ChangePage>>
    changes(std::optional<ChangeNumber> since, int count) override {
        Result<store::ChangePage> page = co_await lists_.changes(since, count);
        co_return page;
    }
    asio::awaitable<Result<store::RunChangePage>>
    changes_of(RunId run, store::RunChangePlace place) override {
        Result<store::RunChangePage> page = co_await lists_.changes_of(run, place);
        co_return page;
    }
    asio::awaitable<Result<store::RunDetailPage>> run_details(store::RunQuery query) override {
        Result<store::RunDetailPage> page = co_await lists_.run_details(std::move(query));
        co_return page;
    }
    asio::awaitable<Result<std::vector<store::CatalogDay>>> growth(int days) override {
        Result<std::vector<store::CatalogDay>> list = co_await lists_.growth(days);
        co_return list;
    }
    asio::awaitable<Result<std::vector<store::SourceIssues>>> issues(std::string portal_key
    ) override {
        Result<std::vector<store::SourceIssues>> list =
            co_await lists_.issues(std::move(portal_key));
        co_return list;
    }

private:
    static search::SearchQuery search_of(const DistributionQuery& query) {
        search::SearchQuery search = query.datasets;
        search.filter(search::Facet::format) = query.formats;
        search.filter(search::Facet::format_family) = query.families;
        search.filter(search::Facet::links) = dataset_links(query.links);
        search.facets.clear();
        search.sort = search::Sort::first_seen;
        search.page = 1;
        search.page_size = step_datasets;
        search.explain = false;
        return search;
    }

    asio::awaitable<Result<Links>> links_of(std::vector<DatasetId> ids) {
        const Result<std::vector<store::DistributionLink>> list =
            co_await lists_.links(std::move(ids));
        if (!list)
            co_return list.error();
        Links links;
        for (const store::DistributionLink& link : *list)
            links.emplace(link.distribution, link);
        co_return links;
    }

    asio::awaitable<Result<DistributionPage>> of_one(const DistributionQuery& query, Page& page) {
        const Result<DatasetAnswer> found = co_await views_.dataset(query.dataset);
        if (!found)
            co_return found.error();
        if (!found->full || found->outcome == DatasetOutcome::gone) {
            const Code code = found->brief ? Code::store_unavailable : Code::not_found;
            co_return Error(code);
        }
        std::vector<DatasetId> ids{found->full->id};
        const Result<Links> links = co_await links_of(std::move(ids));
        if (!links)
            co_return links.error();
        const std::int64_t total = count_of(query, *found->full, *links);
        page.add(*found->full, *links, "*");
        co_return page.finish(1, total, page.cut());
    }

    asio::awaitable<Result<bool>> add_all(Page& page, const std::vector<SearchHit>& hits) {
        std::vector<DatasetId> ids;
        for (const SearchHit& hit : hits)
            ids.push_back(hit.record.id);
        if (ids.empty())
            co_return true;
        const Result<std::vector<store::DatasetRecord>> records = co_await catalog_.datasets(ids);
        if (!records)
            co_return records.error();
        const Result<Links> links = co_await links_of(std::move(ids));
        if (!links)
            co_return links.error();
        for (const SearchHit& hit : hits) {
            const auto record =
                std::find_if(records->begin(), records->end(), [&](const auto& one) {
                    return one.id == hit.record.id;
                });
            if (record != records->end())
                page.add(*record, *links, cursor_behind(hit.record));
            if (page.cut())
                break;
        }
        co_return true;
    }

    CatalogViews& views_;
    store::CatalogStore& catalog_;
    store::ListStore& lists_;
};

} // namespace

std::unique_ptr<ListViews>
make_list_views(CatalogViews& views, store::CatalogStore& catalog, store::ListStore& lists) {
    return std::make_unique<StoredLists>(views, catalog, lists);
}

} // namespace moisson::views

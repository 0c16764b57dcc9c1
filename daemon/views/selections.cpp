// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/selections.hpp"

#include "async/offload.hpp"
#include "search/search_index.hpp"
#include "store/list_store.hpp"

#include <algorithm>

namespace moisson::views {
namespace {

bool asks_freshness(const search::Condition& condition) {
    return (condition.kind == search::Condition::Kind::facet &&
            condition.facet == search::Facet::freshness) ||
           std::any_of(condition.parts.begin(), condition.parts.end(), asks_freshness);
}

bool asks_freshness(const search::Selection& selection) {
    return asks_freshness(selection.where) ||
           std::any_of(
               selection.facets.begin(),
               selection.facets.end(),
               [](const search::FacetRequest& request) {
                   return request.facet == search::Facet::freshness;
               }
           );
}

// A list made from all datasets, and of which generation.
template <class T>
struct Kept {
    std::int64_t generation = -1;
    std::shared_ptr<const std::vector<T>> list;
    // Somebody makes the next one: the others go on with this one meanwhile.
    int making = 0;

    bool serves(std::int64_t now) const { return list && (generation == now || making > 0); }
};

// However the making ends: a request may be cancelled.
class Making {
public:
    explicit Making(int& count) : count_(count) { ++count_; }
    Making(const Making&) = delete;
    Making& operator=(const Making&) = delete;
    ~Making() { --count_; }

private:
    int& count_;
};

class IndexedSelections final : public Selections {
public:
    IndexedSelections(
        const search::SearchIndex& index,
        store::CatalogStore& store,
        store::ListStore& lists,
        CatalogViews& views,
        const Clock& clock,
        asio::any_io_executor searches
    )
        : index_(index), store_(store), lists_(lists), views_(views), clock_(clock),
          searches_(std::move(searches)) {}

    asio::awaitable<Result<search::Selected>> select(search::Selection selection) override {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        selection.now = clock_.now();
        if (asks_freshness(selection)) {
            const Result<std::vector<PortalSummary>> portals = co_await views_.portals();
            if (!portals)
                co_return portals.error();
            selection.seen_until = seen_until(*portals);
        }
        auto job = [this, selection = std::move(selection)] { return index_.select(selection); };
        search::Selected selected = co_await offload(searches_, std::move(job));
        co_return selected;
    }

    asio::awaitable<Result<std::vector<search::DisplayRecord>>>
    display(std::vector<search::Hit> hits) override {
        auto job = [this, hits = std::move(hits)] { return index_.display(hits); };
        std::vector<search::DisplayRecord> records = co_await offload(searches_, std::move(job));
        co_return records;
    }

    asio::awaitable<Result<Slugs>> slugs() override {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        const std::int64_t generation = index_.position().number.value;
        if (slugs_.serves(generation))
            co_return slugs_.list;
        const Making mine(slugs_.making);
        auto job = [this] { return index_.sorted_slugs(); };
        std::vector<std::string> all = co_await offload(searches_, std::move(job));
        slugs_.list = std::make_shared<const std::vector<std::string>>(std::move(all));
        slugs_.generation = generation;
        co_return slugs_.list;
    }

    asio::awaitable<Result<Publishers>> publishers() override {
        const std::int64_t generation = index_.position().number.value;
        if (publishers_.serves(generation))
            co_return publishers_.list;
        const Making mine(publishers_.making);
        search::Selection everything;
        everything.rows = 0;
        search::FacetRequest request;
        request.facet = search::Facet::organization;
        request.values_max = -1;
        everything.facets.push_back(request);
        Result<search::Selected> selected = co_await select(std::move(everything));
        if (!selected)
            co_return selected.error();
        std::vector<search::FacetItem> items = std::move(selected->facets.front().items);
        std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
            return a.value < b.value;
        });
        publishers_.list = std::make_shared<const std::vector<search::FacetItem>>(std::move(items));
        publishers_.generation = generation;
        co_return publishers_.list;
    }

    asio::awaitable<Result<std::vector<store::DatasetRecord>>> records(std::vector<DatasetId> ids
    ) override {
        Result<std::vector<store::DatasetRecord>> records =
            co_await store_.datasets(std::move(ids));
        co_return records;
    }

    asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) override {
        Result<DatasetId> found = co_await lists_.dataset_of(id);
        co_return found;
    }

private:
    static std::shared_ptr<const search::SeenUntil>
    seen_until(const std::vector<PortalSummary>& portals) {
        auto out = std::make_shared<search::SeenUntil>();
        for (const PortalSummary& portal : portals)
            if (portal.seen_until)
                (*out)[portal.portal.key] = *portal.seen_until;
        return out;
    }

    const search::SearchIndex& index_;
    store::CatalogStore& store_;
    store::ListStore& lists_;
    CatalogViews& views_;
    const Clock& clock_;
    asio::any_io_executor searches_;
    Kept<std::string> slugs_;
    Kept<search::FacetItem> publishers_;
};

} // namespace

std::unique_ptr<Selections> make_selections(
    const search::SearchIndex& index,
    store::CatalogStore& store,
    store::ListStore& lists,
    CatalogViews& views,
    const Clock& clock,
    asio::any_io_executor searches
) {
    return std::make_unique<IndexedSelections>(
        index,
        store,
        lists,
        views,
        clock,
        std::move(searches)
    );
}

} // namespace moisson::views

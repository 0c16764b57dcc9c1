// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/selections.hpp"

#include "async/offload.hpp"
#include "search/search_index.hpp"
#include "store/list_store.hpp"

#include <algorithm>
#include <array>

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

// Of what it took to count a list: for so long it serves while datasets change.
constexpr int kept_times = 20;

// A list made from all datasets, and of which generation.
struct Kept {
    std::int64_t generation = -1;
    Steady until;
    Values list;
    // Somebody makes the next one: the others go on with this one meanwhile.
    int making = 0;

    bool serves(std::int64_t current, Steady now) const {
        return list && (generation == current || making > 0 || now < until);
    }
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

    asio::awaitable<Result<Slugs>>
    slugs(std::string after, std::size_t start, std::size_t count) override {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        auto job = [this, after = std::move(after), start, count] {
            return index_.slugs_after(after, start, count);
        };
        Slugs part = co_await offload(searches_, std::move(job));
        co_return part;
    }

    asio::awaitable<Result<Values>> values(search::Facet facet) override {
        Kept& kept = values_[static_cast<std::size_t>(facet)];
        const std::int64_t generation = index_.position().number.value;
        const Steady begin = clock_.steady_now();
        if (kept.serves(generation, begin))
            co_return kept.list;
        const Making mine(kept.making);
        search::Selection everything;
        everything.rows = 0;
        search::FacetRequest request;
        request.facet = facet;
        request.values_max = -1;
        everything.facets.push_back(request);
        Result<search::Selected> selected = co_await select(std::move(everything));
        if (!selected)
            co_return selected.error();
        auto job = [items = std::move(selected->facets.front().items)]() mutable {
            std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
                return a.value < b.value;
            });
            return std::make_shared<const std::vector<search::FacetItem>>(std::move(items));
        };
        kept.list = co_await offload(searches_, std::move(job));
        kept.generation = generation;
        const Steady end = clock_.steady_now();
        kept.until = end + kept_times * (end - begin);
        co_return kept.list;
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
    std::array<Kept, search::facet_count> values_;
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

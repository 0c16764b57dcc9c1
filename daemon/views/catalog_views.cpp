// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The views over index and store. A search never needs the database; a dataset page prefers it.
#include "async/offload.hpp"
#include "search/follower.hpp"
#include "search/search_index.hpp"
#include "views/make_views.hpp"
#include "views/portal_cache.hpp"
#include "views/portal_pages.hpp"
#include "views/report_reader.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <set>
#include <unordered_map>

namespace moisson::views {

namespace {

constexpr std::size_t excerpt_bytes = 300;
// Longer than the pauses of a harvest that goes on.
constexpr std::chrono::milliseconds changing_for = std::chrono::minutes(2);
constexpr int newest_count = 6;
// How old the counts of portals may be; a minute while somebody counts again. Whoever asks for the
// list has often just changed something.
constexpr ReadAge listed_age{std::chrono::seconds(1), std::chrono::seconds(10)};
constexpr ReadAge home_age{std::chrono::seconds(10), std::chrono::seconds(10)};

struct ShownText {
    std::string_view text;
    std::string_view lang;
};

ShownText choose(const LocalizedText& texts, std::string_view lang) {
    const LangText* const text = best(texts, lang);
    return text == nullptr ? ShownText{} : ShownText{text->text, text->lang};
}

class IndexedViews final : public CatalogViews {
public:
    IndexedViews(
        const search::SearchIndex& index,
        store::CatalogStore& store,
        const Clock& clock,
        std::function<search::FollowerStatus()> follower,
        asio::any_io_executor searches
    )
        : index_(index), store_(store), clock_(clock), follower_(std::move(follower)),
          searches_(std::move(searches)), portals_(store, clock),
          portal_pages_(make_portal_pages(store, clock)), run_pages_(make_run_pages(store, clock)) {
    }

    asio::awaitable<Result<SearchPage>>
    search(search::SearchQuery query, std::string lang) override {
        // At once: the database is busy with the index then.
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        co_await portals_.refresh();
        query.now = clock_.now();
        Result<SearchPage> page = co_await run_search(std::move(query), std::move(lang));
        co_return page;
    }

    asio::awaitable<Result<search::Completions>>
    complete(std::string text, std::size_t count) override {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        auto job = [this, text = std::move(text), count] { return index_.complete(text, count); };
        search::Completions found = co_await offload(searches_, std::move(job));
        co_return found;
    }

    asio::awaitable<Result<DatasetAnswer>> dataset(std::string id_or_slug) override {
        Result<store::DatasetRecord> record = co_await store_.dataset_by_name(id_or_slug);
        DatasetAnswer answer;
        if (record) {
            const auto uuid = uuid_from_string(id_or_slug);
            const bool named = record->slug == id_or_slug || (uuid && *uuid == record->id.uuid);
            answer.slug = record->slug;
            if (record->takedown) {
                answer.outcome = DatasetOutcome::taken_down;
                answer.takedown = std::move(record->takedown);
                co_return answer;
            }
            if (record->state == RecordState::archived || record->state == RecordState::purged)
                answer.outcome = DatasetOutcome::gone;
            else
                answer.outcome = named ? DatasetOutcome::found : DatasetOutcome::moved;
            // Of a purged one there is nothing to show.
            if (record->state != RecordState::purged) {
                co_await portals_.refresh();
                answer.freshness = judge(record->signal.freshness, record->portal_key);
                answer.full = std::move(*record);
            }
            co_return answer;
        }
        if (record.error().code == Code::not_found)
            co_return answer;
        // The index knows ids and slugs, not aliases: what it does not know stays unknown.
        const auto uuid = uuid_from_string(id_or_slug);
        answer.brief = uuid ? index_.find(DatasetId(*uuid)) : index_.find_slug(id_or_slug);
        if (!answer.brief)
            co_return record.error();
        answer.slug = answer.brief->slug;
        answer.freshness = judge(answer.brief->freshness, answer.brief->portal_key);
        answer.outcome = answer.brief->state == RecordState::archived ? DatasetOutcome::gone
                                                                      : DatasetOutcome::found_brief;
        co_return answer;
    }

    asio::awaitable<Result<store::HistoryPage>> history(store::HistoryQuery query) override {
        Result<store::HistoryPage> page = co_await store_.history(query);
        co_return page;
    }

    std::vector<std::string> portal_keys() const override { return portals_.keys(); }

    asio::awaitable<Result<std::vector<store::LinkReport>>> links(store::DatasetRecord record
    ) override {
        Result<std::vector<store::LinkReport>> links = co_await store_.links(record.id);
        if (links.has_error())
            co_return links;
        std::set<DistributionId> shown;
        for (const Distribution& one : record.dataset.distributions)
            shown.insert(one.id);
        std::erase_if(*links, [&](const store::LinkReport& link) {
            return !shown.contains(link.distribution);
        });
        co_return links;
    }

    asio::awaitable<Result<std::vector<PortalSummary>>> portals() override {
        Result<std::vector<PortalSummary>> list = co_await portals_.read(listed_age);
        co_return list;
    }

    asio::awaitable<Result<PortalView>> portal(std::string key) override {
        Result<PortalView> view = co_await portal_pages_.read(std::move(key));
        co_return view;
    }

    asio::awaitable<Result<store::RunPage>> runs(store::RunQuery query) override {
        Result<store::RunPage> page = co_await store_.runs(std::move(query));
        co_return page;
    }

    asio::awaitable<Result<RunView>> run(RunId id, Recount recount) override {
        Result<RunView> view = Error(Code::not_found);
        if (recount == Recount::yes)
            view = co_await run_pages_.read(id);
        else
            view = co_await read_run(store_, id, recount);
        if (!view)
            co_return view;
        co_await portals_.refresh();
        view->portal_title = portals_.title(view->report.detail.run.portal_key);
        co_return view;
    }

    asio::awaitable<Result<std::vector<store::ReportedIssue>>>
    run_issues(RunId id, std::int64_t after) override {
        Result<std::vector<store::ReportedIssue>> rows = co_await store_.run_issues(id, after);
        co_return rows;
    }

    asio::awaitable<Result<store::BacklogPage>>
    backlog(std::string portal_key, store::BacklogPlace place) override {
        Result<store::BacklogPage> page = co_await store_.backlog(std::move(portal_key), place);
        co_return page;
    }

    asio::awaitable<Result<HomeView>> home(std::string lang) override {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        Result<std::vector<PortalSummary>> portals = co_await portals_.read(home_age);
        search::SearchQuery query;
        query.sort = search::Sort::first_seen;
        query.page_size = newest_count;
        for (const search::Facet facet :
             {search::Facet::theme, search::Facet::country, search::Facet::format}) {
            search::FacetRequest request;
            request.facet = facet;
            request.values_max = 60;
            query.facets.push_back(request);
        }
        Result<SearchPage> page = co_await run_search(std::move(query), std::move(lang));
        if (!page)
            co_return page.error();
        const search::IndexCounters counters = index_.counters();
        HomeView view;
        view.datasets = counters.datasets;
        view.distributions = counters.distributions;
        view.organizations = counters.organizations;
        view.themes = std::move(page->result.facets[0].items);
        view.countries = std::move(page->result.facets[1].items);
        view.formats = std::move(page->result.facets[2].items);
        view.newest = std::move(page->hits);
        if (portals)
            add_portals(view, *portals);
        co_return view;
    }

    Readiness readiness() const override {
        const search::FollowerStatus status = follower_();
        Readiness out;
        out.index_ready = index_.ready();
        out.database_ok = status.database_ok;
        out.last_contact = status.last_contact;
        out.generation = status.generation;
        out.changing = is_changing(status.generation);
        if (status.last_contact)
            out.lag = std::max(
                std::chrono::seconds(0),
                std::chrono::duration_cast<std::chrono::seconds>(
                    clock_.now() - *status.last_contact
                )
            );
        return out;
    }

private:
    // Titles of portals belong to this thread, all else to the pool.
    asio::awaitable<Result<SearchPage>> run_search(search::SearchQuery query, std::string lang) {
        if (!index_.ready())
            co_return Error(Code::store_unavailable, "index");
        query.seen_until = portals_.seen_until();
        auto job = [this, query = std::move(query), lang = std::move(lang)] {
            return look_up(query, lang);
        };
        Result<SearchPage> page = co_await offload(searches_, std::move(job));
        if (page)
            name_portals(*page);
        co_return page;
    }

    Result<SearchPage> look_up(const search::SearchQuery& query, std::string_view lang) const {
        auto result = index_.search(query);
        if (!result)
            return result.error();
        SearchPage page;
        std::unordered_map<DatasetId, std::size_t> places;
        for (std::size_t i = 0; i < result->hits.size(); ++i)
            places[result->hits[i].id] = i;
        for (search::DisplayRecord& record : index_.display(result->hits)) {
            const std::size_t place = places[record.id];
            const double score = result->hits[place].score;
            page.hits.push_back(make_hit(std::move(record), score, result->matched_words, lang));
            if (place < result->explanations.size())
                page.hits.back().explanation = std::move(result->explanations[place]);
        }
        page.result = std::move(*result);
        return page;
    }

    FreshnessView judge(const FreshnessDates& dates, std::string_view portal_key) const {
        FreshnessView out;
        if (const auto seen = portals_.seen_until())
            if (const auto at = seen->find(portal_key); at != seen->end())
                out.seen_until = at->second;
        out.state = freshness_at(dates, out.seen_until);
        return out;
    }

    void name_portals(SearchPage& page) const {
        for (SearchHit& hit : page.hits) {
            hit.portal_title = portals_.title(hit.record.portal_key);
            hit.freshness = judge(hit.record.freshness, hit.record.portal_key);
        }
        for (search::FacetResult& facet : page.result.facets)
            if (facet.facet == search::Facet::portal)
                for (search::FacetItem& item : facet.items)
                    item.label = portals_.title(item.value);
    }

    static SearchHit make_hit(
        search::DisplayRecord record,
        double score,
        const std::vector<std::string>& words,
        std::string_view lang
    ) {
        SearchHit hit;
        const ShownText title = choose(record.title, lang);
        hit.title = mark_words(title.text, words);
        hit.title_lang = title.lang;
        hit.excerpt = mark_words(excerpt_around(record.excerpt.text, words, excerpt_bytes), words);
        hit.excerpt_lang = record.excerpt.lang;
        hit.publisher = best_text(record.publisher, lang);
        hit.score = score;
        hit.record = std::move(record);
        return hit;
    }

    // Notes when a generation is first seen; any thread.
    bool is_changing(std::int64_t generation) const {
        const auto now =
            std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now().time_since_epoch())
                .count();
        if (seen_generation_.exchange(generation) != generation)
            changed_at_ms_ = now;
        return now - changed_at_ms_ < changing_for.count();
    }

    static void add_portals(HomeView& view, const std::vector<PortalSummary>& portals) {
        for (const PortalSummary& summary : portals) {
            view.portals += summary.portal.enabled;
            if (summary.in_difficulty)
                view.in_difficulty.push_back(summary);
            const auto& run = summary.portal.last_complete_run;
            if (run && run->ended_at && (!view.last_harvest || *view.last_harvest < *run->ended_at))
                view.last_harvest = run->ended_at;
        }
    }

    const search::SearchIndex& index_;
    store::CatalogStore& store_;
    const Clock& clock_;
    std::function<search::FollowerStatus()> follower_;
    asio::any_io_executor searches_;
    PortalCache portals_;
    PortalPages portal_pages_;
    RunPages run_pages_;
    mutable std::atomic<std::int64_t> seen_generation_{0};
    mutable std::atomic<std::int64_t> changed_at_ms_{0};
};

} // namespace

std::unique_ptr<CatalogViews> make_catalog_views(
    const search::SearchIndex& index,
    store::CatalogStore& store,
    const Clock& clock,
    std::function<search::FollowerStatus()> follower,
    asio::any_io_executor searches
) {
    return std::make_unique<IndexedViews>(
        index,
        store,
        clock,
        std::move(follower),
        std::move(searches)
    );
}

} // namespace moisson::views

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CatalogViews: the read side for api and pages, over the index and the store; no HTTP, no SQL.
// Everything is a value. Reads that the index can answer go on without the database (decision 13).
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/freshness.hpp"
#include "model/ids.hpp"
#include "model/issue.hpp"
#include "search/display.hpp"
#include "search/query.hpp"
#include "store/catalog_store.hpp"
#include "views/highlight.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moisson::views {

// The verdict of a dataset as of when its portal was last read in full (decision 6).
struct FreshnessView {
    Freshness state = Freshness::inconnue;
    // Midnight UTC; nothing when it never was.
    std::optional<Instant> seen_until;
};

// -- Search ------------------------------------------------------------------------------------

// One result line. Texts are plain and unescaped; `Marked` says which parts match.
struct SearchHit {
    search::DisplayRecord record;
    // Title in the reader's language, its language, and its matching words.
    Marked title;
    std::string title_lang;
    Marked excerpt;
    std::string excerpt_lang;
    std::string publisher;
    std::string portal_title;
    double score = 0;
    // Parts of the score, when the query asked for them.
    std::vector<search::ScorePart> explanation;
    FreshnessView freshness;
};

struct SearchPage {
    // total, page, page_size, sort, facets (labels of organizations and portals filled), warnings,
    // suggestion, parsed query, next_cursor, generation.
    search::SearchResult result;
    std::vector<SearchHit> hits;
};

// -- One dataset -------------------------------------------------------------------------------

enum class DatasetOutcome {
    // `full`, with everything.
    found,
    // `brief` only: the database is away and the index answered.
    found_brief,
    // Another slug or an alias was asked: redirect to `slug`.
    moved,
    // Archived: `full` (or `brief`) is the last known metadata. Purged: neither, the slug only. The
    // API answers 410.
    gone,
    // Hidden at somebody's request: `takedown` says why; nothing else is known of it.
    taken_down,
    not_found
};

struct DatasetAnswer {
    DatasetOutcome outcome = DatasetOutcome::not_found;
    std::string slug;
    std::optional<store::DatasetRecord> full;
    std::optional<search::DisplayRecord> brief;
    std::optional<Takedown> takedown;
    FreshnessView freshness;
};

// -- Portals and runs --------------------------------------------------------------------------

struct PortalSummary {
    store::PortalSummary portal;
    // The newest run failed, a held one waits for a decision, or none was complete for three
    // intervals.
    bool in_difficulty = false;
    // See FreshnessView.
    std::optional<Instant> seen_until;
};

struct IssueCount {
    Code code = Code::internal_error;
    Severity severity = Severity::error;
    std::int64_t count = 0;
    // At most 5, newest first.
    std::vector<Issue> samples;
};

// Titles and slugs of records, by their id at the source.
using RecordNames = std::map<std::string, store::RecordName>;

struct PortalView {
    PortalSummary summary;
    // Newest first, at most 20.
    std::vector<HarvestRun> runs;
    // Of the records as they are now and, beyond them, of the newest ended run of each source; most
    // frequent first.
    std::vector<IssueCount> issues;
    // Of the records among the samples.
    RecordNames names;
    // Of all its sources, by key.
    std::vector<store::SourceReport> reports;
};

// Whether a run's counters are checked against their rows, which costs as much as there are rows.
enum class Recount { no, yes };

struct RunView {
    // Without a recount, only the `detail`.
    store::RunReport report;
    std::string portal_title;
    // All of the run, most frequent first.
    std::vector<IssueCount> issues;
    // Of the records among the samples.
    RecordNames names;
};

// -- Home --------------------------------------------------------------------------------------

struct HomeView {
    std::int64_t datasets = 0;
    std::int64_t distributions = 0;
    std::int64_t organizations = 0;
    std::int64_t portals = 0;
    std::vector<search::FacetItem> themes;
    std::vector<search::FacetItem> countries;
    std::vector<search::FacetItem> formats;
    // Newest in the catalogue first.
    std::vector<SearchHit> newest;
    std::vector<PortalSummary> in_difficulty;
    std::optional<Instant> last_harvest;
};

// Whether what is shown is fresh: for /readyz, the stale banner and Moisson-Stale-Since.
struct Readiness {
    bool index_ready = false;
    bool database_ok = false;
    // Last contact with the database; nullopt before the first.
    std::optional<Instant> last_contact;
    std::chrono::seconds lag{0};
    std::int64_t generation = 0;
    // The catalogue changed in the last minutes, as while a harvest goes on.
    bool changing = false;
};

class CatalogViews {
public:
    CatalogViews() = default;
    CatalogViews(const CatalogViews&) = delete;
    CatalogViews& operator=(const CatalogViews&) = delete;
    virtual ~CatalogViews() = default;

    // INVALID_ARGUMENT (detail "page" or "cursor") is the reader's fault; STORE_UNAVAILABLE when
    // the index is not ready. `lang` chooses the texts.
    virtual asio::awaitable<Result<SearchPage>>
    search(search::SearchQuery query, std::string lang) = 0;
    // While somebody types; STORE_UNAVAILABLE when the index is not ready.
    virtual asio::awaitable<Result<search::Completions>>
    complete(std::string text, std::size_t count) = 0;
    // A UUID, a slug, an old slug or an alias.
    virtual asio::awaitable<Result<DatasetAnswer>> dataset(std::string id_or_slug) = 0;
    // NOT_FOUND also for a purged one, STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<store::HistoryPage>> history(store::HistoryQuery query) = 0;
    // Of the distributions that are shown, in their order. STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<std::vector<store::LinkReport>>>
    links(store::DatasetRecord record) = 0;
    // As of the last search or list: without the database, and without waiting for it.
    virtual std::vector<std::string> portal_keys() const = 0;
    // At most a second old. Without the database: the last list that was read, if any, else
    // STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<std::vector<PortalSummary>>> portals() = 0;
    // NOT_FOUND, STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<PortalView>> portal(std::string key) = 0;
    virtual asio::awaitable<Result<store::RunPage>> runs(store::RunQuery query) = 0;
    virtual asio::awaitable<Result<RunView>> run(RunId id, Recount recount) = 0;
    // Tables of the reports, page by page: see store::CatalogStore.
    virtual asio::awaitable<Result<std::vector<store::ReportedIssue>>>
    run_issues(RunId id, std::int64_t after) = 0;
    virtual asio::awaitable<Result<store::BacklogPage>>
    backlog(std::string portal_key, store::BacklogPlace place) = 0;
    virtual asio::awaitable<Result<HomeView>> home(std::string lang) = 0;
    // Any thread, never waits.
    virtual Readiness readiness() const = 0;
};

} // namespace moisson::views

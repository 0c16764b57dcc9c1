// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CatalogStore over PostgreSQL: every method is one read-only job on a db thread.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/stores.hpp"

#include <algorithm>
#include <functional>

namespace moisson::store {
namespace {

constexpr std::size_t ids_max = 1000;

class PgCatalogStore final : public CatalogStore {
public:
    PgCatalogStore(Database& database, std::chrono::milliseconds page_time)
        : database_(database), page_time_(page_time) {}

    asio::awaitable<Result<DatasetRecord>> dataset(DatasetId id) override {
        return read<DatasetRecord>("dataset", [id](Connection& c) {
            return store::dataset_by_name(c, to_string(id));
        });
    }
    asio::awaitable<Result<DatasetRecord>> dataset_by_name(std::string name) override {
        return read<DatasetRecord>("dataset_by_name", [name = std::move(name)](Connection& c) {
            return store::dataset_by_name(c, name);
        });
    }
    asio::awaitable<Result<std::vector<DatasetRecord>>> datasets(std::vector<DatasetId> ids
    ) override {
        std::vector<Uuid> wanted;
        for (const DatasetId& id : ids)
            if (wanted.size() < ids_max)
                wanted.push_back(id.uuid);
        return read<std::vector<DatasetRecord>>(
            "datasets",
            [wanted = std::move(wanted)](Connection& c) -> Result<std::vector<DatasetRecord>> {
                std::vector<DatasetRecord> found = read_datasets(c, wanted);
                std::erase_if(found, [](const DatasetRecord& record) {
                    return record.takedown.has_value();
                });
                return found;
            }
        );
    }
    asio::awaitable<Result<std::string>> raw_record(DatasetId id) override {
        return read<std::string>("raw_record", [id, known = dictionaries_](Connection& c) {
            return store::raw_record(c, *known, id);
        });
    }
    asio::awaitable<Result<std::string>> raw_record_by_name(std::string name) override {
        return read<std::string>(
            "raw_record_by_name",
            [name = std::move(name), known = dictionaries_](Connection& c) -> Result<std::string> {
                const std::optional<Uuid> id = dataset_named(c, name);
                if (!id)
                    return Error(Code::not_found, "no dataset " + name);
                return store::raw_record(c, *known, DatasetId(*id));
            }
        );
    }
    asio::awaitable<Result<std::vector<PortalSummary>>> portals() override {
        return read_page<std::vector<PortalSummary>>(
            "portals",
            [](Connection& c) -> Result<std::vector<PortalSummary>> {
                return portal_summaries(c, {});
            }
        );
    }
    asio::awaitable<Result<PortalSummary>> portal(std::string key) override {
        return read_page<PortalSummary>(
            "portal",
            [key = std::move(key)](Connection& c) -> Result<PortalSummary> {
                std::vector<PortalSummary> found;
                if (!key.empty())
                    found = portal_summaries(c, key);
                if (found.empty())
                    return Error(Code::not_found, "no portal " + key);
                return std::move(found.front());
            }
        );
    }
    asio::awaitable<Result<RunPage>> runs(RunQuery query) override {
        return read_page<RunPage>(
            "runs",
            [query = std::move(query)](Connection& c) -> Result<RunPage> {
                return run_page(c, query);
            }
        );
    }
    asio::awaitable<Result<RunDetail>> run(RunId id) override {
        return read<RunDetail>("run", [id](Connection& c) { return run_detail(c, id); });
    }
    asio::awaitable<Result<std::map<std::string, RecordName>>>
    record_names(std::string portal_key, std::vector<std::string> remote_ids) override {
        using Names = std::map<std::string, RecordName>;
        remote_ids.resize(std::min(remote_ids.size(), ids_max));
        return read<Names>(
            "record_names",
            [key = std::move(portal_key), ids = std::move(remote_ids)](Connection& c
            ) -> Result<Names> { return store::record_names(c, key, ids); }
        );
    }
    asio::awaitable<Result<IssuePage>> issues(IssueQuery query) override {
        return read_page<IssuePage>(
            "issues",
            [query = std::move(query)](Connection& c) -> Result<IssuePage> {
                return issue_page(c, query);
            }
        );
    }
    asio::awaitable<Result<std::vector<DatasetCluster>>> clusters(Uuid after, int count) override {
        using Clusters = std::vector<DatasetCluster>;
        return read<Clusters>("clusters", [after, count](Connection& c) -> Result<Clusters> {
            return cluster_page(c, after, count);
        });
    }
    asio::awaitable<Result<RunReport>> run_report(RunId id) override {
        return read<RunReport>("run_report", [id](Connection& c) {
            return store::run_report(c, id);
        });
    }
    asio::awaitable<Result<std::vector<SourceReport>>> source_reports(std::string portal_key
    ) override {
        return read_page<std::vector<SourceReport>>(
            "source_reports",
            [key = std::move(portal_key)](Connection& c) -> Result<std::vector<SourceReport>> {
                return store::source_reports(c, key);
            }
        );
    }
    asio::awaitable<Result<std::vector<ReportedIssue>>>
    run_issues(RunId id, std::int64_t after) override {
        return read<std::vector<ReportedIssue>>("run_issues", [id, after](Connection& c) {
            return store::run_issues(c, id, after);
        });
    }
    asio::awaitable<Result<BacklogPage>>
    backlog(std::string portal_key, BacklogPlace place) override {
        return read<BacklogPage>("backlog", [key = std::move(portal_key), place](Connection& c) {
            return backlog_page(c, key, place);
        });
    }
    asio::awaitable<Result<CatalogCounts>> counts() override {
        return read<CatalogCounts>("counts", [](Connection& c) -> Result<CatalogCounts> {
            return catalog_counts(c);
        });
    }
    asio::awaitable<Result<std::vector<ChangeRow>>>
    changes(ChangeNumber since, int count) override {
        return read<std::vector<ChangeRow>>("changes", [since, count](Connection& c) {
            return change_rows(c, since, count);
        });
    }
    asio::awaitable<Result<HistoryPage>> history(HistoryQuery query) override {
        return read<HistoryPage>("history", [query](Connection& c) {
            return store::history_page(c, query);
        });
    }
    asio::awaitable<Result<std::vector<LinkReport>>> links(DatasetId dataset) override {
        return read<std::vector<LinkReport>>(
            "links",
            [dataset](Connection& c) -> Result<std::vector<LinkReport>> {
                return read_links(c, dataset.uuid);
            }
        );
    }
    asio::awaitable<Result<SchemaStatus>> schema_status() override {
        return read<SchemaStatus>("schema_status", [](Connection& c) -> Result<SchemaStatus> {
            return store::schema_status(c);
        });
    }
    asio::awaitable<Result<std::string>> fingerprint() override {
        return read<std::string>("fingerprint", [known = dictionaries_](Connection& c) {
            // Walks everything: no time limit of a page view.
            c.limit_statements(std::chrono::milliseconds(0));
            return store::fingerprint(c, *known);
        });
    }

private:
    template <class T>
    asio::awaitable<Result<T>>
    read(std::string_view label, std::function<Result<T>(Connection&)> query) {
        return database_.run<T>(
            label,
            [query = std::move(query)](Connection& connection) -> Result<T> {
                Transaction transaction(connection, Transaction::Kind::repeatable_read);
                Result<T> answer = query(connection);
                transaction.commit();
                return answer;
            }
        );
    }

    // For what anybody may ask of a large portal.
    template <class T>
    asio::awaitable<Result<T>>
    read_page(std::string_view label, std::function<Result<T>(Connection&)> query) {
        return read<T>(
            label,
            [limit = page_time_, query = std::move(query)](Connection& connection) -> Result<T> {
                if (limit.count() > 0)
                    connection.limit_statements(limit);
                return query(connection);
            }
        );
    }

    Database& database_;
    const std::chrono::milliseconds page_time_;
    // Shared with jobs that may outlive this object.
    std::shared_ptr<RawDictionaries> dictionaries_ = std::make_shared<RawDictionaries>();
};

} // namespace

std::unique_ptr<CatalogStore>
make_catalog_store(Database& database, std::chrono::milliseconds page_time) {
    return std::make_unique<PgCatalogStore>(database, page_time);
}

} // namespace moisson::store

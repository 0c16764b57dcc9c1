// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parts of CatalogStore, one query group per file. Blocking, on a db thread.
#pragma once

#include "store/catalog_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;
class RawDictionaries;

// Of a dataset `d` whose absence, if it has one, is `a`: when the run that saw it last had begun. A
// probe reads no catalogue: it saw nothing.
inline constexpr const char* last_seen_at = R"sql(
    case when a.dataset is null then
        (select r.started_at from run r where r.source = d.source and r.state = 'complete'
             and r.mode <> 'probe' order by r.id desc limit 1)
    else (select r.started_at from run r where r.id = a.last_seen_run) end)sql";

// The dataset behind a uuid, our slug or an alias; nothing when it was purged.
std::optional<Uuid> dataset_named(Connection& connection, const std::string& name);
Result<DatasetRecord> dataset_by_name(Connection& connection, const std::string& name);
Result<std::string> raw_record(Connection& connection, RawDictionaries& dictionaries, DatasetId id);
// All portals, or the one with this key.
std::vector<PortalSummary> portal_summaries(Connection& connection, const std::string& key);
RunPage run_page(Connection& connection, const RunQuery& query);
RunDetailPage run_detail_page(Connection& connection, const RunQuery& query);
Result<RunDetail> run_detail(Connection& connection, RunId id);
// By id; what does not exist is left out.
std::map<std::int64_t, HarvestRun>
read_runs(Connection& connection, const std::vector<std::int64_t>& ids);
std::map<std::int64_t, RunDetail>
read_run_details(Connection& connection, const std::vector<std::int64_t>& ids);
Result<RunReport> run_report(Connection& connection, RunId id);
std::vector<SourceReport> source_reports(Connection& connection, const std::string& portal_key);
Result<std::vector<ReportedIssue>> run_issues(Connection& connection, RunId id, std::int64_t after);
Result<BacklogPage>
backlog_page(Connection& connection, const std::string& portal_key, const BacklogPlace& place);
IssuePage issue_page(Connection& connection, const IssueQuery& query);
std::map<std::string, RecordName> record_names(
    Connection& connection,
    const std::string& portal_key,
    const std::vector<std::string>& remote_ids
);
// The one the dataset is in.
std::optional<DatasetCluster> cluster_of(Connection& connection, const Uuid& dataset);
// By id.
std::vector<DatasetCluster> cluster_page(Connection& connection, const Uuid& after, int count);
CatalogCounts catalog_counts(Connection& connection);
Result<std::vector<ChangeRow>> change_rows(Connection& connection, ChangeNumber since, int count);
Result<HistoryPage> history_page(Connection& connection, const HistoryQuery& query);
SchemaStatus schema_status(Connection& connection);
// Hex SHA-256 (testing.md 4); memory does not grow with the catalogue. TABLE_DAMAGED when a raw
// record cannot be read.
Result<std::string> fingerprint(Connection& connection, RawDictionaries& dictionaries);

} // namespace moisson::store

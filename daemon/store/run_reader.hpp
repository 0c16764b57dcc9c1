// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rows of `run` and `issue` as values, for the harvest and for the catalogue.
#pragma once

#include "model/harvest_run.hpp"
#include "store/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

class Connection;
class Rows;
class Params;

// Select list of read_run; `r` is the run, `s` its source, `p` its portal, `t` what the pages of a
// run that was not closed add up to (closing fills the row itself).
inline constexpr const char* run_columns =
    "r.id, r.source, s.key, p.key, r.mode, r.state, r.reason, r.started_at, r.ended_at, "
    "coalesce(r.advertised, t.advertised), r.pages + t.pages, r.received + t.received, "
    "r.created + t.created, r.updated + t.updated, r.unchanged + t.unchanged, "
    "r.remapped + t.remapped, r.refused + t.refused, r.missing, r.archived, r.revived + t.revived, "
    "r.mode_reason, r.decision, r.decided_at, r.decided_by, r.decision_reason, "
    "r.renamed + t.renamed, "
    "case when r.state = 'interrupted' and r.resume_at > moisson.now() then r.resume_at end, "
    "r.resume_code";
inline constexpr int run_column_count = 28;
// Beyond HarvestRun, for RunDetail.
inline constexpr const char* run_detail_columns =
    "r.worker, r.requested_at, r.wire_bytes + t.wire_bytes, r.requests + t.requests, "
    "r.retries + t.retries, r.active_before, r.not_modified, r.certificate_expires";
// Of a source `s`: the newest run that ended and read the catalogue, or failed to. Its issues tell
// what is wrong beyond the records.
inline constexpr const char* told_run =
    "(select max(r.id) from run r where r.source = s.id and r.ended_at is not null "
    "and (r.mode <> 'probe' or r.state <> 'complete'))";
// Of a row `c` of `issue` or `issue_count`: no question of a held run that somebody has answered,
// and not what a run says of itself alone.
inline constexpr const char* still_open =
    "c.code <> 'SETTINGS_CHANGED' and "
    "not (c.code in ('MASS_DELETION_HELD', 'MASS_ARRIVAL_HELD') and exists (select from run h "
    "where h.id = c.run "
    "and h.decision is not null))";
inline constexpr const char* run_tables = R"sql(
from run r join source s on s.id = r.source join portal p on p.id = s.portal
cross join lateral (
    select count(*) as pages, coalesce(sum(q.received), 0)::bigint as received,
        coalesce(sum(q.created), 0)::bigint as created,
        coalesce(sum(q.updated), 0)::bigint as updated,
        coalesce(sum(q.unchanged), 0)::bigint as unchanged,
        coalesce(sum(q.remapped), 0)::bigint as remapped,
        coalesce(sum(q.refused), 0)::bigint as refused,
        coalesce(sum(q.revived), 0)::bigint as revived,
        coalesce(sum(q.renamed), 0)::bigint as renamed,
        coalesce(sum(q.wire_bytes), 0)::bigint as wire_bytes,
        coalesce(sum(q.requests), 0)::bigint as requests,
        coalesce(sum(q.retries), 0)::bigint as retries,
        (array_agg(q.advertised order by q.page desc) filter (where q.advertised is not null))[1]
            as advertised
    from run_page q where q.run = r.id and r.pages = 0) t
)sql";

HarvestRun read_run(const Rows& rows, int row);
// Name of the code behind a run that waits, of its `resume_code`.
std::string resume_reason(std::string_view stored);
// Fills `issues` of all runs with one query.
void read_issue_counts(Connection& connection, std::vector<HarvestRun*> runs);

// Select list of read_issue; `i` is the issue, `s` its source, `p` its portal.
inline constexpr const char* issue_columns =
    "i.id, i.run, p.key, s.key, i.code, i.stage, i.severity, i.remote_id, i.remote_url, i.detail, "
    "i.excerpt, i.at";
inline constexpr int issue_column_count = 12;
IssueRow read_issue(const Rows& rows, int row);

// A row of `issue` of run $1 that everybody may see: not of a record that was taken down. Nothing
// is looked up while none is.
inline constexpr const char* shown_issue = R"sql(
    (issue.remote_id = '' or not exists (select from takedown where lifted_at is null)
     or not exists (select from remote_id x join dataset d on d.id = x.dataset
                    join takedown t on t.scope in (d.id, d.publisher)
                    where x.source = (select source from run where id = $1)
                      and x.remote_id = issue.remote_id
                      and t.lifted_at is null and t.kind <> 'distribution')))sql";

} // namespace moisson::store

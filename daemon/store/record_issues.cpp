// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/record_issues.hpp"

#include "core/json_access.hpp"
#include "store/connection.hpp"
#include "store/issue_writer.hpp"
#include "store/json_writer.hpp"
#include "store/run_reader.hpp"
#include "store/unmapped.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

constexpr std::size_t samples_max = 5;

constexpr const char* forget_sums = "delete from source_issue where source = $1";

// $1 source, $2 samples of a code.
constexpr const char* write_sums = R"sql(
with listed as materialized (
    select i.dataset, c.code, c.position,
        row_number() over (partition by c.code order by i.dataset, c.position) as rank
    from dataset_issue i join dataset d on d.id = i.dataset and d.state = 'active'
    cross join unnest(i.codes) with ordinality c (code, position)
    where i.source = $1
      and not exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
                      and t.scope in (d.id, d.publisher))),
sampled as (
    select l.code, json_agg(json_build_array(d.remote_id,
            coalesce(d.metadata ->> 'remote_url', ''), i.issues -> (l.position - 1)::integer)
        order by l.rank) as samples
    from listed l join dataset_issue i on i.dataset = l.dataset join dataset d on d.id = l.dataset
    where l.rank <= $2 group by l.code)
insert into source_issue (source, code, total, samples)
select $1, n.code, n.total, s.samples
from (select code, count(*) as total from listed group by code) n join sampled s on s.code = n.code)sql";

Issue decode_issue(const json::Value& value) {
    Issue issue;
    issue.code = code_from_string(json::text(value, "code")).value_or(Code::internal_error);
    issue.stage = stage_from_string(json::text(value, "stage")).value_or(Stage::store);
    issue.severity =
        severity_from_string(json::text(value, "severity")).value_or(usual_severity(issue.code));
    issue.remote_url = json::text(value, "url");
    issue.detail = json::text(value, "detail");
    issue.excerpt = json::text(value, "excerpt");
    return issue;
}

// [remote_id, remote_url, issue]
void add_samples(std::string_view text, std::vector<Issue>& out) {
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed || !parsed->is_array())
        return;
    for (const json::Value& sample : *parsed) {
        if (out.size() >= samples_max || !sample.is_array() || sample.size() != 3)
            return;
        Issue issue = decode_issue(sample[2]);
        issue.remote_id = json::scalar(sample[0]);
        if (issue.remote_url.empty())
            issue.remote_url = json::scalar(sample[1]);
        out.push_back(std::move(issue));
    }
}

} // namespace

std::string encode_issues(const std::vector<Issue>& issues, std::string_view remote_url) {
    std::string out = "[";
    for (const Issue& issue : issues) {
        if (out.size() > 1)
            out += ',';
        const CleanIssue clean(issue);
        JsonObject object(out);
        object.text("code", to_string(issue.code));
        object.text("stage", to_string(issue.stage));
        if (issue.severity != usual_severity(issue.code))
            object.text("severity", to_string(issue.severity));
        if (clean.remote_url != remote_url)
            object.text("url", clean.remote_url);
        object.text("detail", clean.detail);
        object.text("excerpt", clean.excerpt);
        object.close();
    }
    return out += ']';
}

std::vector<Issue>
decode_issues(std::string_view text, const std::string& remote_id, const std::string& remote_url) {
    std::vector<Issue> out;
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed || !parsed->is_array())
        return out;
    for (const json::Value& value : *parsed) {
        Issue& issue = out.emplace_back(decode_issue(value));
        issue.remote_id = remote_id;
        if (issue.remote_url.empty())
            issue.remote_url = remote_url;
    }
    return out;
}

std::vector<Issue> record_issues(
    Connection& connection,
    const Uuid& dataset,
    const std::string& remote_id,
    const std::string& remote_url
) {
    const Rows rows = connection.exec_prepared(
        "select issues from dataset_issue where dataset = $1",
        Params(dataset)
    );
    if (rows.size() == 0)
        return {};
    return decode_issues(rows.text(0, 0), remote_id, remote_url);
}

void sum_record_issues(Connection& connection, std::int64_t source) {
    // Whoever sums at the same time would not see the other's rows.
    connection.exec("select from source where id = $1 for update", Params(source));
    connection.exec(forget_sums, Params(source));
    connection.exec(write_sums, Params(source, static_cast<std::int64_t>(samples_max)));
    note_unmapped(connection, source);
}

void add_portal_issues(
    Connection& connection,
    const std::map<std::int64_t, PortalSummary*>& by_source,
    const std::vector<std::int64_t>& last_ended_runs,
    bool samples
) {
    std::vector<std::int64_t> sources;
    for (const auto& [source, portal] : by_source)
        sources.push_back(source);
    const Rows sums = connection.exec(
        "select source, code, total, case when $2 then samples end from source_issue "
        "where source = any($1) order by source, code",
        Params(sources, samples)
    );
    for (int i = 0; i < sums.size(); ++i) {
        PortalSummary& portal = *by_source.at(sums.int64(i, 0));
        portal.issues[sums.str(i, 1)] += sums.int64(i, 2);
        if (samples)
            add_samples(sums.text(i, 3), portal.issue_samples[sums.str(i, 1)]);
    }
    static const std::string beyond_sql = fmt::format(
        "select r.source, c.code, c.total - c.on_record from issue_count c "
        "join run r on r.id = c.run where c.run = any($1) and c.total > c.on_record and {}",
        still_open
    );
    const Rows runs = connection.exec(beyond_sql.c_str(), Params(last_ended_runs));
    for (int i = 0; i < runs.size(); ++i)
        by_source.at(runs.int64(i, 0))->issues[runs.str(i, 1)] += runs.int64(i, 2);
}

} // namespace moisson::store

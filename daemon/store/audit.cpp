// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/audit.hpp"

#include "core/json_access.hpp"
#include "store/connection.hpp"

namespace moisson::store {
namespace {

constexpr const char* select_audit = R"sql(
select id, at, actor, action, subject, detail::text from audit
where ($1::bigint is null or id < $1) and ($2 = '' or actor = $2 or starts_with(actor, $2 || ' ('))
order by id desc limit $3)sql";

constexpr const char* insert_row = "insert into audit (at, actor, action, subject, detail) "
                                   "values (moisson.now(), $1, $2, $3, $4::text::jsonb)";

Result<std::vector<AuditRow>> list(Connection& connection, const AuditQuery& query) {
    const Rows rows = connection.exec(select_audit, Params(query.before, query.actor, query.limit));
    std::vector<AuditRow> out;
    for (int i = 0; i < rows.size(); ++i) {
        AuditRow& row = out.emplace_back();
        row.id = rows.int64(i, 0);
        row.at = rows.instant(i, 1);
        row.actor = rows.str(i, 2);
        row.action = rows.str(i, 3);
        row.subject = rows.str(i, 4);
        row.detail = rows.str(i, 5);
    }
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<AuditRow>>> list_audit(Database& database, AuditQuery query) {
    std::function<Result<std::vector<AuditRow>>(Connection&)> job =
        [asked = std::move(query)](Connection& c) { return list(c, asked); };
    Result<std::vector<AuditRow>> rows =
        co_await database.run<std::vector<AuditRow>>("list_audit", std::move(job));
    co_return rows;
}

void put_audit(
    Connection& connection,
    std::string_view actor,
    std::string_view action,
    std::string_view subject,
    std::string_view detail
) {
    connection.exec(insert_row, Params(actor, action, subject, detail));
}

void put_audit_reason(
    Connection& connection,
    std::string_view actor,
    std::string_view action,
    std::string_view subject,
    const std::string& reason
) {
    const json::Value detail = {{"reason", reason}};
    put_audit(connection, actor, action, subject, json::dump(detail));
}

} // namespace moisson::store

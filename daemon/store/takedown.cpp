// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/takedown.hpp"

#include "store/connection.hpp"
#include "store/merge_sql.hpp"
#include "store/place.hpp"
#include "store/record_issues.hpp"
#include "store/record_writer.hpp"
#include "store/takedown_target.hpp"

namespace moisson::store {
namespace {

constexpr std::int64_t takedowns_max = 1000;

constexpr const char* select_takedowns = R"sql(
select t.id, t.kind, t.subject, t.label, t.ground, t.reason, t.author, t.at, t.lifted_at,
    t.lifted_by, t.lift_reason
from takedown t join portal p on p.id = t.portal
where ($1::bigint is null or t.id = $1) and ($2 or t.lifted_at is null)
  and ($4::text[] is null or p.key = any($4))
order by t.id desc limit $3)sql";

constexpr const char* lock_by_id =
    "select id, portal from takedown where id = $1 and lifted_at is null for update";
// The last one of a number, else of a subject or a label.
constexpr const char* find_lifted =
    "select id from takedown where lifted_at is not null and "
    "case when $1::bigint is not null then id = $1 else subject = $2 or label = $3 end "
    "order by id desc limit 1";
constexpr const char* lock_in_force =
    "select id, portal from takedown where subject = $1 and lifted_at is null for update";
// By the name that it had then: what it hides may be gone from the tables.
constexpr const char* find_by_label =
    "select id, portal from takedown where label = $1 and lifted_at is null order by id limit 1 "
    "for update";

constexpr const char* insert_takedown = R"sql(
insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, moisson.now())
returning id)sql";

// With the datasets that left the organization since (see merge::update).
constexpr const char* put_lift = "update takedown set lifted_at = moisson.now(), lifted_by = $2, "
                                 "lift_reason = $3 "
                                 "where (id = $1 or organization = $1) and lifted_at is null";

// $1 takedown, $2 cause. What another takedown hides before and after does not change. A dataset
// that loses or regains a resource is another one for readers, not gone. Of those that left the
// organization, the ones that are shown again with it.
constexpr const char* announce_datasets = R"sql(
with concerned as (
    select d.id, d.publisher, t.kind from takedown t join dataset d on d.id = t.scope
    where t.id = $1 and t.kind <> 'organization'
    union all
    select d.id, d.publisher, t.kind from takedown t join source s on s.portal = t.portal
    join dataset d on d.source = s.id and d.publisher = t.scope
    where t.id = $1 and t.kind = 'organization'
    union
    select d.id, d.publisher, t.kind from takedown t
    join takedown left_it on left_it.organization = t.id and left_it.lifted_at = t.lifted_at
    join dataset d on d.id = left_it.scope
    where t.id = $1)
insert into stage_verdict (dataset, cause)
select c.id, case when c.kind = 'distribution' then 'remapped' else $2 end from concerned c
where not exists (select from takedown o
                  where o.id <> $1 and o.lifted_at is null and o.kind <> 'distribution'
                    and o.scope in (c.id, c.publisher)))sql";

// Their history gets an entry: see merge::history.
constexpr const char* lock_datasets =
    "select from dataset d where d.id in (select dataset from stage_verdict) order by d.id for no "
    "key update";

// Who reads what changed since then hears of what is shown again, and of resources that come or go.
constexpr const char* touch_datasets =
    "update dataset d set changed_at = moisson.now() from stage_verdict v where v.dataset = d.id "
    "and v.cause <> 'taken_down' and d.state in ('active', 'missing')";

constexpr const char* find_sources = "select distinct d.source from dataset d join stage_verdict v "
                                     "on v.dataset = d.id order by d.source";

constexpr const char* put_takedown_event = R"sql(
insert into event (kind, subject, at, payload)
select $2, 'takedown:' || t.id, moisson.now(), jsonb_build_object('by', $3::text,
    'reason', $4::text, 'kind', t.kind, 'label', t.label, 'ground', t.ground)
from takedown t where t.id = $1)sql";

TakedownRow read_takedown(const Rows& rows, int row) {
    TakedownRow out;
    out.id = rows.int64(row, 0);
    out.kind = takedown_kind_from_string(rows.text(row, 1)).value_or(TakedownKind::dataset);
    out.subject = rows.uuid(row, 2);
    out.label = rows.str(row, 3);
    out.takedown.ground =
        rows.text(row, 4) == "law" ? TakedownGround::law : TakedownGround::request;
    out.takedown.reason = rows.str(row, 5);
    out.author = rows.str(row, 6);
    out.takedown.at = rows.instant(row, 7);
    out.lifted_at = rows.optional_instant(row, 8);
    out.lifted_by = rows.str(row, 9);
    out.lift_reason = rows.str(row, 10);
    return out;
}

TakedownRow read_one(Connection& connection, std::int64_t id) {
    const std::optional<std::int64_t> which(id);
    const std::optional<std::vector<std::string>> anywhere;
    const Rows rows =
        connection.exec(select_takedowns, Params(which, true, takedowns_max, anywhere));
    return read_takedown(rows, 0);
}

// As it is: somebody did the same before.
TakedownRow read_unchanged(Connection& connection, std::int64_t id) {
    TakedownRow row = read_one(connection, id);
    row.unchanged = true;
    return row;
}

// What both ways end with. The lock of `merge::slug_lock` is held: no page of the portal commits a
// dataset of the organization between the look and the commit.
TakedownRow conclude(
    Connection& connection,
    std::int64_t id,
    const char* cause,
    const char* event,
    const TakedownRequest& request
) {
    connection.exec(put_takedown_event, Params(id, event, request.by, request.reason));
    const std::int64_t changed = connection.exec(announce_datasets, Params(id, cause)).affected();
    connection.exec(lock_datasets);
    connection.exec(touch_datasets);
    const Rows sources = connection.exec(find_sources);
    for (int i = 0; i < sources.size(); ++i)
        sum_record_issues(connection, sources.int64(i, 0));
    TakedownRow row = read_one(connection, id);
    row.datasets = changed;
    return row;
}

Result<TakedownRow> take(Connection& connection, const TakedownRequest& request) {
    std::optional<Error> refused;
    TakedownRow row;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        const Result<TakedownTarget> target = find_target(connection, request.name);
        if (!target) {
            refused = target.error();
            return PageOutcome{};
        }
        connection.exec(merge::slug_lock, Params(target->portal));
        const Rows known = connection.exec(lock_in_force, Params(target->subject));
        if (known.size() > 0) {
            row = read_unchanged(connection, known.int64(0, 0));
            return PageOutcome{};
        }
        const Rows inserted = connection.exec(
            insert_takedown,
            Params(
                to_string(target->kind),
                target->subject,
                target->scope,
                target->portal,
                target->label,
                to_string(request.ground),
                request.reason,
                request.by
            )
        );
        row = conclude(connection, inserted.int64(0, 0), "taken_down", "takedown.made", request);
        number_changes(connection, std::nullopt);
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    if (refused)
        return std::move(*refused);
    return row;
}

// Of the dataset, organization or resource of this name.
Uuid takedown_subject(Connection& connection, const std::string& name) {
    const Result<TakedownTarget> target = find_target(connection, name);
    return target ? target->subject : uuid_from_string(name).value_or(Uuid{});
}

// What a request to lift names.
struct Wanted {
    std::optional<std::int64_t> id;
    Uuid subject;
    std::string label;
};

Wanted wanted_of(Connection& connection, const TakedownRequest& request) {
    Wanted wanted;
    wanted.id = request.id;
    if (request.id)
        return wanted;
    wanted.subject = takedown_subject(connection, request.name);
    wanted.label = request.name;
    return wanted;
}

// The takedown in force: its id and portal.
std::optional<std::pair<std::int64_t, std::int64_t>>
find_takedown(Connection& connection, const Wanted& wanted) {
    Rows rows = wanted.id ? connection.exec(lock_by_id, Params(*wanted.id))
                          : connection.exec(lock_in_force, Params(wanted.subject));
    if (rows.size() == 0 && !wanted.id)
        rows = connection.exec(find_by_label, Params(wanted.label));
    if (rows.size() == 0)
        return std::nullopt;
    return std::pair(rows.int64(0, 0), rows.int64(0, 1));
}

Result<TakedownRow> lift(Connection& connection, const TakedownRequest& request) {
    bool found = false;
    TakedownRow row;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        const Wanted wanted = wanted_of(connection, request);
        const auto takedown = find_takedown(connection, wanted);
        if (!takedown) {
            const Rows lifted =
                connection.exec(find_lifted, Params(wanted.id, wanted.subject, wanted.label));
            found = lifted.size() > 0;
            if (found)
                row = read_unchanged(connection, lifted.int64(0, 0));
            return PageOutcome{};
        }
        found = true;
        connection.exec(merge::slug_lock, Params(takedown->second));
        connection.exec(put_lift, Params(takedown->first, request.by, request.reason));
        row = conclude(connection, takedown->first, "restored", "takedown.lifted", request);
        number_changes(connection, std::nullopt);
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    if (!found)
        return request.id
                   ? Error(Code::not_found, "no takedown " + std::to_string(*request.id))
                   : Error(Code::not_found, "nothing called " + request.name + " is taken down");
    return row;
}

Result<std::vector<TakedownRow>>
list(Connection& connection, TakedownList which, const Remit& remit) {
    const std::optional<std::int64_t> any;
    const bool all = which == TakedownList::all;
    const auto portals = portals_within(connection, remit);
    const Rows rows = connection.exec(select_takedowns, Params(any, all, takedowns_max, portals));
    std::vector<TakedownRow> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_takedown(rows, i));
    return out;
}

} // namespace

asio::awaitable<Result<TakedownRow>> take_down(Database& database, TakedownRequest request) {
    std::function<Result<TakedownRow>(Connection&)> job = [asked = std::move(request)](Connection& c
                                                          ) { return take(c, asked); };
    Result<TakedownRow> row = co_await database.run<TakedownRow>("take_down", std::move(job));
    co_return row;
}

asio::awaitable<Result<TakedownRow>> lift_takedown(Database& database, TakedownRequest request) {
    std::function<Result<TakedownRow>(Connection&)> job = [asked = std::move(request)](Connection& c
                                                          ) { return lift(c, asked); };
    Result<TakedownRow> row = co_await database.run<TakedownRow>("lift_takedown", std::move(job));
    co_return row;
}

asio::awaitable<Result<std::vector<TakedownRow>>>
list_takedowns(Database& database, TakedownList which, Remit remit) {
    std::function<Result<std::vector<TakedownRow>>(Connection&)> job =
        [which, within = std::move(remit)](Connection& c) { return list(c, which, within); };
    Result<std::vector<TakedownRow>> rows =
        co_await database.run<std::vector<TakedownRow>>("list_takedowns", std::move(job));
    co_return rows;
}

} // namespace moisson::store

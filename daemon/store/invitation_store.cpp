// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/invitation_store.hpp"

#include "core/digest.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/message_rows.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

// Contacts of active datasets, one row per address and organization. {0}: which datasets; {1}:
// which addresses. Late is what was late when its source was last seen whole (decision 6).
constexpr const char* found_sql = R"sql(
with found as materialized (
    select c.address, d.publisher, s.portal, count(*) as datasets,
        count(*) filter (where g.basis = 'declared' and g.late_at <= n.seen) as late,
        count(*) filter (where g.links in ('broken', 'partial')) as broken
    from source s
    cross join lateral (
        select max(t.started_at) as seen from run t
        where t.source = s.id and t.state = 'complete' and t.mode <> 'probe') n
    join dataset d on d.source = s.id
    left join dataset_signal g on g.dataset = d.id
    cross join lateral (
        select distinct lower(trim(e ->> 'email')) as address
        from json_array_elements(case json_typeof(d.metadata -> 'contacts')
                                 when 'array' then d.metadata -> 'contacts' else '[]' end) e) c
    where d.state = 'active' and d.publisher is not null and {0}
      and c.address like '%_@_%._%' and {1}
      and not exists (select from takedown x where x.lifted_at is null
                      and x.scope in (d.id, d.publisher))
    group by c.address, d.publisher, s.portal)
select f.address, f.publisher, coalesce(a.name->0->>1, a.name->>0, a.key), p.key,
    coalesce(nullif(p.title, ''), p.key), f.datasets, f.late, f.broken
from found f join portal p on p.id = f.portal join agent a on a.id = f.publisher )sql";

// Of an address as SHA-256, $1.
constexpr const char* is_suppressed = "select exists (select from suppression where address = $1)";
constexpr const char* invited_lately = "select exists (select from invitation where address = $1 "
                                       "and released_at > moisson.now() - interval '1 year')";
// $1 the address. Who left does not want to hear of us.
constexpr const char* is_subscribed =
    "select exists (select from subscriber r join subscription s on s.subscriber = r.id "
    "where r.address = $1)";

constexpr const char* add_invitation = R"sql(
insert into invitation (address, organization, portal, released_by, reason, released_at)
values ($1, $2, $3, $4, $5, moisson.now()) returning id, released_at)sql";
constexpr const char* note_message = R"sql(
update invitation set message = (select id from message where message_id = $2) where id = $1)sql";

constexpr const char* list_sql = R"sql(
select i.id, coalesce(m.recipient, ''), i.organization, coalesce(a.name->0->>1, a.name->>0, a.key, ''),
    i.portal, coalesce(nullif(p.title, ''), i.portal), i.released_by, i.released_at,
    coalesce(m.state, ''), i.bounced_at
from invitation i
left join message m on m.id = i.message
left join agent a on a.id = i.organization
left join portal p on p.key = i.portal
order by i.id desc limit 200)sql";

constexpr const char* address_of = "select address from invitation where id = $1";
constexpr const char* decline = R"sql(
insert into suppression (address, reason, at)
select i.address, 'refused', moisson.now() from invitation i where i.id = $1
on conflict (address) do nothing)sql";

Bytes hash_of(const std::string& address) {
    const Digest digest = sha256(address);
    return bytes_of(digest);
}

InvitationCandidate read_candidate(const Rows& rows, int row) {
    InvitationCandidate out;
    out.address = rows.str(row, 0);
    out.organization = rows.uuid(row, 1);
    out.organization_title = rows.str(row, 2);
    out.portal = rows.str(row, 3);
    out.portal_title = rows.str(row, 4);
    out.datasets = rows.int64(row, 5);
    out.late = rows.int64(row, 6);
    out.broken = rows.int64(row, 7);
    return out;
}

Result<InvitationCandidate> find_candidate(Connection& db, const InvitationWish& wish) {
    static const std::string sql =
        fmt::format(found_sql, "d.publisher = $1", "c.address = $2") + "limit 1";
    const Rows rows = db.exec(sql.c_str(), Params(wish.organization, wish.address));
    if (rows.size() == 0)
        return Error(Code::not_found, "no dataset of this organization gives this address");
    if (db.exec(is_suppressed, Params(hash_of(wish.address))).boolean(0, 0))
        return Error(Code::invalid_argument, "this address refused every message");
    if (db.exec(is_subscribed, Params(wish.address)).boolean(0, 0))
        return Error(Code::invalid_argument, "this address is or was subscribed");
    if (db.exec(invited_lately, Params(hash_of(wish.address))).boolean(0, 0))
        return Error(Code::invalid_argument, "this address was invited less than a year ago");
    return read_candidate(rows, 0);
}

Result<Invitation>
release(Connection& db, const InvitationWish& wish, const InvitationWriter& write) {
    Transaction transaction(db);
    // Two people who let the same one go: the second is told.
    db.exec("select pg_advisory_xact_lock(hashtextextended('moisson invitation', 0))");
    const Result<InvitationCandidate> to = find_candidate(db, wish);
    if (!to)
        return to.error();
    Invitation out;
    out.to = *to;
    out.released_by = wish.by;
    const Rows row = db.exec(
        add_invitation,
        Params(hash_of(wish.address), wish.organization, out.to.portal, wish.by, wish.reason)
    );
    out.id = row.int64(0, 0);
    out.released_at = row.instant(0, 1);
    out.state = "queued";
    const NewMessage mail = write(out);
    insert_message(db, std::nullopt, mail);
    db.exec(note_message, Params(out.id, mail.message_id));
    // Not the address: the log is for ever.
    put_audit_reason(
        db,
        wish.by,
        "invitation.released",
        "invitation:" + std::to_string(out.id),
        wish.reason
    );
    transaction.commit();
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<InvitationCandidate>>>
invitation_candidates(Database& database, std::string portal) {
    using List = std::vector<InvitationCandidate>;
    std::function<Result<List>(Connection&)> job = [portal = std::move(portal)](Connection& db
                                                   ) -> Result<List> {
        static const std::string sql =
            fmt::format(
                found_sql,
                "s.portal = (select id from portal where key = $1)",
                "not exists (select from suppression x where x.address = "
                "sha256(convert_to(c.address, 'UTF8')))"
            ) +
            "where not exists (select from subscriber r join subscription s on s.subscriber = r.id "
            "where r.address = f.address) "
            "and not exists (select from invitation i where i.address = "
            "sha256(convert_to(f.address, 'UTF8')) "
            "and i.released_at > moisson.now() - interval '1 year') "
            "order by f.late + f.broken desc, f.datasets desc, f.address, f.publisher limit 500";
        const Rows rows = db.exec(sql.c_str(), Params(portal));
        List out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_candidate(rows, i));
        return out;
    };
    co_return co_await database.run("invitation_candidates", std::move(job));
}

asio::awaitable<Result<Invitation>>
release_invitation(Database& database, InvitationWish wish, InvitationWriter write) {
    std::function<Result<Invitation>(Connection&)> job = [wish = std::move(wish),
                                                          write = std::move(write)](Connection& db
                                                         ) { return release(db, wish, write); };
    co_return co_await database.run("release_invitation", std::move(job));
}

asio::awaitable<Result<std::vector<Invitation>>> list_invitations(Database& database) {
    using List = std::vector<Invitation>;
    std::function<Result<List>(Connection&)> job = [](Connection& db) -> Result<List> {
        const Rows rows = db.exec(list_sql);
        List out;
        for (int i = 0; i < rows.size(); ++i) {
            Invitation& one = out.emplace_back();
            one.id = rows.int64(i, 0);
            one.to.address = rows.str(i, 1);
            one.to.organization = rows.uuid(i, 2);
            one.to.organization_title = rows.str(i, 3);
            one.to.portal = rows.str(i, 4);
            one.to.portal_title = rows.str(i, 5);
            one.released_by = rows.str(i, 6);
            one.released_at = rows.instant(i, 7);
            one.state = rows.str(i, 8);
            one.bounced_at = rows.optional_instant(i, 9);
        }
        return out;
    };
    co_return co_await database.run("list_invitations", std::move(job));
}

asio::awaitable<Result<void>> decline_invitation(Database& database, std::int64_t id) {
    std::function<Result<void>(Connection&)> job = [id](Connection& db) -> Result<void> {
        if (db.exec(address_of, Params(id)).size() == 0)
            return Error(Code::not_found, "no such invitation");
        db.exec(decline, Params(id));
        return {};
    };
    co_return co_await database.run("decline_invitation", std::move(job));
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Messages that came back or were not wanted, and what that means for their readers.
#include "store/connection.hpp"
#include "store/message_rows.hpp"

namespace moisson::store {
namespace {

constexpr const char* message_of = R"sql(
select subscriber, sent_at > moisson.now() - $2 * interval '1 hour', recipient <> '' from message
where id = $1 and sent_at is not null)sql";
// Of an invitation: there is no subscriber to disable.
constexpr const char* bounce_invitation =
    "update invitation set bounced_at = moisson.now() where message = $1 and bounced_at is null";
constexpr const char* suppress_recipient = R"sql(
insert into suppression (address, reason, at)
select sha256(convert_to(recipient, 'UTF8')), 'complaint', moisson.now() from message where id = $1
on conflict (address) do update set reason = 'complaint')sql";
// Servers report one message several times, while they still try and when they give up: that is one
// soft bounce.
constexpr const char* add_bounce = R"sql(
insert into bounce (subscriber, message, at, kind, status, detail)
select $1, $2, moisson.now(), $3, $4, $5
where $3 <> 'soft' or not exists (
    select from bounce b where b.message = $2 and b.kind = 'soft' and not b.forgiven))sql";
constexpr const char* add_excused_bounce = R"sql(
insert into bounce (subscriber, message, at, kind, status, detail, forgiven)
values ($1, $2, moisson.now(), 'soft', '', $3, true))sql";
constexpr const char* disable_subscriber =
    "update subscriber set disabled = 'bounce' where id = $1";
constexpr const char* suppress_subscriber = R"sql(
insert into suppression (address, reason, at)
select sha256(convert_to(address, 'UTF8')), 'complaint', moisson.now() from subscriber where id = $1
on conflict (address) do update set reason = 'complaint')sql";
constexpr const char* leave_after_complaint = R"sql(
update subscription set state = 'left', left_at = moisson.now(), left_because = 'complaint'
where subscriber = $1 and state <> 'left')sql";
constexpr const char* soft_bounces = R"sql(
select count(*) from bounce where subscriber = $1 and kind = 'soft' and not forgiven
    and at > moisson.now() - $2 * interval '1 hour')sql";
constexpr const char* pause_until = R"sql(
update subscriber set paused_until = moisson.now() + $2 * interval '1 hour' where id = $1)sql";

std::string_view bounce_word(BounceKind kind) {
    switch (kind) {
    case BounceKind::hard:
        return "hard";
    case BounceKind::soft:
        return "soft";
    case BounceKind::complaint:
        break;
    }
    return "complaint";
}

BounceEffect apply_strange_bounce(Connection& db, std::int64_t message, BounceKind kind) {
    if (kind == BounceKind::complaint) {
        db.exec(suppress_recipient, Params(message));
        return BounceEffect::suppressed;
    }
    if (kind == BounceKind::soft)
        return BounceEffect::recorded;
    db.exec(bounce_invitation, Params(message));
    return BounceEffect::disabled;
}

BounceEffect
apply_bounce(Connection& db, std::int64_t person, BounceKind kind, const BounceLimits& limits) {
    const auto hours = [](std::chrono::hours value) {
        return static_cast<std::int64_t>(value.count());
    };
    if (kind == BounceKind::complaint) {
        db.exec(suppress_subscriber, Params(person));
        db.exec(leave_after_complaint, Params(person));
        return BounceEffect::suppressed;
    }
    if (kind == BounceKind::hard) {
        db.exec(disable_subscriber, Params(person));
        return BounceEffect::disabled;
    }
    if (db.exec(soft_bounces, Params(person, hours(limits.soft_within))).int64(0, 0) <
        limits.soft_max)
        return BounceEffect::recorded;
    db.exec(pause_until, Params(person, hours(limits.pause)));
    return BounceEffect::paused;
}

} // namespace

BounceEffect put_bounce(
    Connection& db,
    std::optional<std::int64_t> person,
    std::int64_t message,
    BounceKind kind,
    std::string_view status,
    std::string_view detail,
    const BounceLimits& limits
) {
    const Rows added =
        db.exec(add_bounce, Params(person, message, bounce_word(kind), status, detail));
    // Said before: it lengthens no pause either.
    if (added.affected() == 0)
        return BounceEffect::recorded;
    return person ? apply_bounce(db, *person, kind, limits)
                  : apply_strange_bounce(db, message, kind);
}

void put_excused_bounce(
    Connection& db,
    std::optional<std::int64_t> person,
    std::int64_t message,
    std::string_view detail
) {
    db.exec(add_excused_bounce, Params(person, message, detail));
}

asio::awaitable<Result<BounceEffect>> record_bounce(
    Database& database,
    std::int64_t message,
    BounceKind kind,
    std::string status,
    std::string detail,
    BounceLimits limits
) {
    std::function<Result<BounceEffect>(Connection&)> job =
        [=, status = std::move(status), detail = std::move(detail)](Connection& db
        ) -> Result<BounceEffect> {
        Transaction transaction(db);
        const Rows rows = db.exec(
            message_of,
            Params(message, static_cast<std::int64_t>(limits.message_age.count()))
        );
        const bool erased = rows.size() > 0 && rows.is_null(0, 0) && !rows.boolean(0, 2);
        if (rows.size() == 0 || erased || !rows.boolean(0, 1))
            return Error(Code::not_found, "no message that this could be about");
        const std::optional<std::int64_t> person = rows.optional_int64(0, 0);
        const BounceEffect effect = put_bounce(db, person, message, kind, status, detail, limits);
        transaction.commit();
        return effect;
    };
    co_return co_await database.run("record_bounce", std::move(job));
}

} // namespace moisson::store

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/schedule_store.hpp"

#include "store/connection.hpp"
#include "store/stores.hpp"

namespace moisson::store {
namespace {

constexpr const char* select_facts = R"sql(
select s.id, s.key, moisson.now(), s.anchor, s.next_at, s.paused_until, s.schedule, s.failures,
    s.failing_since, s.failed_at, s.suspended_at
from source s where s.enabled order by s.id)sql";

constexpr const char* write_update = R"sql(
update source set next_at = $3, paused_until = $5, schedule = $6,
    next_mode = case when next_at is not distinct from $3 and schedule = $6 then next_mode
                     else $4 end
where id = $1 and next_at is not distinct from $2)sql";

constexpr const char* suspend = R"sql(
with asleep as (
    update source s set suspended_at = moisson.now(), suspended_reason = $2
    where s.id = $1 and s.suspended_at is null and s.failures > 0
    returning s.key, s.failures, s.failing_since)
insert into event (kind, subject, at, payload)
select 'source.suspended', 'source:' || key, moisson.now(),
    jsonb_build_object('failures', failures, 'failing_since', failing_since, 'reason', $2::text)
from asleep)sql";

std::vector<ScheduleFacts> read_facts(Connection& connection) {
    const Rows rows = connection.exec_prepared(select_facts);
    std::vector<ScheduleFacts> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        ScheduleFacts& facts = out.emplace_back();
        facts.source = SourceId(rows.int64(i, 0));
        facts.key = rows.str(i, 1);
        facts.now = rows.instant(i, 2);
        facts.anchor = rows.optional_instant(i, 3);
        facts.next_at = rows.optional_instant(i, 4);
        facts.paused_until = rows.optional_instant(i, 5);
        facts.rule = rows.str(i, 6);
        facts.failures = rows.int64(i, 7);
        facts.failing_since = rows.optional_instant(i, 8);
        facts.failed_at = rows.optional_instant(i, 9);
        facts.suspended_at = rows.optional_instant(i, 10);
    }
    return out;
}

void write(Connection& connection, const ScheduleUpdate& update) {
    const Rows written = connection.exec(
        write_update,
        Params(
            update.source.value,
            update.next_before,
            update.next_at,
            to_string(update.next_mode),
            update.paused_until,
            update.rule
        )
    );
    if (written.affected() == 1 && !update.suspend_because.empty())
        connection.exec(suspend, Params(update.source.value, update.suspend_because));
}

class PgScheduleStore final : public ScheduleStore {
public:
    explicit PgScheduleStore(Database& database) : database_(database) {}

    asio::awaitable<Result<std::vector<ScheduleFacts>>> facts() override {
        return database_.run<std::vector<ScheduleFacts>>(
            "schedule_facts",
            [](Connection& c) -> Result<std::vector<ScheduleFacts>> { return read_facts(c); }
        );
    }

    asio::awaitable<Result<void>> apply(std::vector<ScheduleUpdate> updates) override {
        return database_.run<void>(
            "apply_schedule",
            [list = std::move(updates)](Connection& c) -> Result<void> {
                // One by one: others lock several sources in another order.
                for (const ScheduleUpdate& update : list) {
                    Transaction transaction(c);
                    write(c, update);
                    transaction.commit();
                }
                return {};
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<ScheduleStore> make_schedule_store(Database& database) {
    return std::make_unique<PgScheduleStore>(database);
}

} // namespace moisson::store

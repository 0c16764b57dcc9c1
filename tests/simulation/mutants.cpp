// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/mutants.hpp"

#include <set>
#include <utility>

namespace moisson::simulation {
namespace {

// Takes a record that comes again for another one.
class TwiceTaker final : public kit::Connector {
public:
    explicit TwiceTaker(std::unique_ptr<kit::Connector> inner) : inner_(std::move(inner)) {}

    std::string_view scheme() const override { return inner_->scheme(); }
    int mapping_version() const override { return inner_->mapping_version(); }
    void remember(std::string mark) override { inner_->remember(std::move(mark)); }
    asio::awaitable<Result<kit::Probe>> probe() override { return inner_->probe(); }
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override {
        Result<kit::Page> page = co_await inner_->fetch(std::move(cursor));
        if (page.has_error())
            co_return page;
        for (kit::WireRecord& record : page->records)
            if (!met_.insert(record.remote_id).second)
                record.remote_id += "-encore";
        co_return page;
    }
    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> ids) override {
        return inner_->fetch_records(std::move(ids));
    }
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override {
        return inner_->list_ids();
    }
    kit::Abilities abilities() const override { return inner_->abilities(); }
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override {
        return inner_->inventory(std::move(cursor));
    }
    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor cursor) override {
        return inner_->fetch_since(since, std::move(cursor));
    }
    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const override {
        return inner_->map(canonical, issues);
    }

private:
    std::unique_ptr<kit::Connector> inner_;
    std::set<std::string> met_;
};

void take_twice(const kit::Registry& honest, kit::Registry& connectors) {
    for (const std::string& kind : honest.kinds())
        connectors.add(kind, [&honest](const Source& source, const kit::Services& services) {
            return std::make_unique<TwiceTaker>(honest.make(source, services).value());
        });
}

// As if an incomplete run reconciled.
constexpr const char* incomplete_runs_reconcile = R"sql(
create function moisson.mutant() returns trigger language plpgsql as $$
begin
    with gone as (
        update moisson.dataset d set state = 'missing'
        where d.source = new.source and d.state = 'active' and d.id not in (
            select unnest(p.seen) from moisson.run_page p where p.run = new.id)
        returning d.id, d.source),
    noted as (
        insert into moisson.change (number, batch, dataset, cause, run, at)
        select nextval('moisson.change_number'), gen_random_uuid(), id, 'missing', new.id,
            moisson.now() from gone)
    insert into moisson.absence (dataset, source, since, runs, last_run)
    select id, source, moisson.now(), 1, new.id from gone;
    return new;
end $$;
create trigger mutant after update on moisson.run for each row
when (new.state = 'incomplete' and old.state <> 'incomplete')
execute function moisson.mutant())sql";

constexpr const char* leases_never_end = R"sql(
create function moisson.mutant() returns trigger language plpgsql as $$
begin
    new.lease_until := timestamptz '2126-01-01';
    return new;
end $$;
create trigger mutant before insert or update on moisson.run for each row
when (new.state = 'running' and new.lease_until is not null)
execute function moisson.mutant())sql";

constexpr const char* nothing_revives = R"sql(
create function moisson.mutant() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        return null;
    end if;
    new.state := old.state;
    return new;
end $$;
create trigger mutant before update on moisson.dataset for each row
when (old.state in ('missing', 'archived') and new.state = 'active')
execute function moisson.mutant();
create trigger mutant before delete on moisson.absence for each row
execute function moisson.mutant())sql";

// In the middle of the first harvest: the next look of the follower compares all states.
constexpr const char* one_change_is_lost = R"sql(
create function moisson.mutant() returns trigger language plpgsql as $$
begin
    return null;
end $$;
create trigger mutant before insert on moisson.change for each row when (new.number = 20)
execute function moisson.mutant())sql";

} // namespace

void plant(Mutant mutant, WorkerParts& parts, kit::Registry& connectors, Ledger& ledger) {
    switch (mutant) {
    case Mutant::none:
        return;
    case Mutant::breaker_off:
        parts.engine.breaker.vanished_min = 1'000'000;
        parts.engine.breaker.small_from = 1'000'000;
        return;
    case Mutant::archive_at_once:
        parts.engine.archive.complete_runs = 1;
        parts.engine.archive.grace = std::chrono::seconds(0);
        return;
    case Mutant::budgets_apart:
        parts.shares_budgets = false;
        return;
    case Mutant::reconcile_incomplete:
        ledger.plant(incomplete_runs_reconcile);
        return;
    case Mutant::duplicate_twice:
        take_twice(*parts.registry, connectors);
        parts.registry = &connectors;
        return;
    case Mutant::leases_for_ever:
        ledger.plant(leases_never_end);
        return;
    case Mutant::revival_off:
        ledger.plant(nothing_revives);
        return;
    case Mutant::change_swallowed:
        ledger.plant(one_change_is_lost);
        return;
    }
}

} // namespace moisson::simulation

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/harvest/scripted_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>

namespace moisson::testing {
namespace {

class ScriptedConnector final : public kit::Connector {
public:
    ScriptedConnector(std::shared_ptr<Script> script, net::HttpClient& http)
        : script_(std::move(script)), http_(http) {}

    std::string_view scheme() const override { return "script"; }
    int mapping_version() const override { return script_->version; }

    asio::awaitable<Result<kit::Probe>> probe() override {
        if (script_->probe_error)
            co_return *script_->probe_error;
        kit::Probe probe;
        probe.advertised_count = script_->advertised;
        probe.mark = script_->mark;
        probe.requests = 2;
        co_return probe;
    }

    void remember(std::string mark) override { script_->remembered = std::move(mark); }
    kit::Abilities abilities() const override { return script_->abilities; }

    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor) override {
        const std::size_t number = number_of(cursor);
        script_->listed_pages.push_back(number);
        if (const auto error = script_->list_errors.find(number);
            error != script_->list_errors.end())
            co_return error->second;
        kit::InventoryPage page;
        std::string all;
        for (const std::string& line : script_->pages.at(number)) {
            kit::InventoryEntry entry;
            entry.remote_id = record_of(line).remote_id;
            entry.stamp = "stamp of " + line;
            all += line + "\n";
            page.entries.push_back(std::move(entry));
        }
        page.received = static_cast<std::int64_t>(page.entries.size());
        page.body_digest = sha256(all);
        page.advertised_count = script_->advertised;
        if (number + 1 < script_->pages.size())
            page.next = kit::Cursor{std::to_string(number + 1)};
        co_return page;
    }

    asio::awaitable<Result<kit::Page>> fetch_since(Instant since, kit::Cursor) override {
        script_->since = since;
        kit::Page page;
        fill(script_->changed, page);
        co_return std::move(page);
    }

    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor) override {
        const std::size_t number = number_of(cursor);
        script_->fetched.push_back(number);
        if (script_->on_fetch)
            script_->on_fetch(number);
        if (script_->stuck_at == number)
            co_await sleep_for(*script_->timers, std::chrono::hours(1000));
        if (script_->slow.count() > 0)
            co_await sleep_for(*script_->timers, script_->slow);
        if (script_->asks_at == number) {
            net::Request question("https://portal.example/");
            const Result<net::Response> answered = co_await http_.send(std::move(question));
            if (answered.has_error() && !script_->swallows)
                co_return answered.error();
        }
        const auto error = script_->errors.find(number);
        if (error != script_->errors.end())
            co_return error->second;
        kit::Page page;
        if (number < script_->pages.size())
            fill(script_->pages[number], page);
        page.advertised_count = script_->advertised;
        page.skipped = number == 0 ? script_->skipped : 0;
        if (number + 1 < script_->pages.size() || script_->errors.contains(number + 1))
            page.next = kit::Cursor{std::to_string(number + 1)};
        co_return std::move(page);
    }

    asio::awaitable<Result<kit::Page>> fetch_records(std::vector<std::string> ids) override {
        kit::Page page;
        std::vector<std::string> found;
        for (const std::string& id : ids) {
            script_->asked_by_id.push_back(id);
            if (!id.starts_with("broken")) {
                found.push_back(line_of(id));
                continue;
            }
            Issue issue(Code::http_5xx, Stage::fetch, "500");
            issue.remote_id = id;
            page.issues.push_back(std::move(issue));
        }
        fill(found, page);
        co_return std::move(page);
    }

    asio::awaitable<Result<std::vector<std::string>>> list_ids() override {
        if (!script_->listed)
            co_return Error(Code::http_5xx, "500");
        co_return *script_->listed;
    }

    Result<RawRecord> map(std::string_view canonical, std::vector<Issue>&) const override {
        if (canonical.find("unreadable") != std::string_view::npos)
            return Error(Code::bad_shape, "unreadable");
        if (canonical.find("harvest-source") != std::string_view::npos)
            return Error(Code::not_a_dataset, "type=harvest");
        RawRecord record;
        if (canonical.find("private") != std::string_view::npos)
            record.unpublished_because = "private=true";
        if (canonical.find("deleted") != std::string_view::npos) {
            record.unpublished_because = "state=deleted";
            record.deleted_at_source = true;
        }
        record.remote_id = canonical.substr(0, canonical.find('='));
        if (const auto at = canonical.find("from http"); at != canonical.npos)
            record.origin.origin_url = canonical.substr(at + 5);
        return record;
    }

private:
    static std::size_t number_of(const kit::Cursor& cursor) {
        std::size_t number = 0;
        const char* first = cursor.value.data();
        std::from_chars(first, first + cursor.value.size(), number);
        return number;
    }

    // As the pages have it; an id that no page has is its own content.
    std::string line_of(const std::string& id) const {
        for (const std::vector<std::string>& page : script_->pages)
            for (const std::string& line : page)
                if (record_of(line).remote_id == id)
                    return line;
        return id;
    }

    void fill(const std::vector<std::string>& lines, kit::Page& page) const {
        std::string all;
        for (const std::string& line : lines) {
            page.records.push_back(record_of(line));
            if (!script_->abilities.stamps_apart)
                page.records.back().stamp = "stamp of " + line;
            all += line + "\n";
        }
        page.received = static_cast<std::int64_t>(lines.size());
        page.body_digest = sha256(all);
    }

    std::shared_ptr<Script> script_;
    net::HttpClient& http_;
};

harvest::Recipe simple_recipe(const Portal&, const Source&, std::string_view, Instant) {
    harvest::Recipe recipe;
    recipe.digest = sha256("recipe");
    recipe.normalise = [](const RawRecord& raw) {
        normalise::Normalised normalised;
        normalised.dataset.remote_id = raw.remote_id;
        normalised.dataset.origin_url = raw.origin.origin_url;
        return normalised;
    };
    recipe.correct = [](Dataset& dataset, std::span<const Correction> corrections) {
        for (const Correction& one : corrections)
            if (one.field == "landing_page")
                dataset.landing_page = one.value;
    };
    return recipe;
}

} // namespace

kit::WireRecord record_of(const std::string& line) {
    kit::WireRecord record;
    record.remote_id = line.substr(0, line.find('='));
    record.canonical = line;
    record.digest = sha256(line);
    return record;
}

Bench::Bench()
    : http_([script = script](const net::Request& request) -> Result<net::Response> {
          if (script->answer)
              return script->answer(request);
          return http_error(Code::http_4xx, 404);
      }) {
    source.key = "source";
    source.portal_key = "portal";
    source.connector = "script";
    options.worker = "test";
    script->timers = &clock;
    registry_.add("script", [script = script](const Source&, const kit::Services& services) {
        return std::make_unique<ScriptedConnector>(script, *services.http);
    });
}

std::unique_ptr<harvest::Engine> Bench::make_engine() {
    harvest::EngineParts parts;
    parts.store = &store;
    parts.http = &http_;
    parts.registry = &registry_;
    parts.timers = &clock;
    parts.rng = &rng_;
    parts.log = log_.get();
    parts.observer = &observer_;
    auto engine = std::make_unique<harvest::Engine>(parts, options);
    Portal portal;
    portal.key = "portal";
    portal.sources.push_back(source);
    std::vector<Portal> portals;
    portals.push_back(std::move(portal));
    engine->configure(std::move(portals), simple_recipe, schedules);
    return engine;
}

void Bench::harvest(store::ClaimedRun run) {
    run.lease.run = RunId(1);
    run.source_key = source.key;
    store.waiting.push_back(std::move(run));
    const auto engine = make_engine();
    bool done = false;
    auto ended = [&](std::exception_ptr failure, Result<bool>) {
        done = true;
        if (failure)
            std::rethrow_exception(failure);
    };
    asio::co_spawn(context, engine->run_one(), ended);
    ManualClock::drain(context);
    for (int i = 0; i < 10'000 && !done; ++i)
        clock.advance_to_next(context);
}

} // namespace moisson::testing

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The end of a run: was the crawl complete, may anything disappear, what does the report say?
#include "harvest/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace moisson::harvest {
namespace {

// Ids fetched by one page of the second pass.
constexpr std::size_t second_pass_batch = 50;

Issue run_issue(Code code, Stage stage, std::string detail) {
    return Issue(code, stage, std::move(detail));
}

// In doubt is a crawl that falls short, or that had to skip something, or both.
std::string mismatch_text(const CrawlFacts& facts) {
    const std::int64_t advertised = facts.advertised.value_or(0);
    if (facts.skipped == 0)
        return fmt::format("{} of {} received", facts.received, advertised);
    if (facts.received >= advertised)
        return fmt::format("{} skipped beside {} received", facts.skipped, facts.received);
    return fmt::format("{} of {} received, {} skipped", facts.received, advertised, facts.skipped);
}

} // namespace

asio::awaitable<Leaving> Run::finish(store::RunEnd end) {
    end.issues.insert(end.issues.end(), run_issues_.begin(), run_issues_.end());
    if (!first_page_pays_ || claimed_.mode == RunMode::probe) {
        end.requests = probe_cost_.requests;
        end.retries = probe_cost_.retries;
        end.wire_bytes = probe_cost_.wire_bytes;
    }
    end.network = http_->facts();
    auto ask = [this, &end] { return parts_.store->finish_run(claimed_.lease, end); };
    auto closed = co_await persist<HarvestRun>(ask);
    if (!closed || closed->has_error())
        co_return left_.value_or(Leaving::store_gone);
    parts_.observer->run_finished(closed->value());
    co_return Leaving::finished;
}

asio::awaitable<Leaving> Run::end_after_error(Error error) {
    if (error.code == Code::mass_arrival_held) {
        Leaving held = co_await end_held(std::move(error));
        co_return held;
    }
    store::RunEnd end;
    end.state = state_after_error(error, pages_committed_);
    end.reason = to_string(error.code);
    const Stage stage = pages_committed_ == 0 && next_page_ == 0 ? Stage::probe : Stage::fetch;
    // Pages that turn in circles were told where they did.
    const bool is_told = error.code == Code::page_loop && progress_.issues.contains(error.code);
    if (!is_told) {
        Issue cause = run_issue(error.code, stage, error.detail);
        cause.remote_url = source_.url;
        end.issues.push_back(std::move(cause));
    }
    if (end.state == RunState::incomplete && error.code != Code::incomplete_crawl)
        end.issues.push_back(run_issue(
            Code::incomplete_crawl,
            Stage::reconcile,
            fmt::format("{} of {}", received_, advertised_.value_or(-1))
        ));
    Leaving left = co_await finish(std::move(end));
    co_return left;
}

asio::awaitable<std::optional<Error>> Run::second_pass(SecondPassFacts& facts) {
    Result<std::vector<std::string>> listed = co_await connector_->list_ids();
    if (std::optional<Error> pause = pause_asked(); pause)
        co_return pause;
    if (listed.has_error())
        co_return std::optional<Error>(listed.error());
    facts.seen = static_cast<std::int64_t>(ids_.size());
    facts.listed = static_cast<std::int64_t>(listed->size());
    std::vector<std::string> unseen;
    for (std::string& id : listed.value()) {
        if (!ids_.contains(id) && !aliases_.contains(id))
            unseen.push_back(std::move(id));
    }
    listed->clear();
    facts.accounted = facts.listed - static_cast<std::int64_t>(unseen.size());
    for (std::size_t from = 0; from < unseen.size(); from += second_pass_batch) {
        if (!lease_usable()) {
            left_ = Leaving::store_gone;
            co_return Error(Code::store_unavailable, "the lease was not renewed in time");
        }
        std::optional<Error> limit = stop_at_limit();
        if (!limit)
            limit = co_await judge_arrivals();
        if (limit)
            co_return limit;
        const std::size_t to = std::min(from + second_pass_batch, unseen.size());
        std::vector<std::string> batch(
            unseen.begin() + static_cast<std::ptrdiff_t>(from),
            unseen.begin() + static_cast<std::ptrdiff_t>(to)
        );
        std::set<std::string> answered;
        Result<kit::Page> fetched = co_await connector_->fetch_records(batch);
        if (std::optional<Error> pause = pause_asked(); pause)
            co_return pause;
        if (fetched.has_error())
            co_return std::optional<Error>(fetched.error());
        auto page = std::make_shared<ReadyPage>();
        NumberedPage& numbered = page->numbered;
        numbered.number = next_page_++;
        numbered.cursor.value = fmt::format("ids={}", from);
        numbered.page = std::move(fetched.value());
        numbered.page.skipped = 0;
        for (const kit::WireRecord& record : numbered.page.records) {
            answered.insert(record.remote_id);
            answered.insert(record.alias);
            numbered.duplicate.push_back(!ids_.insert(record.remote_id));
            numbered.duplicates += numbered.duplicate.back() ? 1 : 0;
        }
        for (const Issue& issue : numbered.page.issues)
            answered.insert(issue.remote_id);
        for (const std::string& id : batch)
            facts.accounted += answered.contains(id) ? 1 : 0;
        if (std::optional<Error> failed = co_await build(page); failed)
            co_return failed;
        if (std::optional<Error> failed = co_await commit(page); failed)
            co_return failed;
    }
    co_return std::nullopt;
}

asio::awaitable<Leaving> Run::end_held(Error why) {
    store::RunEnd end;
    end.state = RunState::held;
    end.reason = to_string(why.code);
    end.issues.push_back(run_issue(why.code, Stage::reconcile, std::move(why.detail)));
    Leaving left = co_await finish(std::move(end));
    co_return left;
}

// The ids that the source lists against those that were met, for a crawl in doubt.
asio::awaitable<std::optional<Error>> Run::look_again(CrawlFacts met) {
    SecondPassFacts second;
    // What was skipped was met: the list has to show what lacks beside it.
    met.received += std::exchange(met.skipped, 0);
    const bool falls_short = completeness(met) == Completeness::needs_second_pass;
    if (falls_short && !connector_->abilities().ids_apart)
        second.announced = advertised_;
    std::optional<Error> failed = co_await second_pass(second);
    if (!failed && !same_ids(second))
        failed = Error(
            Code::incomplete_crawl,
            fmt::format("{} of {} listed ids accounted", second.accounted, second.listed)
        );
    co_return failed;
}

// Of a complete crawl: what was not seen has gone, unless too much has.
asio::awaitable<Leaving> Run::reconcile() {
    auto compare = [this] { return parts_.store->compare_seen(claimed_.lease); };
    auto counts = co_await persist<store::Reconciliation>(compare);
    if (!counts || counts->has_error())
        co_return left_.value_or(Leaving::store_gone);
    const BreakerReason held = breaker(counts->value(), options_.breaker);
    if (held != BreakerReason::none && !approves_itself(counts->value(), options_.auto_approve)) {
        Error why = too_much_vanished(counts->value(), held);
        Leaving left = co_await end_held(std::move(why));
        co_return left;
    }
    const store::FoundRenames renames(std::move(counts->value().renames));
    auto settle = [this, &renames] {
        return parts_.store->reconcile(claimed_.lease, options_.archive, renames);
    };
    auto settled = co_await persist<void>(settle);
    if (!settled || settled->has_error())
        co_return left_.value_or(Leaving::store_gone);
    store::RunEnd end;
    if (held != BreakerReason::none)
        end.approved_because = "three complete runs in a row saw the same ids";
    Leaving left = co_await finish(std::move(end));
    co_return left;
}

asio::awaitable<Leaving> Run::end_after_crawl() {
    CrawlFacts facts;
    facts.advertised = advertised_;
    facts.received = received_;
    facts.skipped = skipped_;
    // An inventory in doubt has become a full crawl.
    const bool in_doubt = claimed_.mode != RunMode::inventory &&
                          completeness(facts) == Completeness::needs_second_pass;
    // A file announces nothing of its own: what could not be read of it is told one by one.
    const bool is_told = claimed_.reason.starts_with(store::imported_from) && advertised_ &&
                         *advertised_ == received_ + skipped_;
    if (!is_told && (in_doubt || (advertised_ && *advertised_ != received_))) {
        Issue mismatch = run_issue(Code::count_mismatch, Stage::reconcile, mismatch_text(facts));
        // A few more or less come from changes while paging.
        if (!in_doubt)
            mismatch.severity = Severity::info;
        run_issues_.push_back(std::move(mismatch));
    }
    if (in_doubt) {
        std::optional<Error> failed = co_await look_again(facts);
        if (left_)
            co_return *left_;
        if (failed) {
            Leaving left = co_await end_after_error(std::move(*failed));
            co_return left;
        }
    }
    if (settings_changed()) {
        // Filters unchanged is a part of complete.
        Issue issue = run_issue(
            Code::settings_changed,
            Stage::reconcile,
            "the settings of the source changed"
        );
        run_issues_.push_back(std::move(issue));
        Leaving left = co_await finish(store::RunEnd());
        co_return left;
    }
    Leaving left = co_await reconcile();
    co_return left;
}

} // namespace moisson::harvest

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The lease of a run: kept by a heartbeat beside the work, given back whatever happens.
#include "harvest/run.hpp"

#include "async/backoff.hpp"
#include "core/ascii.hpp"
#include "core/assert.hpp"
#include "core/limits.hpp"
#include "harvest/rules.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace moisson::harvest {
namespace {

const Backoff store_backoff = [] {
    Backoff backoff;
    backoff.base = std::chrono::milliseconds(250);
    backoff.cap = std::chrono::seconds(5);
    return backoff;
}();

bool is_abort(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (const std::exception&) {
        return false;
    }
}

std::string what_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    }
}

// What the operator allowed is said of every run that asked such a portal, not of a file.
bool trusts_anybody(const Source& source, const store::ClaimedRun& run) {
    return source.tls == TlsVerification::off && ascii_lowered(source.url).starts_with("https:") &&
           !run.reason.starts_with(store::imported_from);
}

// Given back so often for pauses between which no page came, a run sits the next one out: a page
// may take more requests than the portal grants at a time.
constexpr int pauses_in_a_row_max = 2;

} // namespace

Run::Run(
    const EngineParts& parts,
    const EngineOptions& options,
    store::ClaimedRun claimed,
    Portal portal,
    Source source,
    std::unique_ptr<CountedClient> http,
    std::unique_ptr<kit::Connector> connector,
    Recipe recipe,
    std::optional<Schedule> schedule
)
    : parts_(parts), options_(options), claimed_(std::move(claimed)), portal_(std::move(portal)),
      source_(std::move(source)), http_(std::move(http)), connector_(std::move(connector)),
      recipe_(std::move(recipe)), schedule_(std::move(schedule)) {
    MOISSON_ASSERT(connector_ != nullptr);
    MOISSON_ASSERT(http_ != nullptr);
    const store::Checkpoint& checkpoint = claimed_.checkpoint;
    next_page_ = checkpoint.pages;
    pages_committed_ = checkpoint.pages;
    received_ = checkpoint.received;
    skipped_ = checkpoint.skipped;
    advertised_ = checkpoint.advertised_count;
    if (const auto digest = digest_from_hex(checkpoint.last_body_digest); digest)
        loops_.resume(*digest, checkpoint.pages);
    http_->leave_for_pauses(options_.leaves_for_pauses, claimed_.pauses >= pauses_in_a_row_max);
    next_look_ = arrivals_without_look(options_.breaker);
    begun_ = parts_.timers->steady_now();
    renewed_ = begun_;
    progress_.portal_key = portal_.key;
    progress_.source_key = source_.key;
    progress_.run = claimed_.lease.run;
    if (trusts_anybody(source_, claimed_)) {
        run_issues_.emplace_back(Code::tls_not_verified, Stage::probe, std::string());
        run_issues_.back().remote_url = source_.url;
    }
}

bool Run::lease_usable() const {
    return may_send(renewed_, parts_.timers->steady_now(), claimed_.lease.duration);
}

RunStarted Run::started_event(bool resumed) const {
    RunStarted event;
    event.portal_key = portal_.key;
    event.source_key = source_.key;
    event.run = claimed_.lease.run;
    event.resumed = resumed;
    event.at = parts_.timers->now();
    return event;
}

void Run::note_refusal(int attempt, const Error& refusal) const {
    if (attempt == 0)
        parts_.log->warning(
            "the database refuses, and is asked again while the lease lasts",
            {{"source", source_.key}, {"run", claimed_.lease.run.value}, {"why", refusal.detail}}
        );
}

asio::awaitable<void> Run::pause_before_retry(int attempt) {
    const auto delay = backoff_delay(attempt, *parts_.rng, store_backoff);
    co_await sleep_for(*parts_.timers, delay);
}

std::optional<Error> Run::pause_asked() {
    const auto& pause = http_->pause();
    if (!pause)
        return std::nullopt;
    left_ = Leaving::paused;
    return Error(Code::rate_limited, pause->detail);
}

std::chrono::seconds Run::walked() const {
    const auto here = parts_.timers->steady_now() - begun_;
    return claimed_.checkpoint.age + std::chrono::duration_cast<std::chrono::seconds>(here);
}

// Until the next slot, by the clock of the database, which planned it.
std::chrono::seconds Run::rest() const {
    if (!schedule_ || !claimed_.anchor)
        return limits::run_rest_max;
    const auto here = parts_.timers->steady_now() - begun_;
    const Instant now =
        claimed_.claimed_at + std::chrono::duration_cast<std::chrono::microseconds>(here);
    const Instant slot = next_slot(*schedule_, *claimed_.anchor, now);
    return std::min(std::chrono::ceil<std::chrono::seconds>(slot - now), limits::run_rest_max);
}

// Not in vain: it gets on between two rests, and its pages are one list still when it goes on.
// Nobody goes on with a file.
bool Run::may_rest() const {
    const bool is_import = claimed_.reason.starts_with(store::imported_from);
    return options_.leaves_for_pauses && !is_import && pages_here_ > 0 &&
           !is_stretched(walked() + rest(), source_.duration_max);
}

std::optional<store::RunPause> Run::pause_at_leaving() const {
    store::RunPause pause;
    if (left_ == Leaving::rested) {
        pause.code = Code::run_rested;
        pause.lasts = rest();
        pause.in_a_row = 0;
        pause.detail = fmt::format("{} of {}", received_, advertised_.value_or(-1));
        return pause;
    }
    const auto& asked = http_->pause();
    if (left_ != Leaving::paused || !asked)
        return std::nullopt;
    pause.lasts = std::min(asked->lasts, limits::pause_away_max);
    pause.in_a_row = (pages_here_ > 0 ? 0 : claimed_.pauses) + (asked->counts ? 1 : 0);
    pause.detail = asked->detail;
    return pause;
}

// Ends only when the lease may not be used any more.
asio::awaitable<Leaving> Run::renew() {
    while (true) {
        co_await sleep_for(*parts_.timers, heartbeat_interval(claimed_.lease.duration));
        const Steady asked = parts_.timers->steady_now();
        const Result<void> renewed = co_await parts_.store->heartbeat(claimed_.lease);
        if (renewed.has_value()) {
            renewed_ = asked;
            continue;
        }
        if (renewed.error().code == Code::run_cancelled)
            co_return Leaving::lease_lost;
        if (!lease_usable())
            co_return Leaving::store_gone;
    }
}

asio::awaitable<Leaving> Run::execute() {
    parts_.observer->run_started(started_event(claimed_.resumed));
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::awaitable<Leaving> worker = work();
    asio::awaitable<Leaving> heart = renew();
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(worker), asio::deferred),
        asio::co_spawn(executor, std::move(heart), asio::deferred)
    );
    auto [order, work_failure, worked, heart_failure, beaten] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    const bool cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    // What follows must reach the store although this task is being stopped. A task that is not
    // keeps its cancellation: it harvests other runs after this one.
    if (cancelled)
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    Leaving leaving = Leaving::finished;
    if (!work_failure) {
        leaving = worked;
    } else if (!is_abort(work_failure)) {
        const std::string why = what_of(work_failure);
        parts_.log->error("run failed by a bug", {{"source", source_.key}, {"what", why}});
        Error error(Code::internal_error, why);
        leaving = co_await end_after_error(std::move(error));
    } else if (!heart_failure) {
        leaving = beaten;
    } else {
        leaving = Leaving::store_gone;
    }
    if (leaving != Leaving::finished || (cancelled && work_failure))
        co_await give_back(leaving, cancelled);
    if (cancelled)
        throw boost::system::system_error(asio::error::operation_aborted);
    co_return leaving;
}

asio::awaitable<void> Run::give_back(Leaving leaving, bool cancelled) {
    std::string why = "the database does not answer";
    if (cancelled)
        why = "stopped";
    else if (leaving == Leaving::lease_lost)
        why = "the lease is lost";
    else if (leaving == Leaving::paused)
        why = "the portal asks for a pause";
    else if (leaving == Leaving::rested)
        why = "it has lasted long enough, and goes on later";
    if (leaving != Leaving::lease_lost) {
        const store::NetworkFacts network = http_->facts();
        std::optional<store::RunPause> pause = pause_at_leaving();
        const Result<void> released =
            co_await parts_.store->release(claimed_.lease, network, std::move(pause));
        if (released.has_error())
            parts_.log->warning(
                "lease not given back",
                {{"source", source_.key}, {"why", released.error().detail}}
            );
    }
    parts_.observer->run_left(started_event(claimed_.resumed), why);
}

} // namespace moisson::harvest

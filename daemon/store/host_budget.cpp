// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The local budget decides whose turn it is inside this process; only its winner asks for the host.
#include "store/host_budget.hpp"

#include "store/database.hpp"
#include "store/host_claim.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moisson::store {
namespace {

using std::chrono::ceil;

struct Host {
    // The claim, by PostgreSQL's clock and by ours; ours ends first.
    Instant held_until{};
    Steady usable_until = Steady::min();
    Steady next_at = Steady::min();
    Steady paused_until = Steady::min();
    // Others first.
    Steady claim_after = Steady::min();
    Steady last_used = Steady::min();
    std::chrono::milliseconds crawl_delay{0};
    // Requests that wait or are under way.
    int active = 0;
    int under_way = 0;
    // End of the row that keeps others away, by our clock: after `usable_until`.
    Steady kept_until = Steady::min();
    // What the others do not know yet.
    bool pause_is_news = false;
    std::optional<std::chrono::milliseconds> new_crawl_delay;
    Overtaking overtaking;

    Steady::duration spacing(double rate) const {
        const std::chrono::duration<double> by_rate(1.0 / rate);
        return std::max(
            std::chrono::duration_cast<Steady::duration>(by_rate),
            std::chrono::duration_cast<Steady::duration>(crawl_delay)
        );
    }
    bool claimed() const { return held_until != Instant{}; }
    bool has_news() const { return pause_is_news || new_crawl_delay; }
    // Others wait or are under way here (who asks is counted), or the pace is not over.
    bool waits(Steady now) const { return active > 1 || next_at > now; }
    bool overtakes(const HostRequest& request, Steady now) {
        return paused_until <= now && overtaking.take(request, now);
    }
};

// "127.0.0.1" or "127.0.0.1|8081": no other machine can ask it, and a process that was killed must
// not keep a demonstration waiting.
bool of_this_machine(std::string_view key) {
    boost::system::error_code not_literal;
    const auto address =
        asio::ip::make_address(std::string(key.substr(0, key.find('|'))), not_literal);
    return !not_literal && address.is_loopback();
}

// Counts a request while it lives.
class Active {
public:
    explicit Active(std::shared_ptr<Host> host) : host_(std::move(host)) { ++host_->active; }
    Active(const Active&) = delete;
    Active& operator=(const Active&) = delete;
    ~Active() { --host_->active; }

private:
    std::shared_ptr<Host> host_;
};

class PgHostBudget final : public SharedHostBudget {
public:
    PgHostBudget(TimerSource& timers, Database& database, SharedBudgetOptions options)
        : timers_(timers), database_(database), options_(std::move(options)),
          local_(make_local_host_budget(timers)) {}

    asio::awaitable<Result<HostPermit>> acquire(HostRequest request) override;
    void pause(std::string_view key, Instant until) override;
    void set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) override;
    asio::awaitable<void> keep() override;

private:
    std::shared_ptr<Host> find(const std::string& key);
    asio::awaitable<std::optional<Error>>
    wait_for_turn(std::shared_ptr<Host> host, HostRequest request);
    asio::awaitable<void> sleep_until_or(Steady when, Steady deadline);
    // False when another process has the host.
    asio::awaitable<bool>
    claim(std::shared_ptr<Host> host, std::string key, Steady::duration spacing);
    asio::awaitable<Result<HostClaim>> ask(std::string key, std::chrono::milliseconds length);
    // A request that outlasts its claim keeps the others away until it ends.
    asio::awaitable<void> hold_on(std::shared_ptr<Host> host, std::string key);
    asio::awaitable<void> give_back(std::shared_ptr<Host> host, std::string key);
    asio::awaitable<void> write_news(std::shared_ptr<Host> host, std::string key);
    asio::awaitable<void> tidy();
    asio::awaitable<void> leave();
    // For a loop over hosts that waits: the table may change meanwhile.
    std::vector<std::pair<std::string, std::shared_ptr<Host>>> all_hosts() const {
        return {hosts_.begin(), hosts_.end()};
    }
    bool away() const { return timers_.steady_now() < away_until_; }

    TimerSource& timers_;
    Database& database_;
    const SharedBudgetOptions options_;
    std::unique_ptr<HostBudget> local_;
    // Only hosts that were asked for with a rate.
    std::unordered_map<std::string, std::shared_ptr<Host>> hosts_;
    Steady away_until_ = Steady::min();
};

std::shared_ptr<Host> PgHostBudget::find(const std::string& key) {
    auto& host = hosts_[key];
    if (!host)
        host = std::make_shared<Host>();
    return host;
}

asio::awaitable<Result<HostPermit>> PgHostBudget::acquire(HostRequest request) {
    if (request.rate <= 0 || of_this_machine(request.key)) {
        Result<HostPermit> permit = co_await local_->acquire(std::move(request));
        co_return permit;
    }
    const std::shared_ptr<Host> host = find(request.key);
    auto active = std::make_shared<Active>(host);
    const double rate = request.rate;
    const Steady asked = timers_.steady_now();
    if (host->waits(asked) && host->overtakes(request, asked)) {
        host->next_at = std::max(host->next_at, asked + host->spacing(rate));
        HostPermit ahead([active = std::move(active)]() mutable { active.reset(); });
        co_return ahead;
    }
    HostRequest turn_request = request;
    turn_request.may_overtake = false;
    Result<HostPermit> turn = co_await local_->acquire(std::move(turn_request));
    if (turn.has_error())
        co_return turn;
    std::optional<Error> refused = co_await wait_for_turn(host, std::move(request));
    if (refused)
        co_return std::move(*refused);
    host->last_used = timers_.steady_now();
    host->next_at = host->last_used + host->spacing(rate);
    ++host->under_way;
    auto held = std::make_shared<HostPermit>(std::move(*turn));
    HostPermit permit([host, held, active = std::move(active)]() mutable {
        --host->under_way;
        held->reset();
        active.reset();
    });
    co_return permit;
}

asio::awaitable<void> PgHostBudget::sleep_until_or(Steady when, Steady deadline) {
    co_await timers_.sleep_until(std::min(when, deadline));
}

asio::awaitable<std::optional<Error>>
PgHostBudget::wait_for_turn(std::shared_ptr<Host> host, HostRequest request) {
    for (;;) {
        const Steady now = timers_.steady_now();
        if (std::optional<Error> error = hopeless(request, host->paused_until, now))
            co_return error;
        if (const Steady ready = std::max(host->next_at, host->paused_until); ready > now) {
            co_await sleep_until_or(ready, request.deadline);
            continue;
        }
        if (now < host->usable_until || away())
            co_return std::nullopt;
        if (host->claimed()) {
            host->claim_after = now + options_.yield;
            co_await give_back(host, request.key);
            continue;
        }
        if (now < host->claim_after) {
            co_await sleep_until_or(host->claim_after, request.deadline);
            continue;
        }
        const bool granted = co_await claim(host, request.key, host->spacing(request.rate));
        if (!granted && host->overtakes(request, timers_.steady_now()))
            co_return std::nullopt;
        if (!granted)
            co_await sleep_until_or(timers_.steady_now() + options_.poll, request.deadline);
    }
}

asio::awaitable<Result<HostClaim>>
PgHostBudget::ask(std::string key, std::chrono::milliseconds length) {
    std::function<Result<HostClaim>(Connection&)> job =
        [key = std::move(key), holder = options_.holder, length](Connection& connection) {
            return claim_host(connection, key, holder, length);
        };
    Result<HostClaim> answer = co_await database_.run<HostClaim>("claim_host", std::move(job));
    co_return answer;
}

asio::awaitable<void> PgHostBudget::hold_on(std::shared_ptr<Host> host, std::string key) {
    const Steady asked = timers_.steady_now();
    const Result<HostClaim> answer = co_await ask(std::move(key), options_.claim);
    if (answer.has_error()) {
        away_until_ = timers_.steady_now() + options_.away;
        co_return;
    }
    if (!answer->granted) {
        host->held_until = Instant{};
        host->usable_until = Steady::min();
        co_return;
    }
    host->held_until = answer->held_until;
    host->kept_until = asked + options_.claim;
}

asio::awaitable<bool>
PgHostBudget::claim(std::shared_ptr<Host> host, std::string key, Steady::duration spacing) {
    const Steady asked = timers_.steady_now();
    // The row is held one request longer than it is worked with: a process that dies leaves the
    // host's pace intact.
    const auto length = options_.claim + ceil<std::chrono::milliseconds>(spacing);
    const Result<HostClaim> answer = co_await ask(key, length);
    const Steady now = timers_.steady_now();
    if (answer.has_error()) {
        away_until_ = now + options_.away;
        co_return true;
    }
    if (answer->paused_for.count() > 0) {
        host->paused_until = std::max<Steady>(host->paused_until, now + answer->paused_for);
        local_->pause(key, timers_.now() + answer->paused_for);
    }
    if (!answer->granted)
        co_return false;
    host->held_until = answer->held_until;
    host->usable_until = asked + options_.claim;
    host->kept_until = asked + length;
    host->last_used = now;
    host->next_at = std::max<Steady>(host->next_at, now + answer->free_in);
    if (answer->crawl_delay > host->crawl_delay) {
        host->crawl_delay = answer->crawl_delay;
        local_->set_crawl_delay(key, answer->crawl_delay);
    }
    co_return true;
}

asio::awaitable<void> PgHostBudget::give_back(std::shared_ptr<Host> host, std::string key) {
    co_await write_news(host, key);
    const Instant held_until = std::exchange(host->held_until, Instant{});
    host->usable_until = Steady::min();
    const auto free_in = std::chrono::duration_cast<std::chrono::microseconds>(
        std::max<Steady::duration>(host->next_at - timers_.steady_now(), Steady::duration::zero())
    );
    std::function<Result<void>(Connection&)> job =
        [key, holder = options_.holder, held_until, free_in](Connection& connection) {
            return give_back_host(connection, key, holder, held_until, free_in);
        };
    const Result<void> written = co_await database_.run<void>("give_back_host", std::move(job));
    if (written.has_error())
        away_until_ = timers_.steady_now() + options_.away;
}

asio::awaitable<void> PgHostBudget::write_news(std::shared_ptr<Host> host, std::string key) {
    if (!host->has_news() || away())
        co_return;
    HostNews news;
    if (std::exchange(host->pause_is_news, false))
        news.paused_for = std::chrono::duration_cast<std::chrono::microseconds>(
            host->paused_until - timers_.steady_now()
        );
    news.crawl_delay = std::exchange(host->new_crawl_delay, std::nullopt);
    std::function<Result<void>(Connection&)> job = [key, news](Connection& connection) {
        return note_host(connection, key, news);
    };
    const Result<void> written = co_await database_.run<void>("note_host", std::move(job));
    if (written.has_value())
        co_return;
    away_until_ = timers_.steady_now() + options_.away;
    host->pause_is_news = host->pause_is_news || news.paused_for.has_value();
    // A later one wins.
    if (!host->new_crawl_delay)
        host->new_crawl_delay = news.crawl_delay;
}

void PgHostBudget::pause(std::string_view key, Instant until) {
    local_->pause(key, until);
    // A host that only knows requests without a rate is nobody else's.
    const auto found = hosts_.find(std::string(key));
    if (found == hosts_.end())
        return;
    Host& host = *found->second;
    host.paused_until =
        std::max<Steady>(host.paused_until, timers_.steady_now() + (until - timers_.now()));
    host.pause_is_news = true;
}

void PgHostBudget::set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) {
    local_->set_crawl_delay(key, delay);
    const auto found = hosts_.find(std::string(key));
    if (found == hosts_.end() || found->second->crawl_delay == delay)
        return;
    found->second->crawl_delay = delay;
    found->second->new_crawl_delay = delay;
}

asio::awaitable<void> PgHostBudget::keep() {
    for (;;) {
        bool stopped = false;
        try {
            co_await sleep_for(timers_, options_.poll);
        } catch (const boost::system::system_error&) {
            stopped = true;
        }
        if (stopped)
            break;
        co_await tidy();
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await leave();
    throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<void> PgHostBudget::tidy() {
    const auto hosts = all_hosts();
    for (const auto& [key, host] : hosts) {
        if (away())
            co_return;
        const Steady now = timers_.steady_now();
        const bool quiet = host->active == 0;
        const bool idle = quiet && now - host->last_used >= options_.idle;
        if (host->claimed() && (idle || (quiet && host->paused_until > now)))
            co_await give_back(host, key);
        else
            co_await write_news(host, key);
        if (host->claimed() && host->under_way > 0 && host->kept_until - now < options_.claim / 2)
            co_await hold_on(host, key);
        if (idle && host->active == 0 && !host->claimed() && !host->has_news() &&
            host->paused_until <= now && host->crawl_delay.count() == 0 &&
            !host->overtaking.recent(now))
            hosts_.erase(key);
    }
}

// A clean stop: nobody has to wait for our claims to end.
asio::awaitable<void> PgHostBudget::leave() {
    const auto hosts = all_hosts();
    for (const auto& [key, host] : hosts)
        if (host->claimed() && !away())
            co_await give_back(host, key);
}

} // namespace

std::unique_ptr<SharedHostBudget>
make_shared_host_budget(TimerSource& timers, Database& database, SharedBudgetOptions options) {
    return std::make_unique<PgHostBudget>(timers, database, std::move(options));
}

} // namespace moisson::store

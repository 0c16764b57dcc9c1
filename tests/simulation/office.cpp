// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/office.hpp"

#include "simulation/simulated_time.hpp"
#include "store/run_decision.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>
#include <stdexcept>

namespace moisson::simulation {
namespace {

store::DatabaseOptions database_options(const std::string& conninfo, const Clock& truth) {
    store::DatabaseOptions options;
    options.conninfo = conninfo;
    options.application_name = "office";
    options.connections = 0;
    options.prepares_all = true;
    options.before = time_signal(truth);
    return options;
}

} // namespace

Office::Office(const std::string& conninfo, const Clock& truth)
    : database_(database_options(conninfo, truth)), feed_(store::make_change_feed(database_)),
      harvests_(store::make_harvest_store(database_)),
      catalog_(store::make_catalog_store(database_)) {}

Office::~Office() = default;

template <class T>
Result<T> Office::await(asio::awaitable<Result<T>> task) {
    std::optional<Result<T>> answer;
    std::exception_ptr failure;
    asio::co_spawn(io_, std::move(task), [&](const std::exception_ptr& error, Result<T> value) {
        failure = error;
        answer.emplace(std::move(value));
    });
    const auto turn = [this] {
        io_.restart();
        return io_.poll() > 0;
    };
    while (turn() || database_.work_off())
        continue;
    if (failure)
        std::rethrow_exception(failure);
    if (!answer)
        throw std::runtime_error("the store does not answer");
    return std::move(*answer);
}

void Office::follow() {
    constexpr int at_once = 500;
    while (true) {
        auto news = await(feed_->after(position_, at_once));
        if (news.has_error())
            throw std::runtime_error("the follower lost its place: " + news.error().detail);
        if (news->position.number < position_.number)
            throw std::runtime_error("change numbers went back");
        for (const store::CatalogEntry& entry : news->entries) {
            const std::string id = to_string(entry.id.uuid);
            if (entry.state == RecordState::purged)
                followed_.erase(id);
            else
                followed_.insert_or_assign(id, std::string(to_string(entry.state)));
        }
        position_ = news->position;
        if (!news->more)
            return;
    }
}

void Office::decide(RunId run, HeldVerdict verdict) {
    store::DecisionRequest request;
    request.run = run;
    request.verdict = verdict;
    request.by = "world";
    request.reason = "what the operator saw at the portal";
    const auto decided = await(store::decide_run(database_, std::move(request)));
    if (decided.has_error())
        throw std::runtime_error("a held run cannot be decided: " + decided.error().detail);
}

void Office::ask_for_run(const std::string& source) {
    const auto asked = await(harvests_->request_run(source, RunMode::full, "world"));
    if (asked.has_error())
        throw std::runtime_error("no run for " + source + ": " + asked.error().detail);
}

std::string Office::fingerprint() {
    return await(catalog_->fingerprint()).value();
}

} // namespace moisson::simulation

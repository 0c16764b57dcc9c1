// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/remapper.hpp"

#include "async/timer_source.hpp"
#include "net/http_client.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <thread>

namespace moisson::cli {
namespace {

class NoNetwork final : public net::HttpClient {
public:
    asio::awaitable<Result<net::Response>> send(net::Request) override {
        co_return Error(Code::cancelled, "this command does not use the network");
    }
};

} // namespace

struct Remapper::Parts {
    SystemTimers timers;
    kit::Registry registry = settings::make_registry();
    std::unique_ptr<telemetry::Logger> log =
        telemetry::make_stderr_logger(timers, telemetry::LogLevel::warning);
    harvest::SilentObserver observer;
    NoNetwork network;
    asio::thread_pool cpu{std::max(1U, std::thread::hardware_concurrency())};
    std::unique_ptr<harvest::Engine> engine;
};

Remapper::Remapper(Context& context, const settings::Catalogue& catalogue)
    : context_(context), parts_(std::make_unique<Parts>()) {
    harvest::EngineParts parts;
    parts.store = context.harvests.get();
    parts.http = &parts_->network;
    parts.registry = &parts_->registry;
    parts.timers = &parts_->timers;
    parts.rng = &context.rng;
    parts.log = parts_->log.get();
    parts.observer = &parts_->observer;
    parts.cpu = parts_->cpu.get_executor();
    parts_->engine = std::make_unique<harvest::Engine>(parts, context.settings.harvest);
    parts_->engine->configure(catalogue.portals, catalogue.vocabularies);
}

Remapper::~Remapper() = default;

Result<harvest::RemapReport> Remapper::remap(SourceId source, const std::string& key) {
    return context_.await(parts_->engine->remap(source, key));
}

} // namespace moisson::cli

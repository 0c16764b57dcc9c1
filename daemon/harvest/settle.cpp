// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mode of a run: chosen once, told to the store with what the portal said of its catalogue,
// kept when the run is resumed.
#include "harvest/mode.hpp"
#include "harvest/run.hpp"

#include <fmt/format.h>

namespace moisson::harvest {

asio::awaitable<std::optional<Error>>
Run::settle_on(RunMode mode, std::string reason, bool forget_pages) {
    store::SettledMode settled;
    settled.mode = mode;
    settled.reason = reason;
    settled.mapping_version = context_->versions.usual;
    settled.forget_pages = forget_pages;
    // A delta does not tell what is gone: where the next run could find out, its mark proves
    // nothing.
    if (mode != RunMode::delta || !connector_->abilities().inventory)
        settled.mark = mark_;
    auto ask = [this, &settled] { return parts_.store->settle_mode(claimed_.lease, settled); };
    auto told = co_await persist<void>(ask);
    if (!told)
        co_return Error(Code::store_unavailable, "settle_mode");
    if (told->has_error())
        co_return told->error();
    parts_.log->info(
        "run mode",
        {{"source", source_.key}, {"mode", to_string(mode)}, {"reason", reason}}
    );
    claimed_.mode = mode;
    claimed_.mode_reason = std::move(reason);
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Run::settle() {
    // A run that has committed pages goes on as it began, with the mark of its beginning.
    const bool begun = claimed_.checkpoint.pages > 0;
    if (begun && !claimed_.mode_reason.empty())
        co_return std::nullopt;
    ModeChoice choice;
    // Begun by a version that had one mode.
    choice.reason = "nothing cheaper";
    if (!begun) {
        const ModeFacts facts =
            mode_facts(claimed_, connector_->abilities(), context_->versions.usual, mark_);
        choice = choose_mode(facts);
    } else {
        mark_.clear();
    }
    std::optional<Error> failed =
        co_await settle_on(choice.mode, std::string(choice.reason), false);
    co_return failed;
}

// The inventory was no use: the catalogue is read whole by the same run.
asio::awaitable<std::optional<Error>> Run::fall_back(std::string reason) {
    std::optional<Error> failed = co_await settle_on(RunMode::full, std::move(reason), true);
    if (failed)
        co_return failed;
    ids_ = IdSet();
    met_here_ = IdSet();
    aliases_ = IdSet();
    loops_ = kit::LoopGuard();
    received_ = 0;
    received_here_ = 0;
    skipped_ = 0;
    pages_committed_ = 0;
    claimed_.checkpoint.cursor.clear();
    co_return std::nullopt;
}

// After the first run with other settings nothing disappears: what it did not see may be there and
// merely be asked for no more.
bool Run::settings_changed() const {
    return claimed_.past.last_complete && claimed_.past.config_hash != claimed_.config_hash;
}

} // namespace moisson::harvest

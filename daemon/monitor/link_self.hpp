// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The self guard: failures of many hosts at once are ours, not theirs. A failure before the first
// byte counts only when somebody else answered around that time. Pure.
#pragma once

#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::monitor {

class LinkSelfGuard {
public:
    explicit LinkSelfGuard(std::chrono::seconds grace = std::chrono::seconds(60)) : grace_(grace) {}

    // Any answer of any host, an error page too. Two hosts are kept apart: the second newest says
    // whether somebody *else* answered.
    void note_answer(std::string_view host, Steady at);
    // The control addresses were asked, on purpose.
    void note_control(bool answered, Steady at);

    // Whether a failure of `host` at `at` can be its own. Nothing: nobody knows, ask the controls.
    std::optional<bool> online(std::string_view host, Steady at) const;

private:
    std::chrono::seconds grace_;
    std::string newest_host_;
    std::optional<Steady> newest_;
    // Of another host than newest_host_.
    std::optional<Steady> other_;
    std::optional<Steady> control_at_;
    bool control_answered_ = false;
};

} // namespace moisson::monitor

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PostOffice: the receiving side of a year of mail. It accepts, defers, refuses, drops, loses its
// answer, and kills the sender, by draws; and remembers what it took.
#pragma once

#include "core/rng.hpp"
#include "notify/mailer.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace moisson::simulation {

// The process that was sending dies.
struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

struct Taken {
    std::string message_id;
    std::string recipient;
    Instant at{};
};

class PostOffice {
public:
    explicit PostOffice(std::uint64_t seed) : rng_(seed) {}

    // Throws Killed.
    notify::SmtpReply take(const notify::Outgoing& mail);

    // Whoever moves the clock.
    Instant now{};
    // 421 to everybody.
    bool away = false;
    // No draws: everything is accepted.
    bool calm = false;
    // Mailboxes that exist no more.
    std::set<std::string> closed;

    std::vector<Taken> taken;
    // What the sender cannot know of: accepted, and the answer lost or the sender killed.
    std::set<std::string> unheard;
    std::int64_t kills = 0;
    std::map<std::string, std::int64_t> answers;

private:
    notify::SmtpReply answer(int code, const std::string& text, bool refused = false);
    void keep(const notify::Outgoing& mail);

    Rng rng_;
    // When a recipient was first asked for, for greylisting.
    std::map<std::string, Instant> asked_;
};

} // namespace moisson::simulation

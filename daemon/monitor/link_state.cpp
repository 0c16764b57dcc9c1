// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_state.hpp"

namespace moisson::monitor {
namespace {

bool works(LinkClass kind) {
    return kind == LinkClass::positive || kind == LinkClass::warning;
}

LinkRule rule_of_positive(LinkState state) {
    switch (state) {
    case LinkState::broken:
        return LinkRule::recover;
    case LinkState::recovering:
        return LinkRule::settle;
    default:
        return LinkRule::accept;
    }
}

LinkRule rule_of_negative(LinkState state) {
    switch (state) {
    case LinkState::suspect:
        return LinkRule::confirm;
    case LinkState::broken:
        return LinkRule::still_broken;
    case LinkState::recovering:
        return LinkRule::relapse;
    default:
        return LinkRule::doubt;
    }
}

void enter(Transition& out, LinkState state, Instant at) {
    if (out.memory.state == state)
        return;
    out.memory.state = state;
    out.memory.since = at;
    out.changed = true;
}

void forget_failures(LinkMemory& memory) {
    memory.failures = 0;
    memory.hard_failures = 0;
    memory.first_failure.reset();
}

void forget_neutrals(LinkMemory& memory) {
    memory.neutrals = 0;
    memory.first_neutral.reset();
}

void note_positive(LinkMemory& memory, Instant at) {
    forget_failures(memory);
    forget_neutrals(memory);
    memory.last_positive = at;
}

void note_failure(LinkMemory& memory, const Observation& seen, LinkClass kind) {
    forget_neutrals(memory);
    if (!memory.first_failure)
        memory.first_failure = seen.at;
    ++memory.failures;
    if (kind == LinkClass::hard)
        ++memory.hard_failures;
}

bool enough(
    const LinkMemory& memory,
    const Observation& seen,
    LinkClass kind,
    const LinkPolicy& policy
) {
    const auto span = seen.at - *memory.first_failure;
    if (kind == LinkClass::hard && seen.by_get && memory.hard_failures >= policy.hard_failures &&
        span >= policy.hard_span)
        return true;
    return memory.failures >= policy.failures && span >= policy.span;
}

void abstain(Transition& out, Instant at, const LinkPolicy& policy) {
    LinkMemory& memory = out.memory;
    if (!memory.first_neutral)
        memory.first_neutral = at;
    ++memory.neutrals;
    if (memory.state == LinkState::broken || memory.state == LinkState::skipped)
        return;
    const bool seen_lately =
        memory.last_positive && at - *memory.last_positive < policy.neutral_without_positive;
    if (memory.neutrals >= policy.neutrals && at - *memory.first_neutral >= policy.neutral_span &&
        !seen_lately) {
        memory.broken_since.reset();
        enter(out, LinkState::restricted, at);
    }
}

void break_link(Transition& out, Instant at) {
    if (!out.memory.broken_since)
        out.memory.broken_since = at;
    enter(out, LinkState::broken, at);
}

void work(Transition& out, LinkClass kind, Instant at) {
    note_positive(out.memory, at);
    out.memory.broken_since.reset();
    enter(out, kind == LinkClass::warning ? LinkState::degraded : LinkState::ok, at);
}

} // namespace

LinkRule rule_of(LinkState state, LinkClass kind, Guard guard) {
    if (kind == LinkClass::fault)
        return state == LinkState::broken ? LinkRule::still_broken : LinkRule::break_now;
    if (guard == Guard::self)
        return LinkRule::wait_self;
    if (kind == LinkClass::excluded)
        return LinkRule::exclude;
    if (works(kind))
        return rule_of_positive(state);
    if (kind == LinkClass::neutral)
        return LinkRule::abstain;
    if (state == LinkState::broken)
        return LinkRule::still_broken;
    if (guard == Guard::host_down)
        return LinkRule::wait_host;
    if (guard == Guard::host_moved)
        return LinkRule::wait_moved;
    return rule_of_negative(state);
}

Transition
transit(const LinkMemory& memory, const Observation& seen, Guard guard, const LinkPolicy& policy) {
    const LinkClass kind = class_of(seen.code);
    Transition out;
    out.memory = memory;
    out.rule = rule_of(memory.state, kind, guard);
    switch (out.rule) {
    case LinkRule::accept:
        work(out, kind, seen.at);
        break;
    case LinkRule::doubt:
        // What was counted before this state is another story.
        forget_failures(out.memory);
        note_failure(out.memory, seen, kind);
        enter(out, LinkState::suspect, seen.at);
        break;
    case LinkRule::confirm:
        note_failure(out.memory, seen, kind);
        if (enough(out.memory, seen, kind, policy))
            break_link(out, seen.at);
        break;
    case LinkRule::recover:
        note_positive(out.memory, seen.at);
        enter(out, LinkState::recovering, seen.at);
        break;
    case LinkRule::settle:
        if (!memory.since || seen.at - *memory.since >= policy.recovery)
            work(out, kind, seen.at);
        else
            note_positive(out.memory, seen.at);
        break;
    case LinkRule::relapse:
        note_failure(out.memory, seen, kind);
        break_link(out, seen.at);
        break;
    case LinkRule::still_broken:
        if (kind != LinkClass::fault)
            note_failure(out.memory, seen, kind);
        break;
    case LinkRule::abstain:
        abstain(out, seen.at, policy);
        break;
    case LinkRule::break_now:
        break_link(out, seen.at);
        break;
    case LinkRule::exclude:
        out.memory.broken_since.reset();
        enter(out, LinkState::skipped, seen.at);
        break;
    case LinkRule::wait_host:
    case LinkRule::wait_moved:
    case LinkRule::wait_self:
        break;
    }
    return out;
}

std::string_view standing_of(const LinkMemory& memory) {
    switch (memory.state) {
    case LinkState::ok:
    case LinkState::degraded:
    case LinkState::recovering:
        return "ok";
    case LinkState::broken:
        return "broken";
    case LinkState::restricted:
    case LinkState::skipped:
        return "unverifiable";
    case LinkState::suspect:
        return memory.last_positive ? "ok" : "";
    case LinkState::unknown:
        break;
    }
    return memory.neutrals > 0 ? "unverifiable" : "";
}

} // namespace moisson::monitor

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Script: the misbehaviour of one portal, as a list of rules read from JSON or built in code. The
// first part of a rule says when it applies, the second what it does. Rules are applied in order;
// several may apply to one request. A script has no state: counters come in with the call.
#pragma once

#include "portals/http.hpp"
#include "portals/protocol.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

// What a rule may look at.
struct Occasion {
    std::string operation;
    // A page of the listing, for protocols that have no `package_search`: rules that name it apply.
    bool lists = false;
    // Path asked, for redirects to the same place.
    std::string path;
    std::optional<std::uint64_t> start;
    // 1 for the first request this portal ever got, and the rank among those of the operation.
    std::uint64_t request_number = 1;
    std::uint64_t operation_number = 1;
    Instant now;
    std::uint64_t seed = 0;
    // Address under which this portal is reached, for redirects: "http://127.0.0.1:4001".
    std::string own_url;
};

struct Condition {
    std::string operation;               // empty = any
    std::uint64_t start_from = 0;        // pages whose start is in [from, to)
    std::uint64_t start_to = UINT64_MAX; // a request without start matches only the full range
    std::uint64_t number_from = 1;       // rank among the requests of this operation
    std::uint64_t number_to = UINT64_MAX;
    Instant from = Instant::min();
    Instant to = Instant::max();
    double probability = 1.0; // drawn from seed, request number

    bool holds(const Occasion& occasion) const;
};

// Name and parameters of an effect; the catalogue of effects is in effects.cpp and docs of
// `portail_simule --lister-fautes`.
struct Rule {
    Condition when;
    std::string effect;
    std::shared_ptr<const nlohmann::json> parameters;
};

class Script {
public:
    Script() = default;

    // {"rules":[{"when":{"operation":"package_search","number":[1,2]},"do":"status","status":503}]}
    // Throws std::invalid_argument naming the rule that cannot be read.
    static Script from_json(const nlohmann::json& json);
    static Script from_text(std::string_view text);

    Script& add(Rule rule);
    bool empty() const { return rules_.empty(); }
    // No rule applies before this date.
    void delay_until(Instant from);

    // Lies the protocol has to tell.
    Tamper tamper(const Occasion& occasion) const;
    // Changes the honest answer: latency, status, bytes, redirects...
    void apply(const Occasion& occasion, ScriptedResponse& response) const;

private:
    std::vector<Rule> rules_;
};

} // namespace moisson::portals

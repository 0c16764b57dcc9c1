// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading of scripts and choice of the rules that apply.
#include "portals/script.hpp"

#include "portals/draw.hpp"
#include "portals/effects.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace moisson::portals {
namespace {

// The tables of faults call the listing by its name in CKAN.
constexpr std::string_view listing_operation = "package_search";

// "2026-03-01" or "2026-03-01T12:00:00"; UTC.
Instant instant_of(const std::string& text) {
    const auto part = [&](std::size_t at, std::size_t length) {
        return text.size() < at + length ? 0 : std::stoi(text.substr(at, length));
    };
    const std::chrono::year_month_day date{
        std::chrono::year(part(0, 4)),
        std::chrono::month(static_cast<unsigned>(part(5, 2))),
        std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    if (!date.ok())
        throw std::invalid_argument("bad date in a script: " + text);
    return std::chrono::sys_days(date) + std::chrono::hours(part(11, 2)) +
           std::chrono::minutes(part(14, 2)) + std::chrono::seconds(part(17, 2));
}

Condition read_condition(const nlohmann::json& when) {
    Condition condition;
    for (const auto& [key, value] : when.items()) {
        if (key == "operation")
            condition.operation = value.get<std::string>();
        else if (key == "start") {
            condition.start_from = value.at(0).get<std::uint64_t>();
            condition.start_to = value.at(1).get<std::uint64_t>();
        } else if (key == "number") {
            condition.number_from = value.at(0).get<std::uint64_t>();
            condition.number_to = value.at(1).get<std::uint64_t>();
        } else if (key == "from")
            condition.from = instant_of(value.get<std::string>());
        else if (key == "to")
            condition.to = instant_of(value.get<std::string>());
        else if (key == "probability")
            condition.probability = value.get<double>();
        else
            throw std::invalid_argument("unknown condition in a script: " + key);
    }
    return condition;
}

} // namespace

bool Condition::holds(const Occasion& occasion) const {
    const bool named =
        operation == occasion.operation || (occasion.lists && operation == listing_operation);
    if (!operation.empty() && !named)
        return false;
    const bool any_start = start_from == 0 && start_to == UINT64_MAX;
    if (!any_start &&
        (!occasion.start || *occasion.start < start_from || *occasion.start >= start_to))
        return false;
    const std::uint64_t number =
        operation.empty() ? occasion.request_number : occasion.operation_number;
    if (number < number_from || number > number_to)
        return false;
    if (occasion.now < from || occasion.now >= to)
        return false;
    return probability >= 1.0 ||
           Draw(occasion.seed, occasion.request_number, "rule").chance(probability);
}

Script Script::from_json(const nlohmann::json& json) {
    Script script;
    for (const nlohmann::json& item : json.at("rules")) {
        Rule rule;
        rule.effect = item.at("do").get<std::string>();
        if (!is_effect(rule.effect))
            throw std::invalid_argument("unknown effect in a script: " + rule.effect);
        if (item.contains("when"))
            rule.when = read_condition(item.at("when"));
        rule.parameters = std::make_shared<const nlohmann::json>(item);
        script.add(std::move(rule));
    }
    return script;
}

Script Script::from_text(std::string_view text) {
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("rules"))
        throw std::invalid_argument("a script is {\"rules\":[...]}");
    return from_json(json);
}

Script& Script::add(Rule rule) {
    rules_.push_back(std::move(rule));
    return *this;
}

void Script::delay_until(Instant from) {
    for (Rule& rule : rules_)
        rule.when.from = std::max(rule.when.from, from);
}

Tamper Script::tamper(const Occasion& occasion) const {
    Tamper tamper;
    for (const Rule& rule : rules_)
        if (rule.when.holds(occasion))
            apply_to_listing(rule, occasion, tamper);
    return tamper;
}

void Script::apply(const Occasion& occasion, ScriptedResponse& response) const {
    for (const Rule& rule : rules_)
        if (rule.when.holds(occasion))
            apply_to_answer(rule, occasion, response);
}

} // namespace moisson::portals

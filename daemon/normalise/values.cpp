// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates, URLs, periods, languages, agents and contacts of the data set itself.
#include "normalise/agents.hpp"
#include "normalise/parts.hpp"
#include "normalise/urls.hpp"
#include "text/clean.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::size_t periods_max = 50;
constexpr std::size_t languages_max = 50;

std::string email_of(Work& work, std::string_view raw, std::string& url) {
    EmailReading reading = read_email(raw);
    if (reading.bad)
        work.report.add(Code::bad_email, raw);
    if (url.empty() && !reading.url.empty())
        url = reading.url;
    return std::move(reading.email);
}

// The name by which the producer goes here, when the source calls it by another one.
const std::string* usual_name(const Work& work, const RawAgent& raw) {
    const auto& names = work.context.publishers;
    if (names.empty())
        return nullptr;
    const auto find = [&names](std::string_view text) {
        const auto found = names.find(text::vocabulary_key(text));
        return found == names.end() ? nullptr : &found->second;
    };
    for (const LangText& name : raw.name)
        if (const std::string* const usual = find(name.text))
            return usual;
    for (const std::string* text : {&raw.slug, &raw.remote_id})
        if (const std::string* const usual = text->empty() ? nullptr : find(*text))
            return usual;
    return nullptr;
}

} // namespace

std::optional<PartialDate> date_of(Work& work, std::string_view raw, std::string_view field) {
    const DateReading reading = read_date(raw, work.dates);
    switch (reading.match) {
    case DateMatch::good:
        return reading.date;
    case DateMatch::future: // an issue, and no evidence of anything
        work.report.add(Code::future_date, field, raw);
        return std::nullopt;
    case DateMatch::bad:
        work.report.add(Code::bad_date, field, raw);
        return std::nullopt;
    case DateMatch::empty:
        break;
    }
    return std::nullopt;
}

std::string url_of(Work& work, std::string_view raw, std::string_view field) {
    UrlReading reading = read_url(raw, work.context.base_url);
    if (reading.state == UrlState::invalid)
        work.report.add(Code::bad_url, field, raw);
    else if (reading.state == UrlState::private_network)
        work.report.add(Code::private_url, field, raw);
    return std::move(reading.url);
}

std::vector<PeriodOfTime> periods_of(Work& work) {
    std::vector<PeriodOfTime> periods;
    for (const RawPeriod& raw : work.record.temporal) {
        if (periods.size() >= periods_max) {
            work.report
                .add(Code::limit_reached, "temporal", std::to_string(work.record.temporal.size()));
            break;
        }
        const PeriodReading reading = read_period(raw, work.dates);
        if (!reading.understood)
            work.report.add(
                Code::bad_period,
                raw.literal.empty() ? raw.start + "/" + raw.end : raw.literal
            );
        if (reading.period &&
            std::find(periods.begin(), periods.end(), *reading.period) == periods.end())
            periods.push_back(*reading.period);
    }
    return periods;
}

std::vector<std::string> languages_of(Work& work, const std::vector<std::string>& raw) {
    std::vector<std::string> tags;
    for (const std::string& value : raw) {
        if (tags.size() >= languages_max)
            break;
        LanguageResolution found = work.words.language(value);
        if (found.match == Match::unresolved)
            work.report.add(Code::unmapped_language, value);
        for (std::string& tag : found.tags)
            if (std::find(tags.begin(), tags.end(), tag) == tags.end())
                tags.push_back(std::move(tag));
    }
    return tags;
}

Agent agent_named(std::string_view name) {
    Agent agent;
    agent.key = text::vocabulary_key(name);
    if (agent.key.empty())
        return {};
    agent.name.push_back({{}, std::string(name), false});
    agent.slug = text::slugify(name);
    return agent;
}

Agent agent_of(Work& work, const RawAgent& raw) {
    if (const std::string* const name = usual_name(work, raw)) {
        Agent agent = agent_named(*name);
        std::string url;
        agent.email = email_of(work, raw.email, url);
        agent.url = url_of(work, raw.url.empty() ? url : raw.url, "agent");
        return agent;
    }
    Agent agent;
    agent.name = lines_of(work, raw.name, "agent", limits::short_text_bytes);
    const std::string_view name = best_text(agent.name, "fr");
    agent.slug = text::slugify(raw.slug.empty() ? name : std::string_view(raw.slug));
    agent.key = std::string(text::trim(raw.remote_id));
    if (agent.key.empty())
        agent.key =
            agent.slug.empty() || raw.slug.empty() ? text::vocabulary_key(name) : agent.slug;
    agent.key.resize(utf8_prefix(agent.key, limits::short_text_bytes).size());
    if (agent.key.empty())
        return {};
    // An agent that only has an id is shown by it.
    if (agent.name.empty())
        agent.name.push_back({{}, raw.slug.empty() ? agent.key : raw.slug, false});
    std::string url;
    agent.email = email_of(work, raw.email, url);
    agent.url = url_of(work, raw.url.empty() ? url : raw.url, "agent");
    return agent;
}

std::vector<ContactPoint> contacts_of(Work& work) {
    std::vector<ContactPoint> contacts;
    for (const RawContact& raw : work.record.contacts) {
        ContactPoint contact;
        contact.name = line_of(work, raw.name, "contact", limits::short_text_bytes);
        std::string url = raw.url;
        contact.email = email_of(work, raw.email, url);
        contact.url = url_of(work, url, "contact");
        contact.role = line_of(work, raw.role, "contact", limits::keyword_bytes);
        const bool empty = contact.name.empty() && contact.email.empty() && contact.url.empty();
        if (empty || std::find(contacts.begin(), contacts.end(), contact) != contacts.end())
            continue;
        if (contacts.size() >= limits::contacts) {
            work.report
                .add(Code::limit_reached, "contacts", std::to_string(work.record.contacts.size()));
            break;
        }
        contacts.push_back(std::move(contact));
    }
    return contacts;
}

} // namespace moisson::normalise

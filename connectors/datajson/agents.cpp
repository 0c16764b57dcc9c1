// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Publisher and contacts. Which offices a publisher is below of (subOrganizationOf) stays in the
// raw record: a dataset has one publisher.
#include "core/ascii.hpp"
#include "datajson/mapping.hpp"

namespace moisson::datajson {
namespace {

std::string without_mailto(std::string text) {
    constexpr std::string_view scheme = "mailto:";
    const std::size_t at = text.find_first_not_of(' ');
    if (at != std::string::npos && text.size() - at > scheme.size()) {
        std::string head = ascii_lowered(text.substr(at, scheme.size()));
        if (head == scheme)
            text.erase(0, at + scheme.size());
    }
    return text;
}

RawAgent agent_of(const Value& value) {
    RawAgent agent;
    const Members members(value);
    if (members.empty()) {
        agent.name = as_localized(value);
        return agent;
    }
    agent.name = members.localized({"name", "title", "label", "preflabel", "fn"});
    agent.remote_id = members.text({"@id", "identifier"});
    agent.email = without_mailto(members.text({"mbox", "email", "hasemail"}));
    agent.url = members.text({"homepage", "url", "page"});
    if (agent.name.empty() && !is_web_address(agent.remote_id))
        agent.remote_id.clear();
    return agent;
}

void add_contact(RawContact contact, RawRecord& record) {
    contact.role = "pointOfContact";
    if (contact.email.empty() && contact.name.find('@') != std::string::npos &&
        contact.name.find(' ') == std::string::npos)
        contact.email = without_mailto(std::exchange(contact.name, {}));
    if (contact.name.empty() && contact.email.empty() && contact.url.empty())
        return;
    record.contacts.push_back(std::move(contact));
}

} // namespace

void map_agents(const Members& members, RawRecord& record) {
    if (const Value* publisher = members.find({"publisher"}); publisher != nullptr) {
        const std::vector<const Value*> items = as_items(*publisher);
        if (!items.empty())
            record.publisher = agent_of(*items.front());
    }
    if (const Value* creator = members.find({"creator"}); creator != nullptr) {
        const std::vector<const Value*> items = as_items(*creator);
        if (!items.empty())
            record.creator = agent_of(*items.front());
    }
    const Value* points = members.find({"contactpoint"});
    for (const Value* item : points == nullptr ? std::vector<const Value*>{} : as_items(*points)) {
        const Members point(*item);
        RawContact contact;
        contact.name = point.empty() ? as_text(*item) : point.text({"fn", "name", "title"});
        contact.email = without_mailto(point.text({"hasemail", "email", "mbox"}));
        contact.url = point.text({"hasurl", "url"});
        // POD 1.0: the address stands beside the name.
        if (point.empty() && contact.email.empty())
            contact.email = without_mailto(members.text({"mbox"}));
        add_contact(std::move(contact), record);
    }
    if (points == nullptr) {
        RawContact contact;
        contact.name = members.text({"person"});
        contact.email = without_mailto(members.text({"mbox"}));
        add_contact(std::move(contact), record);
    }
}

} // namespace moisson::datajson

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Publisher and contacts of a data set.
#include "udata/mapping.hpp"

#include <algorithm>

namespace moisson::udata {
namespace {

RawAgent organization_of(const Value& organization) {
    RawAgent agent;
    if (!organization.is_object()) {
        // A bare id.
        agent.remote_id = json::scalar(organization);
        return agent;
    }
    agent.remote_id = text_of(organization, {"id"});
    agent.slug = text_of(organization, {"slug"});
    agent.name = as_localized(text_of(organization, {"name", "title", "acronym"}));
    agent.url = text_of(organization, {"url", "page", "self_web_url"});
    return agent;
}

// A person who publishes without an organization.
RawAgent owner_of(const Value& owner) {
    RawAgent agent;
    if (!owner.is_object()) {
        agent.remote_id = json::scalar(owner);
        return agent;
    }
    agent.remote_id = text_of(owner, {"id"});
    agent.slug = text_of(owner, {"slug"});
    std::string name = text_of(owner, {"first_name"});
    if (const std::string last = text_of(owner, {"last_name"}); !last.empty())
        name += (name.empty() ? "" : " ") + last;
    agent.name = as_localized(name.empty() ? agent.slug : std::move(name));
    agent.url = text_of(owner, {"page", "self_web_url"});
    return agent;
}

std::string without_mailto(std::string text) {
    if (text.starts_with("mailto:"))
        text.erase(0, 7);
    return text;
}

void add_contact(const Value& point, RawRecord& record) {
    RawContact contact;
    contact.name = text_of(point, {"name"});
    contact.email = without_mailto(text_of(point, {"email"}));
    contact.url = text_of(point, {"contact_form", "url"});
    contact.role = text_of(point, {"role"});
    if (contact.role.empty())
        contact.role = "pointOfContact";
    if (contact.name.empty() && contact.email.empty() && contact.url.empty())
        return;
    if (std::find(record.contacts.begin(), record.contacts.end(), contact) == record.contacts.end())
        record.contacts.push_back(std::move(contact));
}

} // namespace

void map_publisher(const Value& dataset, RawRecord& record) {
    const Value* organization = json::find(dataset, "organization");
    if (organization != nullptr && !is_blank(*organization))
        record.publisher = organization_of(*organization);
    else if (const Value* owner = json::find(dataset, "owner");
             owner != nullptr && !is_blank(*owner))
        record.publisher = owner_of(*owner);
    // What a harvested catalogue said of the true publisher (udata keeps the CKAN extras).
    RawAgent creator;
    creator.name = as_localized(text_in(dataset, "extras", {"publisher_name"}));
    creator.remote_id = text_in(dataset, "extras", {"publisher_uri"});
    creator.email = without_mailto(text_in(dataset, "extras", {"publisher_email"}));
    if (!creator.name.empty())
        record.creator = std::move(creator);
}

void map_contacts(const Value& dataset, RawRecord& record) {
    for (const Value& point : items_at(dataset, "contact_points"))
        add_contact(point, record);
    // One only, until 2024.
    if (const Value* point = json::find(dataset, "contact_point"); point != nullptr)
        add_contact(*point, record);
}

} // namespace moisson::udata

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Publisher, creator and contacts of a package.
#include "ckan/mapping.hpp"
#include "core/uuid.hpp"

#include <algorithm>

namespace moisson::ckan {
namespace {

std::string without_mailto(std::string text) {
    if (text.starts_with("mailto:"))
        text.erase(0, 7);
    return text;
}

// An agent given as a dictionary (scheming) or as a plain name.
RawAgent agent_of(const Value& value) {
    RawAgent agent;
    if (!value.is_object()) {
        agent.name = as_localized(value);
        return agent;
    }
    agent.remote_id = member_text(value, {"identifier", "uri", "id"});
    agent.slug = member_text(value, {"slug"});
    for (const std::string_view key : {"name_translated", "name", "title", "fn"}) {
        const Value* name = json::find(value, key);
        if (name != nullptr && !is_blank(*name)) {
            agent.name = as_localized(*name);
            break;
        }
    }
    agent.email = without_mailto(member_text(value, {"email", "mbox"}));
    agent.url = member_text(value, {"url", "homepage"});
    return agent;
}

// "Canadian Space Agency | Agence spatiale canadienne" of a catalogue in two languages.
void split_bilingual(LocalizedText& name, const RawRecord& record) {
    if (name.size() != 1 || !name.front().lang.empty())
        return;
    const auto has = [&](std::string_view lang) {
        return std::any_of(record.title.begin(), record.title.end(), [&](const LangText& text) {
            return text.lang == lang;
        });
    };
    const std::string text = name.front().text;
    const std::size_t bar = text.find(" | ");
    if (bar == std::string::npos || text.find(" | ", bar + 3) != std::string::npos || !has("fr") ||
        !has("en"))
        return;
    name.front().lang = "en";
    name.front().text = text.substr(0, bar);
    LangText french;
    french.lang = "fr";
    french.text = text.substr(bar + 3);
    name.push_back(std::move(french));
}

RawAgent organization_of(const Value& organization, const RawRecord& record) {
    RawAgent agent;
    agent.remote_id = member_text(organization, {"id"});
    agent.slug = member_text(organization, {"name"});
    for (const std::string_view key : {"title_translated", "title", "display_name", "name"}) {
        const Value* title = json::find(organization, key);
        if (title != nullptr && !is_blank(*title)) {
            agent.name = as_localized(*title);
            break;
        }
    }
    agent.url = member_text(organization, {"url", "website", "site_web"});
    agent.email = member_text(organization, {"email", "contact-email"});
    split_bilingual(agent.name, record);
    return agent;
}

// DKAN has no organizations: its groups are the publishers, named "group/...".
const Value* publishing_group(const Value& package) {
    const Value* groups = json::find(package, "groups");
    if (groups == nullptr || !groups->is_array())
        return nullptr;
    for (const Value& group : *groups) {
        if (json::text(group, "name").starts_with("group/"))
            return &group;
    }
    return nullptr;
}

// What extras say of the publisher of the data, which is not always the portal's organization.
void override_publisher(const Fields& fields, RawAgent& agent) {
    LocalizedText name = fields.localized({"publisher_name"});
    if (name.empty())
        return;
    RawAgent original;
    original.name = std::move(name);
    original.remote_id = fields.text({"publisher_uri", "publisher_identifier"});
    original.email = without_mailto(fields.text({"publisher_email"}));
    original.url = fields.text({"publisher_url", "publisher_homepage"});
    agent = std::move(original);
}

bool looks_like_email(std::string_view text) {
    return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

void add_contact(RawContact contact, RawRecord& record) {
    if (uuid_from_string(contact.name))
        contact.name.clear();
    contact.email = without_mailto(std::move(contact.email));
    if (contact.name.empty() && contact.email.empty() && contact.url.empty())
        return;
    const bool known =
        std::any_of(record.contacts.begin(), record.contacts.end(), [&](const RawContact& other) {
            return other.name == contact.name && other.email == contact.email &&
                   other.url == contact.url;
        });
    if (!known)
        record.contacts.push_back(std::move(contact));
}

// Contacts in one field: a name, a dictionary, a list of them, or the same as JSON text.
void add_contacts(const Value& value, std::string_view role, RawRecord& record) {
    for (const Value& item : as_items(value)) {
        RawContact contact;
        contact.role = role;
        if (item.is_object()) {
            contact.name = member_text(item, {"name", "fn", "title"});
            const std::string given = member_text(item, {"given_name"});
            if (!given.empty())
                contact.name = given + " " + contact.name;
            contact.email = member_text(item, {"email", "hasEmail"});
            contact.url = member_text(item, {"url", "contact_form"});
        } else {
            contact.name = as_text(item);
            if (looks_like_email(contact.name))
                std::swap(contact.name, contact.email);
        }
        add_contact(std::move(contact), record);
    }
}

void add_person(
    const Fields& fields,
    std::string_view role,
    Names emails,
    std::string url,
    RawRecord& record
) {
    const Value* person = fields.find(role);
    const std::vector<Value> items = person == nullptr ? std::vector<Value>{} : as_items(*person);
    if (!items.empty() && items.front().is_object()) {
        add_contacts(*person, role, record);
        return;
    }
    RawContact contact;
    contact.role = role;
    if (person != nullptr)
        contact.name = as_text(*person);
    contact.email = fields.text(emails);
    contact.url = std::move(url);
    if (contact.email.empty() && looks_like_email(contact.name))
        std::swap(contact.name, contact.email);
    add_contact(std::move(contact), record);
}

} // namespace

void map_publisher(const Value& package, const Fields& fields, RawRecord& record) {
    RawAgent& publisher = record.publisher;
    const Value* organization = json::find(package, "organization");
    if (organization != nullptr && organization->is_object() && !is_blank(*organization))
        publisher = organization_of(*organization, record);
    else if (const Value* group = publishing_group(package); group != nullptr)
        publisher = organization_of(*group, record);
    else if (organization != nullptr && !is_blank(*organization))
        publisher = agent_of(*organization);
    if (publisher.name.empty()) {
        if (const Value* given = fields.find({"publisher"}); given != nullptr) {
            const std::vector<Value> items = as_items(*given);
            if (!items.empty())
                publisher = agent_of(items.front());
        }
    }
    override_publisher(fields, publisher);
    if (publisher.name.empty())
        publisher.name = fields.localized({"org_title_at_publication"});
    if (publisher.name.empty() && publisher.remote_id.empty())
        publisher.remote_id = fields.text({"owner_org"});
    // Before CKAN 2.0 there were no organizations: the author is who publishes.
    const bool before_organizations =
        organization == nullptr && json::find(package, "owner_org") == nullptr;
    const std::string author = fields.text({"author"});
    if (publisher.empty() && before_organizations && !looks_like_email(author) && !author.empty())
        publisher.name = as_localized(Value(author));
}

void map_creator(const Fields& fields, RawRecord& record) {
    RawAgent creator;
    if (const Value* given = fields.find("creator"); given != nullptr) {
        const std::vector<Value> items = as_items(*given);
        if (!items.empty())
            creator = agent_of(items.front());
    }
    if (creator.name.empty()) {
        creator.name = fields.localized({"creator_name"});
        creator.email = without_mailto(fields.text({"creator_email"}));
        creator.url = fields.text({"creator_url"});
        creator.remote_id = fields.text({"creator_uri", "creator_identifier"});
    }
    if (!creator.name.empty())
        record.creator = std::move(creator);
}

void map_contacts(const Fields& fields, RawRecord& record) {
    RawContact contact;
    contact.role = "pointOfContact";
    contact.name = fields.text({"contact_name"});
    contact.email = fields.text({"contact_email"});
    contact.url = fields.text({"contact_url", "contact_uri"});
    add_contact(std::move(contact), record);
    for (const std::string_view key :
         {"contact", "contact_points", "contact_point", "contactpoint"}) {
        if (const Value* value = fields.find(key); value != nullptr)
            add_contacts(*value, "pointOfContact", record);
    }
    add_person(
        fields,
        "maintainer",
        {"maintainer_email"},
        fields.text({"maintainer_contact_form", "maintainer_url"}),
        record
    );
    add_person(fields, "author", {"author_email"}, fields.text({"author_url"}), record);
}

} // namespace moisson::ckan

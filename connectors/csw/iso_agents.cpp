// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Responsible parties of an ISO record: publisher, creator, contacts.
#include "csw/mapping.hpp"

#include <algorithm>
#include <array>

namespace moisson::csw {
namespace {

// Who stands for the dataset, best first; a role that is not here stands for nothing.
constexpr std::array<std::string_view, 8> publisher_roles{
    "publisher",
    "owner",
    "custodian",
    "resourceProvider",
    "pointOfContact",
    "originator",
    "author",
    "distributor",
};

struct Party {
    std::string role;
    LocalizedText organisation;
    std::string person;
    std::string email;
    std::string url;
};

Party party_of(const Element& element, const Languages& languages) {
    Party party;
    party.role = element.plain({"gmd:role"});
    party.organisation = element.first({"gmd:organisationName"}).localized(languages);
    party.person = element.plain({"gmd:individualName"});
    const Element contact = element.first({"gmd:contactInfo", "gmd:CI_Contact"});
    party.email = contact.plain({"gmd:address", "gmd:CI_Address", "gmd:electronicMailAddress"});
    party.url = contact.plain({"gmd:onlineResource", "gmd:CI_OnlineResource", "gmd:linkage"});
    return party;
}

void add_parties(
    const std::vector<Element>& elements,
    const Languages& languages,
    std::vector<Party>& parties
) {
    for (const Element& element : elements)
        parties.push_back(party_of(element, languages));
}

std::size_t rank_of(const std::string& role) {
    const auto at = std::find(publisher_roles.begin(), publisher_roles.end(), role);
    return static_cast<std::size_t>(at - publisher_roles.begin());
}

RawAgent agent_of(const Party& party) {
    RawAgent agent;
    agent.name = party.organisation;
    if (agent.name.empty() && !party.person.empty())
        agent.name.push_back(LangText{{}, party.person, false});
    agent.email = party.email;
    agent.url = party.url;
    return agent;
}

void add_contact(const Party& party, RawRecord& out) {
    RawContact contact;
    contact.name = party.person;
    if (contact.name.empty() && !party.organisation.empty())
        contact.name = party.organisation.front().text;
    contact.email = party.email;
    contact.url = party.url;
    contact.role = party.role;
    const bool says_something = !contact.name.empty() || !contact.email.empty();
    const auto& all = out.contacts;
    if (says_something && std::find(all.begin(), all.end(), contact) == all.end())
        out.contacts.push_back(std::move(contact));
}

// The best of the parties that have a name; those of the resource come before those of the record.
const Party* publisher_of(const std::vector<Party>& parties) {
    const Party* best = nullptr;
    for (const Party& party : parties) {
        const bool named = !party.organisation.empty() || !party.person.empty();
        if (!named || rank_of(party.role) == publisher_roles.size())
            continue;
        if (best == nullptr || rank_of(party.role) < rank_of(best->role))
            best = &party;
    }
    return best;
}

} // namespace

void map_iso_agents(const Element& record, const Languages& languages, RawRecord& out) {
    constexpr std::string_view responsible = "gmd:CI_ResponsibleParty";
    std::vector<Party> of_resource;
    for (const Element& identification : identifications(record)) {
        add_parties(
            identification.all({"gmd:pointOfContact", responsible}),
            languages,
            of_resource
        );
        add_parties(
            identification.all(
                {"gmd:citation", "gmd:CI_Citation", "gmd:citedResponsibleParty", responsible}
            ),
            languages,
            of_resource
        );
    }
    std::vector<Party> of_record;
    add_parties(record.all({"gmd:contact", responsible}), languages, of_record);
    const Party* publisher = publisher_of(of_resource);
    if (publisher == nullptr)
        publisher = publisher_of(of_record);
    if (publisher == nullptr && !of_record.empty())
        publisher = &of_record.front();
    if (publisher != nullptr)
        out.publisher = agent_of(*publisher);
    for (const Party& party : of_resource) {
        const bool made_it = party.role == "originator" || party.role == "author";
        if (!made_it || &party == publisher || out.creator)
            continue;
        if (RawAgent creator = agent_of(party); !creator.empty())
            out.creator = std::move(creator);
    }
    for (const Party& party : of_resource)
        add_contact(party, out);
    if (out.contacts.empty())
        for (const Party& party : of_record)
            add_contact(party, out);
}

} // namespace moisson::csw

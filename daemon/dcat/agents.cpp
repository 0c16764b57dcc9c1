// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Producers and contacts: foaf:Agent and vcard:Kind in all their shapes, a bare text or a bare IRI.
#include "core/ascii.hpp"
#include "dcat/record.hpp"
#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "text/key.hpp"

#include <utility>

namespace moisson::dcat {
namespace {

using Names = std::initializer_list<std::string_view>;

std::string without_mailto(std::string text) {
    constexpr std::string_view scheme = "mailto:";
    std::string head = ascii_lowered(text.substr(0, scheme.size()));
    if (head == scheme)
        text.erase(0, scheme.size());
    return std::string(text::trim(text));
}

std::string email_of(const View& agent) {
    return without_mailto(first_address(
        agent,
        {"vcard:hasEmail", "foaf:mbox", "vcard:email", "schema:email", "schemas:email"}
    ));
}

std::string url_of(const View& agent) {
    return first_address(
        agent,
        {"foaf:homepage",
         "vcard:hasURL",
         "vcard:hasUrl",
         "vcard:url",
         "foaf:page",
         "foaf:workplaceHomepage",
         "schema:url",
         "schemas:url"}
    );
}

LocalizedText name_of(const View& agent) {
    LocalizedText name = localized(
        agent,
        {"foaf:name",
         "vcard:fn",
         "vcard:hasFN",
         "vcard:organization-name",
         "vcard:organisation-name",
         "skos:prefLabel",
         "rdfs:label",
         "dct:title",
         "schema:name",
         "schemas:name",
         "vcard:hasOrganizationName",
         "foaf:givenName",
         "rdf:value"}
    );
    if (!name.empty())
        return name;
    // vCard may keep each value in a node of its own.
    for (const Names& names :
         {Names{"vcard:hasFN"}, Names{"vcard:hasOrganizationName"}, Names{"vcard:org"}})
        for (const rdf::Term& value : agent.values(names)) {
            const View node = agent.follow(value);
            name = localized(node, {"vcard:hasValue", "vcard:value", "vcard:organization-name"});
            if (!name.empty())
                return name;
        }
    return name;
}

bool is_email(std::string_view text) {
    return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

void add_contact(const View& from, const rdf::Term& value, std::string role, RawRecord& record) {
    RawContact contact;
    contact.role = std::move(role);
    if (value.kind == rdf::TermKind::literal) {
        std::string text = without_mailto(std::string(text::trim(value.value)));
        (is_email(text) ? contact.email : contact.name) = std::move(text);
    } else if (const View agent = from.follow(value)) {
        const LocalizedText name = name_of(agent);
        contact.name = best_text(name, "fr");
        contact.email = email_of(agent);
        contact.url = url_of(agent);
    } else if (value.value.starts_with("mailto:")) {
        contact.email = without_mailto(value.value);
    } else if (value.kind == rdf::TermKind::iri && !is_skolem(value.value)) {
        contact.url = value.value;
    }
    if (!contact.name.empty() || !contact.email.empty() || !contact.url.empty())
        add_once(record.contacts, std::move(contact));
}

RawAgent first_agent(const View& from, Names properties) {
    for (const std::string_view property : properties) {
        RawAgent named;
        for (const rdf::Term& value : from.values({property})) {
            RawAgent agent = agent_of(from, value);
            if (!agent.name.empty())
                return agent;
            if (named.empty())
                named = std::move(agent);
        }
        if (!named.empty())
            return named;
    }
    return RawAgent();
}

} // namespace

RawAgent agent_of(const View& from, const rdf::Term& value) {
    RawAgent agent;
    if (value.kind == rdf::TermKind::literal) {
        add_text(agent.name, value);
        return agent;
    }
    if (value.kind == rdf::TermKind::iri && !is_skolem(value.value))
        agent.remote_id = value.value;
    const View node = from.follow(value);
    if (!node)
        return agent;
    agent.name = name_of(node);
    agent.email = email_of(node);
    agent.url = url_of(node);
    if (agent.remote_id.empty())
        agent.remote_id = node.text({"dct:identifier"});
    return agent;
}

void read_agents(const View& dataset, RawRecord& record) {
    // Without a publisher, who holds the rights or made the data stands for it.
    record.publisher = first_agent(
        dataset,
        {"dct:publisher", "dc:publisher", "schema:publisher", "dct:rightsHolder", "dct:creator"}
    );
    RawAgent creator = first_agent(dataset, {"dct:creator", "dc:creator", "foaf:maker"});
    if (!creator.empty())
        record.creator = std::move(creator);
    for (const Names& names : {Names{"dcat:contactPoint"}, Names{"adms:contactPoint"}})
        for (const rdf::Term& value : dataset.values(names))
            add_contact(dataset, value, "pointOfContact", record);
    for (const rdf::Term& value : dataset.values({"dct:contributor"}))
        if (dataset.follow(value))
            add_contact(dataset, value, "contributor", record);
}

} // namespace moisson::dcat

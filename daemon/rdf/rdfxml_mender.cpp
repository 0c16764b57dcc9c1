// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One tag at a time.
#include "rdf/rdfxml_mender.hpp"

#include "rdf/iri_mend.hpp"
#include "rdf/known_prefixes.hpp"
#include "rdf/term.hpp"

#include <algorithm>

namespace moisson::rdf::xml {

namespace {

// Our own prefix for the namespace of RDF, for what we write where the document has none.
constexpr std::string_view own_prefix = "moissonrdf";
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";

std::string qualified(std::string_view prefix, std::string_view local) {
    return prefix.empty() ? std::string(local) : std::string(prefix) + ":" + std::string(local);
}

bool is_language(std::string_view tag) {
    return !tag.empty() && tag.front() != '-' && std::ranges::all_of(tag, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

} // namespace

// What the attributes of a tag said so far.
struct TagMender::Facts {
    Role role = Role::node;
    // Of the attribute at hand.
    std::string_view prefix = "rdf";
    // rdf:about, rdf:ID or rdf:nodeID was written.
    bool named = false;
    std::string_view parse_type;
    bool has_parse_type = false;
    bool has_resource = false;
    // Properties that were attributes of the node.
    std::string properties;
};

void append_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            out += c;
        }
    }
}

void append_attribute(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "&quot;";
            break;
        case '\n':
            out += "&#10;";
            break;
        case '\t':
            out += "&#9;";
            break;
        default:
            append_text(out, std::string_view(&c, 1));
        }
    }
}

void TagMender::write(std::string_view name, std::string_view value, MendedTag& mended) {
    mended.start += ' ';
    mended.start += name;
    mended.start += "=\"";
    append_attribute(mended.start, value);
    mended.start += '"';
}

std::string TagMender::iri(std::string_view value) {
    const auto mended = mend_iri(value);
    if (!mended)
        return std::string(value);
    report_.repaired(Code::iri_repaired, "illegal characters in an IRI", line_, value);
    return *mended;
}

void TagMender::add_prefix(std::string_view prefix, MendedTag& mended) {
    const std::string marked = " " + std::string(prefix) + " ";
    if (added_.find(marked) != std::string::npos)
        return;
    added_ += marked;
    const std::string_view known = known_namespace(prefix);
    report_.repaired(
        Code::prefix_repaired,
        known.empty() ? "undefined prefix, not known" : "undefined prefix, its usual IRI is taken",
        line_,
        prefix
    );
    write(
        "xmlns:" + std::string(prefix),
        known.empty() ? invented_namespace(prefix) : std::string(known),
        mended
    );
}

void TagMender::add_own_prefix(MendedTag& mended) {
    const std::string marked = " " + std::string(own_prefix) + " ";
    if (added_.find(marked) != std::string::npos)
        return;
    added_ += marked;
    write("xmlns:" + std::string(own_prefix), ns::rdf, mended);
}

void TagMender::open(const Tag& tag, MendedTag& mended) {
    const std::string name = qualified(tag.prefix, tag.local);
    mended.start = "<" + name;
    mended.end = "</" + name + ">";
    for (const Namespace& space : tag.namespaces) {
        std::string_view uri = space.uri;
        const std::string_view completed = completed_namespace(uri);
        if (!completed.empty()) {
            report_.repaired(
                Code::prefix_repaired,
                "namespace without its last character",
                line_,
                uri
            );
            uri = completed;
        }
        write(space.prefix.empty() ? "xmlns" : "xmlns:" + std::string(space.prefix), uri, mended);
    }
    if (!tag.prefix.empty() && tag.uri.empty())
        add_prefix(tag.prefix, mended);
}

// rdf:ID and rdf:nodeID, whose values are names.
void TagMender::add_id(
    std::string_view name,
    std::string_view value,
    Facts& facts,
    MendedTag& mended
) {
    const std::string full = qualified(facts.prefix, name);
    if (is_ncname(value)) {
        write(full, value, mended);
    } else if (name == "ID" && facts.role == Role::node) {
        report_.repaired(Code::node_id_repaired, "rdf:ID that is no name", line_, value);
        write(
            qualified(facts.prefix, "about"),
            has_scheme(value) ? iri(value) : "#" + iri(value),
            mended
        );
    } else {
        report_.repaired(Code::node_id_repaired, full + " that is no name", line_, value);
        write(full, ncname_of(value), mended);
    }
    facts.named = facts.named || facts.role == Role::node;
}

void TagMender::add_rdf_attribute(
    std::string_view name,
    std::string_view value,
    Facts& facts,
    MendedTag& mended
) {
    const std::string full = qualified(facts.prefix, name);
    if (name == "about" || name == "resource") {
        const bool conflict = name == "about" ? facts.named : facts.has_resource;
        if (conflict) {
            report_.repaired(Code::syntax_repaired, "two names for one node", line_, value);
            return;
        }
        facts.named = facts.named || name == "about";
        facts.has_resource = facts.has_resource || name == "resource";
        write(full, iri(value), mended);
    } else if (name == "datatype") {
        const auto colon = value.find(':');
        const std::string_view known =
            colon == std::string_view::npos ? "" : known_namespace(value.substr(0, colon));
        if (!known.empty()) {
            report_.repaired(Code::prefix_repaired, "datatype with a prefix", line_, value);
            write(full, std::string(known) + std::string(value.substr(colon + 1)), mended);
        } else {
            write(full, iri(value), mended);
        }
    } else if (name == "ID" || name == "nodeID") {
        const bool conflict =
            facts.role == Role::node ? facts.named : name == "nodeID" && facts.has_resource;
        if (conflict)
            report_.repaired(Code::syntax_repaired, "two names for one node", line_, value);
        else
            add_id(name, value, facts, mended);
        facts.has_resource = facts.has_resource || (facts.role != Role::node && name == "nodeID");
    } else if (name == "parseType") {
        facts.parse_type = value;
        facts.has_parse_type = true;
        write(full, value, mended);
    } else if (name == "type") {
        write(full, iri(value), mended);
    } else {
        write(full, value, mended);
    }
}

void TagMender::add_attribute(const Attribute& attribute, Facts& facts, MendedTag& mended) {
    if (facts.role != Role::literal) {
        const bool rdf =
            attribute.uri == ns::rdf || (attribute.uri.empty() && attribute.prefix == "rdf");
        if (rdf && attribute.prefix == "rdf") {
            if (attribute.uri.empty())
                add_prefix("rdf", mended);
            facts.prefix = "rdf";
            add_rdf_attribute(attribute.local, attribute.value, facts, mended);
            return;
        }
        // Another prefix for the namespace of RDF, or the attribute without any.
        const bool bare = attribute.prefix.empty() &&
                          (attribute.local == "about" || attribute.local == "resource" ||
                           attribute.local == "parseType" || attribute.local == "datatype" ||
                           attribute.local == "nodeID" || attribute.local == "ID");
        if (rdf || bare) {
            if (bare)
                report_.repaired(
                    Code::syntax_repaired,
                    "attribute of RDF without prefix",
                    line_,
                    attribute.local
                );
            add_own_prefix(mended);
            facts.prefix = own_prefix;
            add_rdf_attribute(attribute.local, attribute.value, facts, mended);
            return;
        }
        if (attribute.uri == xml_space && attribute.local == "base") {
            write("xml:base", iri(attribute.value), mended);
            return;
        }
        if (attribute.uri == xml_space && attribute.local == "lang" && !attribute.value.empty()) {
            std::string tag(attribute.value);
            std::ranges::replace(tag, '_', '-');
            if (tag != attribute.value || !is_language(tag))
                report_
                    .repaired(Code::syntax_repaired, "wrong language tag", line_, attribute.value);
            write("xml:lang", is_language(tag) ? tag : "", mended);
            return;
        }
    }
    if (!attribute.prefix.empty() && attribute.uri.empty())
        add_prefix(attribute.prefix, mended);
    const std::string name = qualified(attribute.prefix, attribute.local);
    if (facts.role != Role::node || attribute.prefix.empty() || attribute.uri == xml_space) {
        write(name, attribute.value, mended);
        return;
    }
    // As an element: raptor 2.0.15 forgets xml:lang for properties on the same tag.
    facts.properties += "<" + name + ">";
    append_text(facts.properties, attribute.value);
    facts.properties += "</" + name + ">";
}

MendedTag TagMender::mend(const Tag& tag, Role role, std::size_t line) {
    line_ = line;
    added_.clear();
    MendedTag mended;
    open(tag, mended);
    Facts facts;
    facts.role = role;
    for (const Attribute& attribute : tag.attributes)
        add_attribute(attribute, facts, mended);
    if (role == Role::node && !facts.named) {
        // Reading may have to be taken up again inside: the node keeps a name of its own.
        add_own_prefix(mended);
        write(qualified(own_prefix, "nodeID"), "moisson-" + std::to_string(++nodes_), mended);
    }
    mended.start += '>';
    mended.start += facts.properties;
    if (role == Role::node)
        mended.inside = Role::property;
    else if (role == Role::document)
        mended.inside = Role::node;
    else if (role == Role::literal || (facts.has_parse_type && facts.parse_type != "Resource" && facts.parse_type != "Collection"))
        mended.inside = Role::literal;
    else
        mended.inside = facts.parse_type == "Resource" ? Role::property : Role::node;
    mended.is_fragile = role == Role::property && facts.has_parse_type;
    return mended;
}

} // namespace moisson::rdf::xml

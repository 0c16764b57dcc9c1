// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/rdf_thing.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> prefixes{{
    {"dcat", "http://www.w3.org/ns/dcat#"},
    {"dct", "http://purl.org/dc/terms/"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"vcard", "http://www.w3.org/2006/vcard/ns#"},
    {"locn", "http://www.w3.org/ns/locn#"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"spdx", "http://spdx.org/rdf/terms#"},
    {"hydra", "http://www.w3.org/ns/hydra/core#"},
    {"gsp", "http://www.opengis.net/ont/geosparql#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
}};

std::string expanded(std::string_view name) {
    const std::size_t colon = name.find(':');
    for (const auto& [prefix, space] : prefixes)
        if (name.substr(0, colon) == prefix)
            return std::string(space) + std::string(name.substr(colon + 1));
    return std::string(name);
}

// -- Turtle ----------------------------------------------------------------------------------
std::string turtle_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else
            out += c;
    }
    return out + '"';
}

// Characters that no IRI holds, as %XX.
std::string escaped_iri(std::string_view iri) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : iri) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos) {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 0x0FU];
        } else {
            out += c;
        }
    }
    return out;
}

void write_turtle(const RdfThing& thing, int depth, std::string& out) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    bool first = true;
    if (!thing.type.empty()) {
        out += "a " + thing.type;
        first = false;
    }
    for (const auto& [property, value] : thing.properties) {
        out += (first ? "" : " ;\n" + indent) + property + " ";
        first = false;
        if (value.kind == RdfValue::Kind::iri) {
            out += "<" + escaped_iri(value.value) + ">";
        } else if (value.kind == RdfValue::Kind::text) {
            out += turtle_text(value.value);
            if (!value.language.empty())
                out += "@" + value.language;
            else if (!value.datatype.empty())
                out += "^^" + value.datatype;
        } else if (!value.thing->name.empty()) {
            out += "<" + escaped_iri(value.thing->name) + ">";
        } else {
            out += "[ ";
            write_turtle(*value.thing, depth + 1, out);
            out += " ]";
        }
    }
}

// Named things that stand inside others get a statement of their own.
void collect_named(const RdfThing& thing, std::vector<const RdfThing*>& named) {
    for (const auto& [property, value] : thing.properties)
        if (value.kind == RdfValue::Kind::thing) {
            if (!value.thing->name.empty())
                named.push_back(value.thing.get());
            collect_named(*value.thing, named);
        }
}

std::string turtle(const std::vector<RdfThing>& things) {
    std::string out;
    for (const auto& [prefix, space] : prefixes)
        out += "@prefix " + std::string(prefix) + ": <" + std::string(space) + "> .\n";
    std::vector<const RdfThing*> all;
    for (const RdfThing& thing : things) {
        all.push_back(&thing);
        collect_named(thing, all);
    }
    for (const RdfThing* thing : all) {
        out += "\n<" + escaped_iri(thing->name) + "> ";
        write_turtle(*thing, 1, out);
        out += " .\n";
    }
    return out;
}

// -- RDF/XML ---------------------------------------------------------------------------------
std::string escaped_xml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\r')
            out += "&#13;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            out += c;
    }
    return out;
}

void write_xml(const RdfThing& thing, int depth, std::string& out) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    const std::string element = thing.type.empty() ? "rdf:Description" : thing.type;
    out += indent + "<" + element;
    if (!thing.name.empty())
        out += " rdf:about=\"" + escaped_xml(escaped_iri(thing.name)) + "\"";
    out += ">\n";
    for (const auto& [property, value] : thing.properties) {
        out += indent + "  <" + property;
        if (value.kind == RdfValue::Kind::iri) {
            out += " rdf:resource=\"" + escaped_xml(escaped_iri(value.value)) + "\"/>\n";
        } else if (value.kind == RdfValue::Kind::text) {
            if (!value.language.empty())
                out += " xml:lang=\"" + value.language + "\"";
            else if (!value.datatype.empty())
                out += " rdf:datatype=\"" + expanded(value.datatype) + "\"";
            out += ">" + escaped_xml(value.value) + "</" + property + ">\n";
        } else {
            out += ">\n";
            write_xml(*value.thing, depth + 2, out);
            out += indent + "  </" + property + ">\n";
        }
    }
    out += indent + "</" + element + ">\n";
}

std::string rdf_xml(const std::vector<RdfThing>& things) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rdf:RDF\n"
                      "  xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"";
    for (const auto& [prefix, space] : prefixes)
        out += "\n  xmlns:" + std::string(prefix) + "=\"" + std::string(space) + "\"";
    out += ">\n";
    for (const RdfThing& thing : things)
        write_xml(thing, 1, out);
    return out + "</rdf:RDF>\n";
}

// -- JSON-LD ---------------------------------------------------------------------------------
Json as_json(const RdfThing& thing) {
    Json node = Json::object();
    if (!thing.name.empty())
        node["@id"] = escaped_iri(thing.name);
    if (!thing.type.empty())
        node["@type"] = thing.type;
    for (const auto& [property, value] : thing.properties) {
        Json one = Json::object();
        if (value.kind == RdfValue::Kind::iri) {
            one["@id"] = escaped_iri(value.value);
        } else if (value.kind == RdfValue::Kind::thing) {
            one = as_json(*value.thing);
        } else {
            one["@value"] = value.value;
            if (!value.language.empty())
                one["@language"] = value.language;
            else if (!value.datatype.empty())
                one["@type"] = value.datatype;
        }
        node[property].push_back(std::move(one));
    }
    return node;
}

std::string json_ld(const std::vector<RdfThing>& things) {
    Json document;
    for (const auto& [prefix, space] : prefixes)
        document["@context"][std::string(prefix)] = space;
    document["@graph"] = Json::array();
    for (const RdfThing& thing : things)
        document["@graph"].push_back(as_json(thing));
    return document.dump(1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

void RdfThing::text(const char* property, std::string value, std::string language) {
    if (value.empty())
        return;
    RdfValue one;
    one.value = std::move(value);
    one.language = std::move(language);
    properties.emplace_back(property, std::move(one));
}

void RdfThing::typed(const char* property, std::string value, std::string datatype) {
    if (value.empty())
        return;
    RdfValue one;
    one.value = std::move(value);
    one.datatype = std::move(datatype);
    properties.emplace_back(property, std::move(one));
}

void RdfThing::iri(const char* property, std::string value) {
    if (value.empty())
        return;
    RdfValue one;
    one.kind = RdfValue::Kind::iri;
    one.value = std::move(value);
    properties.emplace_back(property, std::move(one));
}

void RdfThing::thing(const char* property, RdfThing value) {
    RdfValue one;
    one.kind = RdfValue::Kind::thing;
    one.thing = std::make_shared<RdfThing>(std::move(value));
    properties.emplace_back(property, std::move(one));
}

std::string write_rdf(const std::vector<RdfThing>& things, RdfSyntax syntax) {
    if (syntax == RdfSyntax::turtle)
        return turtle(things);
    return syntax == RdfSyntax::rdf_xml ? rdf_xml(things) : json_ld(things);
}

std::string_view media_type_of(RdfSyntax syntax) {
    if (syntax == RdfSyntax::turtle)
        return "text/turtle";
    return syntax == RdfSyntax::rdf_xml ? "application/rdf+xml" : "application/ld+json";
}

} // namespace moisson::portals

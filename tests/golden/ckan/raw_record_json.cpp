// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "golden/ckan/raw_record_json.hpp"

namespace moisson::testing {
namespace {

using json::Value;

void put(Value& object, const char* key, const std::string& text) {
    if (!text.empty())
        object[key] = text;
}

void put(Value& object, const char* key, Value value) {
    if (!value.empty())
        object[key] = std::move(value);
}

Value texts(const LocalizedText& texts) {
    Value list = Value::array();
    for (const LangText& text : texts) {
        std::string tag = text.lang;
        if (text.machine_translated)
            tag += "-t";
        list.push_back(tag.empty() ? text.text : tag + ": " + text.text);
    }
    return list;
}

Value agent(const RawAgent& agent) {
    Value object = Value::object();
    put(object, "remote_id", agent.remote_id);
    put(object, "slug", agent.slug);
    put(object, "name", texts(agent.name));
    put(object, "email", agent.email);
    put(object, "url", agent.url);
    return object;
}

Value licence(const RawLicence& licence) {
    Value object = Value::object();
    put(object, "id", licence.id);
    put(object, "title", licence.title);
    put(object, "url", licence.url);
    return object;
}

Value distribution(const RawDistribution& d) {
    Value object = Value::object();
    put(object, "remote_id", d.remote_id);
    put(object, "title", texts(d.title));
    put(object, "description", texts(d.description));
    put(object, "download_url", d.download_url);
    put(object, "access_url", d.access_url);
    put(object, "format", d.format);
    put(object, "media_type", d.media_type);
    put(object, "size", d.size);
    put(object, "checksum", d.checksum);
    put(object, "checksum_algorithm", d.checksum_algorithm);
    put(object, "issued", d.issued);
    put(object, "modified", d.modified);
    put(object, "kind", d.kind);
    put(object, "languages", Value(d.languages));
    put(object, "licence", licence(d.licence));
    return object;
}

void put_lists(Value& object, const RawRecord& record) {
    Value contacts = Value::array();
    for (const RawContact& contact : record.contacts) {
        Value entry = Value::object();
        put(entry, "name", contact.name);
        put(entry, "email", contact.email);
        put(entry, "url", contact.url);
        put(entry, "role", contact.role);
        contacts.push_back(std::move(entry));
    }
    put(object, "contacts", std::move(contacts));
    Value licences = Value::array();
    for (const RawLicence& entry : record.licences)
        licences.push_back(licence(entry));
    put(object, "licences", std::move(licences));
    Value temporal = Value::array();
    for (const RawPeriod& period : record.temporal) {
        Value entry = Value::object();
        put(entry, "start", period.start);
        put(entry, "end", period.end);
        put(entry, "literal", period.literal);
        temporal.push_back(std::move(entry));
    }
    put(object, "temporal", std::move(temporal));
    Value spatial = Value::array();
    for (const RawLocation& location : record.spatial) {
        Value entry = Value::object();
        put(entry, "geometry", location.geometry);
        put(entry, "label", location.label);
        put(entry, "uri", location.uri);
        spatial.push_back(std::move(entry));
    }
    put(object, "spatial", std::move(spatial));
    Value distributions = Value::array();
    for (const RawDistribution& entry : record.distributions)
        distributions.push_back(distribution(entry));
    put(object, "distributions", std::move(distributions));
}

} // namespace

json::Value to_json(const RawRecord& record) {
    Value object = Value::object();
    put(object, "remote_id", record.remote_id);
    put(object, "aliases", Value(record.aliases));
    put(object, "uri", record.uri);
    put(object, "identifiers", Value(record.identifiers));
    put(object, "remote_url", record.remote_url);
    put(object, "landing_page", record.landing_page);
    put(object, "type", record.type);
    put(object, "unpublished_because", record.unpublished_because);
    if (record.deleted_at_source)
        object["deleted_at_source"] = true;
    put(object, "title", texts(record.title));
    put(object, "description", texts(record.description));
    put(object, "keywords", texts(record.keywords));
    put(object, "themes", Value(record.themes));
    put(object, "publisher", agent(record.publisher));
    if (record.creator)
        put(object, "creator", agent(*record.creator));
    put(object, "access_rights", record.access_rights);
    put(object, "languages", Value(record.languages));
    put(object, "frequency", record.frequency);
    put(object, "frequency_field", record.frequency_field);
    put(object, "issued", record.issued);
    put(object, "modified", record.modified);
    put(object, "record_created", record.record_created);
    put(object, "record_modified", record.record_modified);
    put(object, "country_hints", Value(record.country_hints));
    put(object, "conforms_to", Value(record.conforms_to));
    put(object, "provenance_statement", record.provenance_statement);
    put(object, "version", record.version);
    put(object, "origin_portal", record.origin.origin_portal);
    put(object, "origin_url", record.origin.origin_url);
    put(object, "origin_id", record.origin.origin_id);
    put_lists(object, record);
    return object;
}

} // namespace moisson::testing

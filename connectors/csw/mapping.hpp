// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of CSW records: canonical JSON of an ISO 19139 or Dublin Core record -> RawRecord.
// Pure. ISO is in iso_*.cpp, Dublin Core in dublin_core.cpp.
#pragma once

#include "core/result.hpp"
#include "csw/element.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::csw {

struct MappingContext {
    std::string source_key;
    // Address of the service, for pages of records.
    std::string endpoint;
};

// NOT_A_DATASET for services, maps, applications..., PARSE_JSON or BAD_SHAPE for stored bytes that
// are no record. Issues of stage `map` are added for what was cut or left out.
Result<RawRecord>
map_record(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- identity
// -------------------------------------------------------------------------------------- Id that
// the catalogue gives: gmd:fileIdentifier, else the identifier of the resource; the first
// dc:identifier. Empty when there is none.
std::string iso_identifier(const Element& record);
std::string dublin_core_identifier(const Element& record);
// "https://host/geonetwork/srv/fre/catalog.search#/metadata/ID", else GetRecordById.
std::string page_of(std::string_view endpoint, std::string_view id);

// -- parts of ISO
// ----------------------------------------------------------------------------------
// MD_DataIdentification or SV_ServiceIdentification, several when a record holds them.
std::vector<Element> identifications(const Element& record);
Languages languages_of(const Element& record);
void map_iso(const Element& record, RawRecord& out);
void map_iso_agents(const Element& record, const Languages& languages, RawRecord& out);
void map_iso_constraints(const Element& record, RawRecord& out);
void map_iso_coverage(const Element& record, const Languages& languages, RawRecord& out);
void map_iso_distributions(const Element& record, const Languages& languages, RawRecord& out);

void map_dublin_core(const Element& record, RawRecord& out);

// -- shared
// ---------------------------------------------------------------------------------------- One
// address with what a catalogue says of it; decides between download and access.
struct Link {
    std::string url;
    std::string protocol;
    // "download", "information", "order", "search", "offlineAccess"; empty when not said.
    std::string function;
    LocalizedText name;
    LocalizedText description;
};
RawDistribution distribution_of(Link link);

// A licence from a text that may hold an address.
RawLicence licence_of(std::string text, std::string href);

} // namespace moisson::csw

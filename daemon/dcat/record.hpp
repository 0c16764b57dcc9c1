// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is described of one dataset -> RawRecord (research H4.3). Pure; nothing is interpreted
// beyond where a value stands. The parts live in files of their own.
#pragma once

#include "dcat/description.hpp"
#include "model/raw_record.hpp"

#include <string_view>

namespace moisson::dcat {

// Identifiers a dataset gives itself, each once, in order of their text: dct:identifier first.
std::vector<std::string> identifiers_of(const View& dataset);

// All but remote_id and remote_url, which belong to the source.
RawRecord to_raw_record(const Description& description, const rdf::Term& dataset);

// -- parts ---------------------------------------------------------------------------------------
void read_agents(const View& dataset, RawRecord& record);
void read_coverage(const View& dataset, RawRecord& record);
void read_distributions(const View& dataset, RawRecord& record);

RawAgent agent_of(const View& from, const rdf::Term& value);
RawLicence licence_of(const View& from, const rdf::Term& value);
// The licences a thing states, else its rights.
std::vector<RawLicence> licences_of(const View& thing);
// Of several dates, the earliest or the latest as they are written.
std::string earliest(const View& thing, std::initializer_list<std::string_view> properties);
std::string latest(const View& thing, std::initializer_list<std::string_view> properties);

template <class T>
void add_once(std::vector<T>& list, T one) {
    for (const T& other : list)
        if (other == one)
            return;
    list.push_back(std::move(one));
}

} // namespace moisson::dcat

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a dataset offers for being recognised on another portal (decision 8, research H7.4). Pure.
#pragma once

#include "model/cluster.hpp"
#include "model/dataset.hpp"

#include <string_view>
#include <vector>

namespace moisson::cluster {

// Grows when the same dataset gives other keys: stored ones are then computed again.
inline constexpr int evidence_version = 2;

// What the bounds of each kind add up to.
inline constexpr std::size_t keys_per_dataset = 48;

// Sorted, each hash once; an address of its own is never an origin as well.
//   uri      subject or global identifier, when it is a web address or a URN
//   doi      anywhere among its names
//   address  where the record is: its page, and its id there
//   origin   where it says it was taken from: provenance marks, foreign subject or landing page,
//            the dataset whose files it lists, the indicator of the World Bank
//   files    the set of its files, without services and pages
//   title    title, publisher and countries, when all three are known; one per human language
// `portal_url`: the site that publishes it; its host and those below are home.
std::vector<EvidenceKey> evidence_keys(const Dataset& dataset, std::string_view portal_url);

} // namespace moisson::cluster

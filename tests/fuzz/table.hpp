// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The harnesses with what each needs: where its first inputs come from, which words its mutations
// use, which sources it is meant to cover.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::fuzz {

// Members of an array of golden cases, each put into the document that a portal would send.
struct GoldenCases {
    // File below tests/golden.
    std::string_view file;
    std::string_view member;
    std::string_view before;
    std::string_view after;
};

struct Harness {
    std::string_view name;
    void (*run)(std::string_view input) = nullptr;
    std::size_t input_bytes_max = 0;
    // Connector kind whose conversation with the simulator gives inputs; empty = none.
    std::string_view kind = {};
    std::vector<GoldenCases> golden = {};
    // Files or folders of the project, read whole.
    std::vector<std::string_view> files = {};
    // Folders of recorded catalogues with the endings that count: "ckan .json".
    std::vector<std::string_view> corpus = {};
    // File of dictionaries/, without ".dict"; empty = none.
    std::string_view dictionary = {};
    // Sources, as beginnings of paths, whose coverage is told.
    std::vector<std::string_view> covers = {};
};

std::span<const Harness> harnesses();
const Harness* find_harness(std::string_view name);

} // namespace moisson::fuzz

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// fuzz_inputs FOLDER: writes the first inputs of every harness to FOLDER/<name>/, and on standard
// output one line a harness: name, bytes at most, dictionary or "-", sources it covers.
#include "core/digest.hpp"
#include "fuzz/seeds.hpp"
#include "fuzz/table.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace fuzz = moisson::fuzz;

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: fuzz_inputs FOLDER\n";
        return 2;
    }
    for (const fuzz::Harness& harness : fuzz::harnesses()) {
        const std::filesystem::path folder = std::filesystem::path(argv[1]) / harness.name;
        std::filesystem::create_directories(folder);
        for (const auto& list :
             {fuzz::found_inputs(harness), fuzz::own_seeds(harness), fuzz::corpus_seeds(harness)})
            for (const fuzz::Seed& seed : list)
                std::ofstream(
                    folder /
                        ("first-" + moisson::to_hex(moisson::sha256(seed.bytes)).substr(0, 16)),
                    std::ios::binary
                ) << seed.bytes;
        std::cout << harness.name << '\t' << harness.input_bytes_max << '\t'
                  << (harness.dictionary.empty() ? "-" : harness.dictionary) << '\t';
        for (std::size_t i = 0; i < harness.covers.size(); ++i)
            std::cout << (i == 0 ? "" : " ") << harness.covers[i];
        std::cout << '\n';
    }
}

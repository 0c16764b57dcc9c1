// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records, one a line on standard input, through the trial of a dictionary as moissond makes it:
// bytes of the held-out ones raw, compressed alone and with the dictionary, and the time it takes.
#include "core/clock.hpp"
#include "store/raw_codec.hpp"
#include "store/raw_dictionary.hpp"

#include <fmt/format.h>

#include <iostream>
#include <string>
#include <vector>

int main() {
    namespace store = moisson::store;
    using moisson::Steady;
    using moisson::SystemClock;
    const SystemClock clock;
    std::vector<std::string> records;
    std::size_t bytes = 0;
    for (std::string line; bytes < store::sample_bytes_max && std::getline(std::cin, line);) {
        if (line.empty() || line.size() > store::sampled_record_bytes_max)
            continue;
        bytes += line.size();
        records.push_back(line);
    }
    const Steady begin = clock.steady_now();
    const auto trial = store::try_dictionary(records, nullptr);
    const std::chrono::duration<double> training = clock.steady_now() - begin;
    if (!trial) {
        fmt::print("{{\"records\": {}, \"adopted\": false}}\n", records.size());
        return 0;
    }
    const auto dictionary = store::RawDictionary::make(1, trial->bytes).value();
    std::size_t raw = 0;
    std::vector<std::string> frames;
    const Steady before_compressing = clock.steady_now();
    for (const std::string& record : records) {
        raw += record.size();
        frames.push_back(dictionary->compress(record));
    }
    const std::chrono::duration<double, std::micro> compressing =
        clock.steady_now() - before_compressing;
    const Steady before_reading = clock.steady_now();
    for (std::size_t i = 0; i < records.size(); ++i)
        if (dictionary->decompress(frames[i]).value() != records[i])
            return 1;
    const std::chrono::duration<double, std::micro> reading = clock.steady_now() - before_reading;
    const auto count = static_cast<double>(records.size());
    const auto measured = static_cast<double>(trial->measured);
    fmt::print(
        "{{\"records\": {}, \"trained_on\": {}, \"measured\": {}, \"raw_bytes\": {:.0f}, "
        "\"alone_bytes\": {:.0f}, \"dictionary_bytes\": {:.0f}, \"smaller_percent\": {:.1f}, "
        "\"adopted\": {}, \"training_s\": {:.1f}, \"compress_us\": {:.1f}, \"read_us\": {:.1f}}}\n",
        records.size(),
        trial->trained_on,
        trial->measured,
        static_cast<double>(raw) / count,
        static_cast<double>(trial->bytes_before) / measured,
        static_cast<double>(trial->bytes_after) / measured,
        100.0 - 100.0 * static_cast<double>(trial->bytes_after) /
                    static_cast<double>(trial->bytes_before),
        trial->is_worth_it(),
        training.count(),
        compressing.count() / count,
        reading.count() / count
    );
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading of the gzipped CSV export of data.gouv.fr (`;`, quotes doubled), row by row.
#pragma once

#include <zlib.h>

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace moisson::vocabulary_report {

// Calls row(fields) for each record; the first one is the header.
template <class Row>
void read_csv_gz(const std::filesystem::path& path, Row&& row) {
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr)
        throw std::runtime_error("cannot open " + path.string());
    std::vector<std::string> fields(1);
    bool quoted = false;
    bool quote_before = false;
    std::array<char, 65'536> buffer{};
    int length = 0;
    while ((length = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
        for (int i = 0; i < length; ++i) {
            const char c = buffer[static_cast<std::size_t>(i)];
            if (quoted) {
                if (c == '"') {
                    quoted = false;
                    quote_before = true;
                } else {
                    fields.back() += c;
                }
                continue;
            }
            if (c == '"') {
                if (quote_before)
                    fields.back() += '"';
                quoted = true;
            } else if (c == ';') {
                fields.emplace_back();
            } else if (c == '\n') {
                row(fields);
                fields.assign(1, {});
            } else if (c != '\r') {
                fields.back() += c;
            }
            quote_before = false;
        }
    }
    if (fields.size() > 1)
        row(fields);
    gzclose(file);
}

} // namespace moisson::vocabulary_report

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The export of resources of udata (site/resources.csv), which stands beside that of data sets:
// what each data set has, as the API would list it.
#pragma once

#include "core/result.hpp"
#include "kit/csv_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moisson::udata {

class ResourceTable {
public:
    // `text` is unpacked. Errors: BAD_SHAPE (a table of something else), and that of the first row
    // that cannot be read, since nobody knows whose it is.
    static Result<ResourceTable> read(std::string text);

    // `dataset`: its id.
    bool knows(std::string_view dataset) const;
    // JSON list of its resources, in the order of the file.
    std::string list_of(std::string_view dataset) const;

private:
    explicit ResourceTable(kit::CsvTable table) : table_(std::move(table)) {}
    void identify();

    kit::CsvTable table_;
    std::unordered_map<std::string, std::vector<std::size_t>> rows_;
};

} // namespace moisson::udata

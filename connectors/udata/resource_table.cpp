// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/resource_table.hpp"

#include "udata/table_record.hpp"

#include <optional>

namespace moisson::udata {

Result<ResourceTable> ResourceTable::read(std::string text) {
    Result<kit::CsvTable> table = kit::CsvTable::read(std::move(text));
    if (table.has_error())
        return table.error();
    if (const Result<void> fits = check_resource_columns(*table); fits.has_error())
        return fits.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
        if (table->broken(row))
            return *table->broken(row);
    }
    ResourceTable resources(std::move(*table));
    resources.identify();
    return resources;
}

void ResourceTable::identify() {
    const std::size_t owner = table_.column(resource_owner).value();
    for (std::size_t row = 0; row < table_.rows(); ++row) {
        std::vector<std::string> cells = table_.cells(row);
        if (!cells[owner].empty())
            rows_[std::move(cells[owner])].push_back(row);
    }
}

bool ResourceTable::knows(std::string_view dataset) const {
    return rows_.contains(std::string(dataset));
}

std::string ResourceTable::list_of(std::string_view dataset) const {
    std::string out = "[";
    const auto found = rows_.find(std::string(dataset));
    if (found != rows_.end()) {
        for (const std::size_t row : found->second) {
            if (out.size() > 1)
                out += ',';
            out += resource_of_row(table_, row);
        }
    }
    return out + "]";
}

} // namespace moisson::udata

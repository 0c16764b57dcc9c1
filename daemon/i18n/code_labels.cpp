// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/code_labels.hpp"

namespace moisson::i18n {

void CodeLabels::set(std::string_view kind, std::string_view code, Label label) {
    kinds_[std::string(kind)].insert_or_assign(std::string(code), std::move(label));
}

std::string_view CodeLabels::find(std::string_view kind, std::string_view code, Lang lang) const {
    const auto table = kinds_.find(kind);
    if (table == kinds_.end())
        return code;
    const auto row = table->second.find(code);
    if (row == table->second.end())
        return code;
    const Label& label = row->second;
    const std::string& wanted = lang == Lang::ar   ? label.ar
                                : lang == Lang::en ? label.en
                                                   : label.fr;
    if (!wanted.empty())
        return wanted;
    return label.fr.empty() ? code : std::string_view(label.fr);
}

std::vector<std::string_view> CodeLabels::codes(std::string_view kind) const {
    std::vector<std::string_view> all;
    if (const auto table = kinds_.find(kind); table != kinds_.end())
        for (const auto& [code, label] : table->second)
            all.emplace_back(code);
    return all;
}

} // namespace moisson::i18n

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The rows of config/vocabularies/*.tsv as values: codes, labels and flags, for display and output.
// How a raw string finds its row is in vocabularies.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

struct Labels {
    std::string fr;
    std::string en;
    std::string ar;

    // The label in `lang`, else French, else English.
    const std::string& in(std::string_view lang) const {
        const std::string& wanted = lang == "ar" ? ar : lang == "en" ? en : fr;
        return !wanted.empty() ? wanted : !fr.empty() ? fr : en;
    }
};

struct FrequencyRow {
    std::string code;
    std::string uri;
    // Days; absent = no deadline.
    std::optional<int> period_days;
    std::optional<int> overdue_grace_days;
    std::optional<int> delinquent_grace_days;
    Labels labels;
    std::string udata;
    std::string dc_freq;
    std::string iso19115;
};

struct FormatRow {
    std::string code;
    std::string eu_code;
    std::string display;
    std::string media_type; // output only, shared by several rows
    char family = 'U';
    bool machine_readable = false;
    bool non_proprietary = false;
    bool iana = false;
    bool weak = false;
    bool container = false;
    bool no_information = false;
    bool mqa_machine_readable = false;
    bool mqa_non_proprietary = false;
};

struct FamilyRow {
    char family = 'U';
    Labels labels;
};

struct LicenceRow {
    std::string code;
    std::string spdx;
    std::string eu_authority;
    std::string url;
    std::string udata_id;
    std::string ckan_id;
    char openness = 'U';
    Labels labels;
};

struct ThemeRow {
    std::string code;
    std::string uri;
    Labels labels;
};

struct AccessRightRow {
    std::string code;
    std::string uri;
    // O open, R restricted, N not public, U none.
    char access_class = 'U';
    Labels labels;
};

struct CountryRow {
    std::string code; // ISO 3166-1 alpha-2, or XW, XA..., EU, XK
    std::string iso3;
    std::string numeric;
    // False for areas (XW world, XA Africa, EU...).
    bool is_country = true;
    std::string parent;
    std::string uri;
    std::string oif;
    bool seed = false;
    std::string timezone;
    std::vector<std::string> languages;
    Labels labels;
};

struct LanguageRow {
    std::string code; // ISO 639-3
    std::string iso639_1;
    std::string iso639_2t;
    std::string uri;
    Labels labels;

    // The tag written in LangText and Dataset: ISO 639-1 when there is one, else 639-3.
    const std::string& tag() const { return iso639_1.empty() ? code : iso639_1; }
};

} // namespace moisson::normalise

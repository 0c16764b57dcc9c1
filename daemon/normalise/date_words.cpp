// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names of months and weekdays in French, English, German, Dutch, Portuguese, Spanish and Italian,
// folded. "mar" is left out: March in English and Spanish, Tuesday in French.
#include "normalise/dates.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::normalise {
namespace {

struct Month {
    std::string_view name;
    unsigned number;
};

constexpr std::array<Month, 79> month_names = {{
    {"janvier", 1},   {"january", 1},   {"januar", 1},    {"januari", 1},    {"janeiro", 1},
    {"enero", 1},     {"gennaio", 1},   {"jan", 1},       {"janv", 1},       {"janner", 1},
    {"fevrier", 2},   {"february", 2},  {"februar", 2},   {"februari", 2},   {"fevereiro", 2},
    {"febrero", 2},   {"febbraio", 2},  {"feb", 2},       {"fev", 2},        {"fevr", 2},
    {"mars", 3},      {"march", 3},     {"marz", 3},      {"maart", 3},      {"marco", 3},
    {"marzo", 3},     {"maerz", 3},     {"avril", 4},     {"april", 4},      {"abril", 4},
    {"aprile", 4},    {"apr", 4},       {"avr", 4},       {"abr", 4},        {"mai", 5},
    {"may", 5},       {"mei", 5},       {"maio", 5},      {"mayo", 5},       {"maggio", 5},
    {"juin", 6},      {"june", 6},      {"juni", 6},      {"junho", 6},      {"junio", 6},
    {"giugno", 6},    {"jun", 6},       {"juillet", 7},   {"july", 7},       {"juli", 7},
    {"julho", 7},     {"julio", 7},     {"luglio", 7},    {"jul", 7},        {"juil", 7},
    {"aout", 8},      {"august", 8},    {"augustus", 8},  {"agosto", 8},     {"aug", 8},
    {"septembre", 9}, {"september", 9}, {"setembro", 9},  {"septiembre", 9}, {"settembre", 9},
    {"sep", 9},       {"sept", 9},      {"octobre", 10},  {"october", 10},   {"oktober", 10},
    {"outubro", 10},  {"octubre", 10},  {"ottobre", 10},  {"oct", 10},       {"okt", 10},
    {"novembre", 11}, {"november", 11}, {"novembro", 11}, {"noviembre", 11},
}};

constexpr std::array<Month, 8> last_months = {{
    {"nov", 11},
    {"decembre", 12},
    {"december", 12},
    {"dezember", 12},
    {"dezembro", 12},
    {"diciembre", 12},
    {"dicembre", 12},
    {"dec", 12},
}};

constexpr std::array<std::string_view, 42> weekdays = {
    "lundi",   "mardi",    "mercredi",  "jeudi",      "vendredi", "samedi",   "dimanche",
    "monday",  "tuesday",  "wednesday", "thursday",   "friday",   "saturday", "sunday",
    "montag",  "dienstag", "mittwoch",  "donnerstag", "freitag",  "samstag",  "sonntag",
    "maandag", "dinsdag",  "woensdag",  "donderdag",  "vrijdag",  "zaterdag", "zondag",
    "mon",     "tue",      "wed",       "thu",        "fri",      "sat",      "sun",
    "lun",     "mer",      "jeu",       "ven",        "sam",      "dim",      "sonnabend"};

} // namespace

unsigned month_of_name(std::string_view key) {
    for (const Month& month : month_names)
        if (month.name == key)
            return month.number;
    for (const Month& month : last_months)
        if (month.name == key)
            return month.number;
    return 0;
}

bool is_weekday_name(std::string_view key) {
    return std::find(weekdays.begin(), weekdays.end(), key) != weekdays.end();
}

} // namespace moisson::normalise

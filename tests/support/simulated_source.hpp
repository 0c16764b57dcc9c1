// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// For each connector kind, the source that an operator would configure for the simulator's protocol
// of the same name. A kind that needs nothing but its address needs no line here.
#pragma once

#include "model/portal.hpp"
#include "support/portal_client.hpp"

#include <string>

namespace moisson::testing {

inline JsonDescription simulated_api() {
    JsonDescription api;
    api.list = {"/api/jeux?page={page}&taille={size}"};
    api.paging = JsonPaging::page;
    api.items = "resultats.jeux";
    api.total = "total";
    api.id = {"reference"};
    api.fields = {
        {"title", {"titre"}},
        {"description", {"resume"}},
        {"publisher", {"organisme.nom"}},
        {"contact_email", {"organisme.courriel"}},
        {"keywords", {"mots_cles"}},
        {"licence", {"licence"}},
        {"issued", {"dates.creation"}},
        {"modified", {"dates.maj"}}};
    api.distributions = "fichiers";
    api.distribution =
        {{"title", {"nom"}}, {"url", {"lien"}}, {"format", {"type"}}, {"size", {"taille"}}};
    api.volatile_keys = {"consultations"};
    return api;
}

inline Source simulated_source(const std::string& kind) {
    Source source;
    source.key = "essai";
    source.portal_key = "essai";
    source.connector = kind;
    source.url = std::string(portal_address);
    if (kind == "csw")
        source.url += "/catalogue/csw";
    if (kind == "json")
        source.json = simulated_api();
    return source;
}

} // namespace moisson::testing

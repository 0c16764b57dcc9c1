// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the site is and what it can do.
#include "ckan_api/site.hpp"

namespace moisson::ckan_api {

asio::awaitable<Answer> status_show(SitePtr site, Parameters) {
    Json out = Json::object();
    // Clients compare it with the versions of CKAN whose answers they know; ours are those of 2.11.
    out["ckan_version"] = "2.11.0";
    out["site_url"] = site->options.public_url.base();
    out["site_title"] = site->options.site_name;
    out["site_description"] = "Catalogue moissonné de données ouvertes, en lecture seule";
    out["error_emails_to"] = nullptr;
    out["locale_default"] = "fr";
    out["extensions"] = Json::array({"moisson"});
    out["moisson_version"] = site->options.version;
    co_return dump(out);
}

asio::awaitable<Answer> help_show(SitePtr, Parameters parameters) {
    const Read<std::string> name = parameters.wanted("name");
    if (!name)
        co_return name.error();
    const ActionRow* const action = find_action(*name);
    if (action == nullptr)
        co_return not_found("Action name not known: " + *name);
    co_return dump(Json(action->help));
}

asio::awaitable<Answer> site_read(SitePtr, Parameters) {
    std::string yes = "true";
    co_return yes;
}

asio::awaitable<Answer> empty_list(SitePtr, Parameters) {
    std::string none = "[]";
    co_return none;
}

} // namespace moisson::ckan_api

// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the simulator tells of itself on its own port: portals, access logs, faults; and the switch
// that puts a portal's script to sleep and wakes it.
#pragma once

#include "portals/portal.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <vector>

namespace moisson::portals {

using Portals = std::vector<std::shared_ptr<Portal>>;

// [{key,title,url,country,connector,port,address,base_path,fault,expected_codes,records,tls}]
nlohmann::ordered_json describe_portals(const Portals& portals);

// GET /portails, /fautes, /journal[?portail=KEY]; POST /vider, /activer?portail=KEY,
// /desactiver?portail=KEY.
ScriptedResponse admin_answer(const PortalRequest& request, const Portals& portals);

} // namespace moisson::portals

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IDisputeTemplateRegistry} from "./Interfaces.sol";

/// Anybody may publish a template; ids count up from 0 and are shared by everybody.
contract DisputeTemplateRegistry is IDisputeTemplateRegistry {
    error OwnerOnly();

    address public owner;
    uint256 public templates;

    constructor(address _owner) {
        owner = _owner;
    }

    function changeOwner(address _owner) external {
        if (msg.sender != owner) revert OwnerOnly();
        owner = _owner;
    }

    function setDisputeTemplate(
        string memory _templateTag,
        string memory _templateData,
        string memory _templateDataMappings
    ) external returns (uint256 templateId) {
        templateId = templates++;
        emit DisputeTemplate(templateId, _templateTag, _templateData, _templateDataMappings);
    }
}

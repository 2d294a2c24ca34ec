// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Where evidence is submitted, by anybody and at any time. Nothing is stored: it is in the log.
contract EvidenceModule {
    event Evidence(
        uint256 indexed _arbitratorDisputeID,
        address indexed _party,
        string _evidence
    );

    function submitEvidence(uint256 _arbitratorDisputeID, string calldata _evidence) external {
        emit Evidence(_arbitratorDisputeID, msg.sender, _evidence);
    }
}

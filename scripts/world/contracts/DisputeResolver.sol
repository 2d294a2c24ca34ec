// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrableV2, IArbitratorV2, IDisputeTemplateRegistry} from "./Interfaces.sol";

/// Creates disputes for anybody and records the rulings. Three counters are at work, and they are
/// independent: the local dispute id, the arbitrator's dispute id and the template id.
contract DisputeResolver is IArbitrableV2 {
    struct DisputeStruct {
        bytes arbitratorExtraData;
        bool isRuled;
        uint256 ruling;
        uint256 numberOfRulingOptions;
    }

    error OwnerOnly();
    error ArbitratorOnly();
    error RulingOutOfBounds();
    error DisputeAlreadyRuled();
    error ShouldBeAtLeastTwoRulingOptions();

    address public owner;
    IArbitratorV2 public arbitrator;
    IDisputeTemplateRegistry public templateRegistry;
    DisputeStruct[] public disputes;
    mapping(uint256 => uint256) public arbitratorDisputeIDToLocalID;

    modifier onlyByOwner() {
        if (msg.sender != owner) revert OwnerOnly();
        _;
    }

    constructor(IArbitratorV2 _arbitrator, IDisputeTemplateRegistry _templateRegistry) {
        owner = msg.sender;
        arbitrator = _arbitrator;
        templateRegistry = _templateRegistry;
    }

    function changeOwner(address _owner) external onlyByOwner {
        owner = _owner;
    }

    function changeArbitrator(IArbitratorV2 _arbitrator) external onlyByOwner {
        arbitrator = _arbitrator;
    }

    function changeTemplateRegistry(
        IDisputeTemplateRegistry _templateRegistry
    ) external onlyByOwner {
        templateRegistry = _templateRegistry;
    }

    /// Registers the template and its mappings, and asks the arbitrator. All of the value goes to
    /// the arbitrator; the id returned is the arbitrator's.
    function createDisputeForTemplate(
        bytes calldata _arbitratorExtraData,
        string calldata _disputeTemplate,
        string memory _disputeTemplateDataMappings,
        uint256 _numberOfRulingOptions
    ) external payable returns (uint256 disputeID) {
        return
            createDispute(
                _arbitratorExtraData,
                _disputeTemplate,
                _disputeTemplateDataMappings,
                "",
                _numberOfRulingOptions
            );
    }

    /// As above with the template behind a URI. The contract deployed on Arbitrum One registers an
    /// empty template here as well, so the event carries a template id and a URI; so does this one.
    function createDisputeForTemplateUri(
        bytes calldata _arbitratorExtraData,
        string calldata _disputeTemplateUri,
        uint256 _numberOfRulingOptions
    ) external payable returns (uint256 disputeID) {
        return
            createDispute(_arbitratorExtraData, "", "", _disputeTemplateUri, _numberOfRulingOptions);
    }

    /// Records the ruling. The order of the checks is that of the deployed contract; like there, an
    /// id the arbitrator made for somebody else means local dispute 0.
    function rule(uint256 _disputeID, uint256 _ruling) external {
        DisputeStruct storage dispute = disputes[arbitratorDisputeIDToLocalID[_disputeID]];
        if (msg.sender != address(arbitrator)) revert ArbitratorOnly();
        if (_ruling > dispute.numberOfRulingOptions) revert RulingOutOfBounds();
        if (dispute.isRuled) revert DisputeAlreadyRuled();
        dispute.isRuled = true;
        dispute.ruling = _ruling;
        emit Ruling(IArbitratorV2(msg.sender), _disputeID, _ruling);
    }

    function createDispute(
        bytes calldata _arbitratorExtraData,
        string memory _disputeTemplate,
        string memory _disputeTemplateDataMappings,
        string memory _disputeTemplateUri,
        uint256 _numberOfRulingOptions
    ) internal returns (uint256 disputeID) {
        if (_numberOfRulingOptions < 2) revert ShouldBeAtLeastTwoRulingOptions();
        disputeID = arbitrator.createDispute{value: msg.value}(
            _numberOfRulingOptions,
            _arbitratorExtraData
        );
        uint256 localDisputeID = disputes.length;
        disputes.push(DisputeStruct(_arbitratorExtraData, false, 0, _numberOfRulingOptions));
        arbitratorDisputeIDToLocalID[disputeID] = localDisputeID;
        uint256 templateId = templateRegistry.setDisputeTemplate(
            "",
            _disputeTemplate,
            _disputeTemplateDataMappings
        );
        emit DisputeRequest(
            arbitrator,
            disputeID,
            localDisputeID,
            templateId,
            _disputeTemplateUri
        );
    }
}

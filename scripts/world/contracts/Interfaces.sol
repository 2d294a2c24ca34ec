// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// An arbitrator as Kleros v2 deploys it: creates disputes for a fee and rules them.
interface IArbitratorV2 {
    event DisputeCreation(uint256 indexed _disputeID, IArbitrableV2 indexed _arbitrable);
    event Ruling(IArbitrableV2 indexed _arbitrable, uint256 indexed _disputeID, uint256 _ruling);
    event AcceptedFeeToken(address indexed _token, bool indexed _accepted);

    function createDispute(
        uint256 _numberOfChoices,
        bytes calldata _extraData
    ) external payable returns (uint256 disputeID);

    function createDispute(
        uint256 _numberOfChoices,
        bytes calldata _extraData,
        address _feeToken,
        uint256 _feeAmount
    ) external returns (uint256 disputeID);

    function arbitrationCost(bytes calldata _extraData) external view returns (uint256 cost);

    function arbitrationCost(
        bytes calldata _extraData,
        address _feeToken
    ) external view returns (uint256 cost);

    function currentRuling(
        uint256 _disputeID
    ) external view returns (uint256 ruling, bool tied, bool overridden);
}

/// A contract that asks for arbitration and carries out the ruling.
interface IArbitrableV2 {
    event DisputeRequest(
        IArbitratorV2 indexed _arbitrator,
        uint256 indexed _arbitratorDisputeID,
        uint256 _externalDisputeID,
        uint256 _templateId,
        string _templateUri
    );
    event Ruling(IArbitratorV2 indexed _arbitrator, uint256 indexed _disputeID, uint256 _ruling);

    function rule(uint256 _disputeID, uint256 _ruling) external;
}

/// Where templates are published. Only the counter is stored: the texts are in the log.
interface IDisputeTemplateRegistry {
    event DisputeTemplate(
        uint256 indexed _templateId,
        string indexed _templateTag,
        string _templateData,
        string _templateDataMappings
    );

    function setDisputeTemplate(
        string memory _templateTag,
        string memory _templateData,
        string memory _templateDataMappings
    ) external returns (uint256 templateId);
}

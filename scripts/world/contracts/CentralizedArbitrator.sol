// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrableV2, IArbitratorV2} from "./Interfaces.sol";

/// One owner rules every dispute at once. Everything around the ruling is as with Kleros: the
/// extra data carry the court and the jurors, the cost is the fee for one juror times their number.
contract CentralizedArbitrator is IArbitratorV2 {
    struct Dispute {
        IArbitrableV2 arbitrated;
        uint256 numberOfChoices;
        uint256 fee;
        uint256 ruling;
        bool ruled;
    }

    error OwnerOnly();
    error ArbitrationFeesNotEnough();
    error TokenNotAccepted();
    error DisputeUnknown();
    error DisputeAlreadyRuled();
    error RulingOutOfBounds();
    error TransferFailed();

    /// Jurors when the extra data name none.
    uint256 public constant DEFAULT_NB_OF_JURORS = 3;

    address public owner;
    uint256 public feeForJuror;
    Dispute[] public disputes;

    modifier onlyByOwner() {
        if (msg.sender != owner) revert OwnerOnly();
        _;
    }

    constructor(uint256 _feeForJuror) {
        owner = msg.sender;
        feeForJuror = _feeForJuror;
    }

    function changeFeeForJuror(uint256 _feeForJuror) external onlyByOwner {
        feeForJuror = _feeForJuror;
    }

    function createDispute(
        uint256 _numberOfChoices,
        bytes calldata _extraData
    ) external payable returns (uint256 disputeID) {
        if (msg.value < arbitrationCost(_extraData)) revert ArbitrationFeesNotEnough();
        disputeID = disputes.length;
        IArbitrableV2 arbitrated = IArbitrableV2(msg.sender);
        disputes.push(Dispute(arbitrated, _numberOfChoices, msg.value, 0, false));
        emit DisputeCreation(disputeID, arbitrated);
    }

    /// Only the native currency is taken.
    function createDispute(
        uint256,
        bytes calldata,
        address,
        uint256
    ) external pure returns (uint256) {
        revert TokenNotAccepted();
    }

    /// Gives the ruling, has the arbitrable carry it out, and pays the fee to the owner.
    function giveRuling(uint256 _disputeID, uint256 _ruling) external onlyByOwner {
        if (_disputeID >= disputes.length) revert DisputeUnknown();
        Dispute storage dispute = disputes[_disputeID];
        if (_ruling > dispute.numberOfChoices) revert RulingOutOfBounds();
        if (dispute.ruled) revert DisputeAlreadyRuled();
        dispute.ruled = true;
        dispute.ruling = _ruling;
        emit Ruling(dispute.arbitrated, _disputeID, _ruling);
        dispute.arbitrated.rule(_disputeID, _ruling);
        (bool sent, ) = owner.call{value: dispute.fee}("");
        if (!sent) revert TransferFailed();
    }

    function currentRuling(
        uint256 _disputeID
    ) external view returns (uint256 ruling, bool tied, bool overridden) {
        if (_disputeID >= disputes.length) revert DisputeUnknown();
        Dispute storage dispute = disputes[_disputeID];
        return (dispute.ruling, !dispute.ruled, false);
    }

    /// In wei: the extra data are 32-byte words, the second of which is the number of jurors.
    function arbitrationCost(bytes calldata _extraData) public view returns (uint256 cost) {
        uint256 jurors = _extraData.length >= 64 ? uint256(bytes32(_extraData[32:64])) : 0;
        return feeForJuror * (jurors == 0 ? DEFAULT_NB_OF_JURORS : jurors);
    }

    function arbitrationCost(bytes calldata, address) external pure returns (uint256) {
        revert TokenNotAccepted();
    }
}

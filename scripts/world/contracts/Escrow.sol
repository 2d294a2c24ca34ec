// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrableV2, IArbitratorV2, IDisputeTemplateRegistry} from "./Interfaces.sol";

/// A payment held until the buyer releases it, the seller returns it, the deadline passes, or a
/// ruling decides. Its events are those of Kleros Escrow V2, so the same data mappings fit.
contract Escrow is IArbitrableV2 {
    enum Status {
        NoDispute,
        DisputeCreated,
        TransactionResolved
    }
    struct Transaction {
        address buyer;
        address seller;
        uint256 amount;
        uint256 deadline;
        uint256 disputeID;
        Status status;
    }

    event NativeTransactionCreated(
        uint256 indexed _transactionID,
        string _transactionUri,
        address indexed _buyer,
        address indexed _seller,
        uint256 _amount,
        uint256 _deadline
    );
    event Payment(uint256 indexed _transactionID, uint256 _amount, address _party);

    error OwnerOnly();
    error BuyerOnly();
    error SellerOnly();
    error BuyerOrSellerOnly();
    error ArbitratorOnly();
    error TransactionUnknown();
    error TransactionDisputed();
    error DeadlineNotPassed();
    error DisputeUnknown();
    error DisputeAlreadyRuled();
    error RulingOutOfBounds();
    error TransferFailed();

    /// Refund the buyer (1) or pay the seller (2); 0 shares the amount.
    uint256 public constant AMOUNT_OF_CHOICES = 2;

    address public owner;
    IArbitratorV2 public arbitrator;
    IDisputeTemplateRegistry public templateRegistry;
    bytes public arbitratorExtraData;
    uint256 public templateId;
    Transaction[] public transactions;
    /// One more than the transaction's id, so that 0 says "no such dispute".
    mapping(uint256 => uint256) private transactionOfDispute;

    constructor(
        IArbitratorV2 _arbitrator,
        IDisputeTemplateRegistry _templateRegistry,
        bytes memory _arbitratorExtraData
    ) {
        owner = msg.sender;
        arbitrator = _arbitrator;
        templateRegistry = _templateRegistry;
        arbitratorExtraData = _arbitratorExtraData;
    }

    /// Later disputes use the new template; earlier ones keep the id they were created with.
    function changeDisputeTemplate(
        string memory _templateData,
        string memory _templateDataMappings
    ) external {
        if (msg.sender != owner) revert OwnerOnly();
        templateId = templateRegistry.setDisputeTemplate("", _templateData, _templateDataMappings);
    }

    function createNativeTransaction(
        uint256 _deadline,
        string memory _transactionUri,
        address _buyer,
        address _seller
    ) external payable returns (uint256 transactionID) {
        transactionID = transactions.length;
        transactions.push(
            Transaction(_buyer, _seller, msg.value, _deadline, 0, Status.NoDispute)
        );
        emit NativeTransactionCreated(
            transactionID,
            _transactionUri,
            _buyer,
            _seller,
            msg.value,
            _deadline
        );
    }

    /// The buyer releases the amount.
    function pay(uint256 _transactionID) external {
        Transaction storage transaction = open(_transactionID);
        if (msg.sender != transaction.buyer) revert BuyerOnly();
        finish(_transactionID, transaction.amount, transaction.seller);
    }

    /// The seller gives the amount back.
    function reimburse(uint256 _transactionID) external {
        Transaction storage transaction = open(_transactionID);
        if (msg.sender != transaction.seller) revert SellerOnly();
        finish(_transactionID, transaction.amount, transaction.buyer);
    }

    /// After the deadline anybody may have the seller paid.
    function executeTransaction(uint256 _transactionID) external {
        Transaction storage transaction = open(_transactionID);
        if (block.timestamp < transaction.deadline) revert DeadlineNotPassed();
        finish(_transactionID, transaction.amount, transaction.seller);
    }

    /// Either party brings the case before the arbitrator and pays its cost.
    function raiseDispute(uint256 _transactionID) external payable returns (uint256 disputeID) {
        Transaction storage transaction = open(_transactionID);
        if (msg.sender != transaction.buyer && msg.sender != transaction.seller) {
            revert BuyerOrSellerOnly();
        }
        transaction.status = Status.DisputeCreated;
        disputeID = arbitrator.createDispute{value: msg.value}(
            AMOUNT_OF_CHOICES,
            arbitratorExtraData
        );
        transaction.disputeID = disputeID;
        transactionOfDispute[disputeID] = _transactionID + 1;
        emit DisputeRequest(arbitrator, disputeID, _transactionID, templateId, "");
    }

    function rule(uint256 _disputeID, uint256 _ruling) external {
        if (msg.sender != address(arbitrator)) revert ArbitratorOnly();
        if (transactionOfDispute[_disputeID] == 0) revert DisputeUnknown();
        uint256 transactionID = transactionOfDispute[_disputeID] - 1;
        Transaction storage transaction = transactions[transactionID];
        if (_ruling > AMOUNT_OF_CHOICES) revert RulingOutOfBounds();
        if (transaction.status != Status.DisputeCreated) revert DisputeAlreadyRuled();
        emit Ruling(IArbitratorV2(msg.sender), _disputeID, _ruling);
        uint256 amount = transaction.amount;
        if (_ruling == 1) {
            finish(transactionID, amount, transaction.buyer);
        } else if (_ruling == 2) {
            finish(transactionID, amount, transaction.seller);
        } else {
            // An odd wei goes to the seller, so that nothing stays behind.
            transaction.status = Status.TransactionResolved;
            transfer(transactionID, amount / 2, transaction.buyer);
            transfer(transactionID, amount - amount / 2, transaction.seller);
        }
    }

    function getTransactionCount() external view returns (uint256) {
        return transactions.length;
    }

    function open(uint256 _transactionID) internal view returns (Transaction storage transaction) {
        if (_transactionID >= transactions.length) revert TransactionUnknown();
        transaction = transactions[_transactionID];
        if (transaction.status != Status.NoDispute) revert TransactionDisputed();
    }

    function finish(uint256 _transactionID, uint256 _amount, address _to) internal {
        transactions[_transactionID].status = Status.TransactionResolved;
        transfer(_transactionID, _amount, _to);
    }

    function transfer(uint256 _transactionID, uint256 _amount, address _to) internal {
        (bool sent, ) = _to.call{value: _amount}("");
        if (!sent) revert TransferFailed();
        emit Payment(_transactionID, _amount, _to);
    }
}

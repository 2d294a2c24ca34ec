// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Escrow} from "./Escrow.sol";

/// Says in words what each ruling does to a transaction, for the jurors.
contract EscrowView {
    Escrow public immutable escrow;

    constructor(Escrow _escrow) {
        escrow = _escrow;
    }

    /// The consequences of the rulings 0, 1 and 2.
    function getPayoutMessages(
        uint256 _transactionID
    )
        external
        view
        returns (string memory noWinner, string memory buyerWins, string memory sellerWins)
    {
        (, , uint256 amount, , , ) = escrow.transactions(_transactionID);
        uint256 half = amount / 2;
        noWinner = messageFor(half, amount - half);
        buyerWins = messageFor(amount, 0);
        sellerWins = messageFor(0, amount);
    }

    function messageFor(
        uint256 _buyerPayout,
        uint256 _sellerPayout
    ) internal pure returns (string memory) {
        return
            string.concat(
                "Buyer gets ",
                ether_(_buyerPayout),
                " ETH, seller gets ",
                ether_(_sellerPayout),
                " ETH."
            );
    }

    /// Wei as a decimal number of ether, without trailing zeros.
    function ether_(uint256 _wei) internal pure returns (string memory) {
        uint256 fraction = _wei % 1 ether;
        string memory whole = decimal(_wei / 1 ether, 1);
        if (fraction == 0) return whole;
        uint256 digits = 18;
        while (fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        return string.concat(whole, ".", decimal(fraction, digits));
    }

    /// At least `_width` decimal digits.
    function decimal(uint256 _number, uint256 _width) internal pure returns (string memory) {
        uint256 length = 0;
        for (uint256 rest = _number; rest != 0; rest /= 10) length++;
        if (length < _width) length = _width;
        bytes memory text = new bytes(length);
        for (uint256 i = length; i != 0; i--) {
            text[i - 1] = bytes1(uint8(48 + (_number % 10)));
            _number /= 10;
        }
        return string(text);
    }
}

#include "dikast/reality_contract.hpp"

namespace dikast::reality {

using machine::Failure;

std::string Ledger::label(const Word& address) const {
  for (const Account& account : accounts)
    if (account.address == address) return account.label;
  return address_text(address);
}

std::optional<Word> Ledger::address(std::string_view name) const {
  for (const Account& account : accounts)
    if (account.label == name) return account.address;
  const auto parsed = Address::parse_unchecked(name);
  if (!parsed) return std::nullopt;
  return to_word(*parsed);
}

bool Run::refuse(Failure failure, std::string_view text) {
  out = machine::refused(failure, std::string(text));
  return false;
}

bool Run::require(bool condition, std::string_view reason) {
  return condition || refuse(Failure::Reason, reason);
}

bool Run::panic(bool modern, std::string_view code) {
  return modern ? refuse(Failure::Panic, code) : refuse(Failure::InvalidOpcode);
}

bool Run::add(Uint256& sum, const Uint256& amount, bool modern) {
  const auto total = checked_add(sum, amount);
  if (!total) return panic(modern, "Panic(0x11)");
  sum = *total;
  return true;
}

bool Run::wrong(ErrorCode code, std::string path, std::string message) {
  error = Error{code, std::move(path), std::move(message)};
  return false;
}

machine::Event& Run::emit(const Word& contract, std::string_view name) {
  return machine::emit(out, ledger.label(contract), name);
}

bool Run::can_pay(const Word& from, const Uint256& wei) const {
  const Uint256* held = ledger.ether.find(from);
  return held == nullptr || *held >= wei;
}

bool Run::pay(const Word& from, const Word& to, const Uint256& wei) {
  if (wei.is_zero() || from == to) return true;
  if (!can_pay(from, wei)) return refuse(Failure::Empty);
  if (Uint256* held = ledger.ether.find(from)) *held = wrapping_sub(*held, wei);
  if (Uint256* held = ledger.ether.find(to)) {
    const auto sum = checked_add(*held, wei);
    if (!sum) return refuse(Failure::Empty);
    *held = *sum;
  }
  machine::move_money(out, "eth", ledger.label(from), ledger.label(to), wei);
  return true;
}

bool Run::move_tokens(const Word& from, const Word& to, const Uint256& amount, bool by_allowance) {
  if (ledger.token_balances.get(from) < amount) return false;
  if (by_allowance) {
    if (ledger.allowances.get(from) < amount) return false;
    Uint256& allowance = ledger.allowances.at(from);
    allowance = wrapping_sub(allowance, amount);
  }
  ledger.token_balances.at(from) = wrapping_sub(ledger.token_balances.get(from), amount);
  ledger.token_balances.at(to) = wrapping_add(ledger.token_balances.get(to), amount);
  machine::Event& event = emit(ledger.token, "Transfer");
  put(event.args, "from", as_address(from));
  put(event.args, "to", as_address(to));
  put(event.args, "value", amount);
  machine::move_money(out, ledger.label(ledger.token), ledger.label(from), ledger.label(to),
                      amount);
  return true;
}

void Run::returns(std::vector<json::Value> values) {
  out.returns = json::Value::array(std::move(values));
}

namespace {

void read_static(machine::Reader& reader, std::size_t i, char kind, std::vector<Word>& to) {
  const machine::Key key = machine::at(i);
  if (kind == 'a') {
    to.push_back(to_word(reader.address(key)));
  } else if (kind == 'f') {
    to.emplace_back(reader.flag(key) ? 1 : 0);
  } else if (kind == 'w') {
    const Bytes bytes = reader.bytes(key);
    if (reader.good() && bytes.size() != 32) reader.refuse(key, "A bytes32 has 32 bytes.");
    to.push_back(reader.good() ? Uint256::from_bytes32(bytes.data()) : Uint256());
  } else {
    to.push_back(reader.number(key));
    if (kind == 't' && to.back() > Uint256(0xFFFFFFFFU))
      reader.refuse(key, "This has to fit into a uint32.");
  }
}

void read_list(machine::Reader& reader, std::size_t i, char kind, Args& args) {
  machine::Reader list = reader.part(machine::at(i));
  list.expect_list();
  std::vector<Word> items;
  for (std::size_t k = 0; k < list.size() && list.good(); ++k)
    read_static(list, k, static_cast<char>(kind - 'A' + 'a'), items);
  args.lists.push_back(std::move(items));
}

}  // namespace

Result<Args> read_args(const json::Value& args, std::string_view params) {
  static const json::Value kNone = json::Value::array();
  machine::Reader reader(args.is_null() ? kNone : args, "/args", ErrorCode::machine_argument);
  reader.expect_size(params.size());
  Args read;
  for (std::size_t i = 0; i < params.size() && reader.good(); ++i) {
    if (params[i] == 's') {
      read.texts.push_back(reader.text(machine::at(i)));
    } else if (params[i] == 'y') {
      read.texts.push_back(to_hex(reader.bytes(machine::at(i))));
    } else if (params[i] < 'a') {
      read_list(reader, i, params[i], read);
    } else {
      read_static(reader, i, params[i], read.words);
    }
  }
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return read;
}

}  // namespace dikast::reality

import TandemCatalog
import TandemData
import TandemLearning

/// A value whose parts are counted from 0, as a list's items: the cells of a column, the epochs of a curve.
protocol IndexedValue: ValueObject {
  /// How many items there are; `nil` where this value has none.
  var itemCount: Int? { get }

  /// An item that exists.
  func item(at index: Int) -> Value
}

extension Column: IndexedValue {
  var itemCount: Int? { count }

  func item(at index: Int) -> Value { (try? value(at: index)) ?? .none }
}

extension Curves: IndexedValue {
  /// A single curve has a value an epoch; several are taken out by name.
  var itemCount: Int? { series.count == 1 ? series[0].values.count : nil }

  func item(at index: Int) -> Value {
    let value = series[0].values[index]
    return value.isFinite ? .number(value) : .none
  }
}

extension Prediction: IndexedValue {
  var itemCount: Int? { rowNumbers.count }

  func item(at index: Int) -> Value {
    switch values {
    case .numbers(let values): values[index].isNaN ? .none : .number(values[index])
    case .truths(let values): values[index].isNaN ? .none : .truth(values[index] == 1)
    case .categories(let codes, let levels):
      codes[index] < 0 ? .none : .text(levels[codes[index]])
    case .arrays(let values, let sizes):
      .list(
        values[index * sizes.reduce(1, *)..<(index + 1) * sizes.reduce(1, *)].map {
          $0.isNaN ? .none : .number(Double($0))
        })
    }
  }
}

import TandemCatalog
import TandemTensors

// How layers speak of the axes of a row: counted from 0 without the batch, negative ones from the last.

extension NumberRange {
  /// An axis of a row.
  static let axis = NumberRange(lower: -8, upper: 7, isWhole: true)
}

extension Shape {
  /// The axis as an index into `sizes`; `nil` if the row has none of that number.
  func dimension(_ axis: Int) -> Int? {
    let index = axis < 0 ? axis + rank : axis
    return sizes.indices.contains(index) ? index : nil
  }
}
